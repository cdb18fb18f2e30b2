/* The dialect in CUDA C++, for NVRTC. Its twin is opencl.c: a kernel is written once, in what both define. */
#define KERNEL(threads) extern "C" __global__ __launch_bounds__(threads) void
#define KERNEL_2D(width, height) extern "C" __global__ __launch_bounds__((width) * (height)) void
#define DEVICE static __device__ __forceinline__
#define CONSTANT static __device__ const
#define GLOBAL
#define LOCAL
#define LOCAL_ARRAY(type, name, length) __shared__ type name[length]

/* All threads of a group meet; what they wrote before, to local or global memory, all of them see. */
#define SYNC __syncthreads()

/* Between groups: what was written before is seen before what is written after. Integers only, so that no sum depends on time. */
#define FENCE __threadfence()
#define ATOMIC_ADD(place, value) atomicAdd((int*)(place), value)
#define ATOMIC_READ(place) (*(place))

#define GROUP_X ((int)blockIdx.x)
#define GROUP_Y ((int)blockIdx.y)
#define THREAD_X ((int)threadIdx.x)
#define THREAD_Y ((int)threadIdx.y)

typedef unsigned char byte;
typedef long long offset_t;

#ifdef WIDE
typedef double real;
typedef unsigned long long bits;
#define AS_BITS(x) ((bits)__double_as_longlong(x))
#define AS_REAL(x) __longlong_as_double((long long)(x))
#define FMA(a, b, c) __fma_rn(a, b, c)
#define SQRT(x) __dsqrt_rn(x)
#define ABS(x) fabs(x)
#else
typedef float real;
typedef unsigned int bits;
#define AS_BITS(x) __float_as_uint(x)
#define AS_REAL(x) __uint_as_float(x)
#define FMA(a, b, c) __fmaf_rn(a, b, c)
#define SQRT(x) __fsqrt_rn(x)
#define ABS(x) fabsf(x)
#endif

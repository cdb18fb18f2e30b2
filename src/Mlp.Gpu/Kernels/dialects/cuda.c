/* The dialect in CUDA C++, for NVRTC. Its twin is opencl.c: a kernel is written once, in what both define. */

/* Of groups that stay, one has a compute unit to itself. */
#ifdef STAY
#define KERNEL(threads) extern "C" __global__ __launch_bounds__(threads, 1) void
#else
#define KERNEL(threads) extern "C" __global__ __launch_bounds__(threads) void
#endif
#define DEVICE static __device__ __forceinline__

/* For what is long, wanted in many places, and meets nobody. */
#ifdef FIXED
#define DEVICE_CALLED DEVICE
#else
#define DEVICE_CALLED static __device__ __noinline__
#endif

/* For what has many branches: of constants little is left, and of others one copy a kernel that is long enough without them. */
#if defined(STAY) && !defined(FIXED)
#define DEVICE_BRANCHED DEVICE_CALLED
#else
#define DEVICE_BRANCHED DEVICE
#endif
#define CONSTANT static __device__ const
#define GLOBAL
#define LOCAL
#define LOCAL_ARRAY(type, name, length) __shared__ __align__(16) type name[length]

/* What a group keeps to itself from step to step: shared memory, or where that is too small its own piece of the memory given. */
#define KEPT
#ifdef FAR
#define KEPT_ARRAY(name, far, length) KEPT real* name = (far) + (offset_t)GROUP_X * (length)
#else
#define KEPT_ARRAY(name, far, length)                       \
    extern __shared__ __align__(16) unsigned char name##_bytes[]; \
    KEPT real* name = (real*)name##_bytes
#endif

/*
 * A copy of 4, 8 or 16 bytes from global memory to what the group keeps, without waiting for it. A thread has all it copied after
 * BROUGHT.
 */
#if !defined(FAR) && __CUDA_ARCH__ >= 800
#define COPY(to, from, type) \
    asm volatile("cp.async.ca.shared.global [%0], [%1], %2;" ::"r"((unsigned int)__cvta_generic_to_shared(to)), \
        "l"(from), "n"(sizeof(type)) : "memory")
#else
#define COPY(to, from, type) (*(type*)(to) = *(const type*)(from))
#endif

/*
 * Before a loop that is worth unrolling, by four, two or 32, that must leave no loop for its arrays to stay in registers, or that
 * is not worth it.
 */
#define UNROLL_LONG _Pragma("unroll 32")
#define UNROLL_WHOLE _Pragma("unroll")
#define UNROLL _Pragma("unroll 4")
#define UNROLL_LITTLE _Pragma("unroll 2")
#define KEEP_ROLLED _Pragma("unroll 1")

/* All threads of a group meet; what they wrote before, to local or global memory, all of them see. */
#define SYNC __syncthreads()

/* Between loops that do not need each other, and after one that only some threads enter. */
#define LOOPS_APART

/* Only the threads that share a row meet, which lie in one warp. */
#define SYNC_ROW __syncwarp()
#define TOGETHER 32

/* What the lane has whose number differs in that one bit. All threads of the warp must ask. */
#define HAS_FROM_LANE 1
#define FROM_LANE(value, bit) __shfl_xor_sync(blockDim.x < 32 ? (1u << blockDim.x) - 1 : 0xffffffffu, value, bit)

/* A cell that other groups look at, written and read whole, past the caches that they do not share. */
typedef unsigned long long cell;
#define TELL(place, value) asm volatile("st.relaxed.gpu.u64 [%0], %1;" ::"l"(place), "l"(value) : "memory")
#define TOLD(place) read_cell(place)

static __device__ __forceinline__ cell read_cell(const cell* place)
{
    cell value;
    asm volatile("ld.relaxed.gpu.u64 %0, [%1];" : "=l"(value) : "l"(place) : "memory");
    return value;
}

#define GROUP_X ((int)blockIdx.x)
#define GROUP_Y ((int)blockIdx.y)
#define THREAD_X ((int)threadIdx.x)

typedef unsigned char byte;
typedef unsigned int byte_quad;
typedef unsigned int uint_bits;
typedef uint4 byte_block;
#define BLOCK_BYTES 16
typedef long long offset_t;

/* Byte i of four as a value: cut out first, as a word is converted four times as fast as a byte. */
#define BYTE_VALUE(four, i) ((real)__byte_perm(four, 0, 0x4440 + (i)))

#ifdef WIDE
typedef double real;
typedef struct __align__(16)
{
    double x, y, z, w;
} quad;
typedef unsigned long long bits;
#define AS_BITS(x) ((bits)__double_as_longlong(x))
#define AS_REAL(x) __longlong_as_double((long long)(x))
#define FMA(a, b, c) __fma_rn(a, b, c)
#define SQRT(x) __dsqrt_rn(x)
#define ABS(x) fabs(x)
#else
typedef float real;
typedef float4 quad;
typedef unsigned int bits;
#define AS_BITS(x) __float_as_uint(x)
#define AS_REAL(x) __uint_as_float(x)
#define FMA(a, b, c) __fmaf_rn(a, b, c)
#define SQRT(x) __fsqrt_rn(x)
#define ABS(x) fabsf(x)
#endif

/* Four values that lie at a multiple of four. */
#define LOAD_QUAD(place) (*(const quad*)(place))
#define STORE_QUAD(place, value) (*(quad*)(place) = (value))

/*
 * Sends for the value, or the four that lie at a multiple of four, at `source` in global memory, to a place of local memory, if it
 * is there. A thread has all it sent for after BROUGHT.
 */
#define BRING(place, source, is_there) bring<sizeof(real)>(place, source, is_there)
#define BRING_QUAD(place, source, is_there) bring_quad(place, source, is_there)
#if __CUDA_ARCH__ >= 800
#define BROUGHT asm volatile("cp.async.wait_all;" ::: "memory")
#else
#define BROUGHT
#endif

template <int bytes>
static __device__ __forceinline__ void bring(real* place, const real* source, bool is_there)
{
#if __CUDA_ARCH__ >= 800
    unsigned int target = (unsigned int)__cvta_generic_to_shared(place);
    asm volatile(
        "{ .reg .pred p; setp.ne.b32 p, %3, 0; @p cp.async.ca.shared.global [%0], [%1], %2; }" ::"r"(target),
        "l"(source),
        "n"(bytes),
        "r"((int)is_there)
        : "memory"
    );
#else
    for (int i = 0; is_there && i < bytes / (int)sizeof(real); i++)
    {
        place[i] = source[i];
    }
#endif
}

static __device__ __forceinline__ void bring_quad(real* place, const real* source, bool is_there)
{
    for (int i = 0; i < 4; i += 16 / (int)sizeof(real))
    {
        bring<16>(place + i, source + i, is_there);
    }
}

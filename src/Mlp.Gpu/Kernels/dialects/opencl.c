/* The dialect in OpenCL C 1.2. Its twin is cuda.c: a kernel is written once, in what both define. */
#ifdef WIDE
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
#pragma OPENCL FP_CONTRACT OFF

#define KERNEL(threads) __kernel __attribute__((reqd_work_group_size(threads, 1, 1))) void
#define KERNEL_2D(width, height) __kernel __attribute__((reqd_work_group_size(width, height, 1))) void
#define DEVICE static
#define CONSTANT __constant
#define GLOBAL __global
#define LOCAL __local
#define LOCAL_ARRAY(type, name, length) __local type name[length]

/* All threads of a group meet; what they wrote before, to local or global memory, all of them see. */
#define SYNC barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)

/* Between groups: what was written before is seen before what is written after. Integers only, so that no sum depends on time. */
#define FENCE mem_fence(CLK_GLOBAL_MEM_FENCE)
#define ATOMIC_ADD(place, value) atomic_add(place, value)
#define ATOMIC_READ(place) atomic_add(place, 0)

#define GROUP_X ((int)get_group_id(0))
#define GROUP_Y ((int)get_group_id(1))
#define THREAD_X ((int)get_local_id(0))
#define THREAD_Y ((int)get_local_id(1))

typedef uchar byte;
typedef long offset_t;

#ifdef WIDE
typedef double real;
typedef ulong bits;
#define AS_BITS(x) as_ulong(x)
#define AS_REAL(x) as_double(x)
#else
typedef float real;
typedef uint bits;
#define AS_BITS(x) as_uint(x)
#define AS_REAL(x) as_float(x)
#endif

/* Rounded once. */
#define FMA(a, b, c) fma((real)(a), (real)(b), (real)(c))
#define SQRT(x) sqrt((real)(x))
#define ABS(x) fabs((real)(x))

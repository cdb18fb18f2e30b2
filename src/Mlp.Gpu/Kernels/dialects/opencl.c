/* The dialect in OpenCL C 1.2. Its twin is cuda.c: a kernel is written once, in what both define. */
#ifdef WIDE
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
#pragma OPENCL FP_CONTRACT OFF

#define KERNEL(threads) __kernel __attribute__((reqd_work_group_size(threads, 1, 1))) void
#define DEVICE static

/* For what is long, wanted in many places, and meets nobody. */
#define DEVICE_CALLED static __attribute__((noinline))

/* For what has many branches: a compiler would make a loop of its own for each way through them, and take seconds. */
#define DEVICE_BRANCHED static __attribute__((noinline))
#define CONSTANT __constant
#define GLOBAL __global
#define LOCAL __local
#define LOCAL_ARRAY(type, name, length) __local type name[length]

/* What a group keeps to itself from step to step: its own piece of the memory given. Local memory of a CPU is no nearer. */
#define KEPT __global
#define KEPT_ARRAY(name, far, length) KEPT real* name = (far) + (offset_t)GROUP_X * (length)

/*
 * A copy of 4, 8 or 16 bytes from global memory to what the group keeps, without waiting for it. A thread has all it copied after
 * BROUGHT.
 */
#define COPY(to, from, type) (*(KEPT type*)(to) = *(GLOBAL const type*)(from))

/*
 * Before a loop that is worth unrolling, by four or 32, or by 32 where a kernel has constants for it; that must leave no loop for its
 * arrays to stay in registers; or that is not worth it.
 */
#define UNROLL
#define UNROLL_FIXED
#define UNROLL_LONG
#define UNROLL_WHOLE
#define KEEP_ROLLED

/* All threads of a group meet; what they wrote before, to local or global memory, all of them see. */
#define SYNC barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)

/* The same: there are no warps. */
#define SYNC_OR_WARP(is_warp_enough) SYNC

/* Before a block for some of the groups, in which the others find nothing to do: a condition around a barrier leads PoCL astray. */
#define IF_GROUP(condition)

/*
 * Between loops that do not need each other: threads that a CPU runs one after another must all have told what they tell before the
 * first of them waits for others. And after a loop that only some threads enter, where the meeting before it stood under a
 * condition: PoCL 3.1 takes all threads to enter it if the first one does, and they write where nothing of theirs is.
 */
#define LOOPS_APART SYNC

/* Only the threads that share a row meet; where groups stay, each has a row alone (LANES 1), and meets nobody. */
#define SYNC_ROW SYNC
#define TOGETHER LANES

/* Lanes ask each other by local memory. */
#define HAS_FROM_LANE 0
#define FROM_LANE(value, bit) (value)

/* Words that other groups look at: each is written and read whole, and read where it is wanted. */
#define TELL_ONE(place, one) (*(GLOBAL volatile bits*)(place) = (one))
#define TOLD_ONE(is_wanted, place, one) ((one) = (is_wanted) ? *(GLOBAL const volatile bits*)(place) : (one))
#define TELL_FOUR(place, one, two, three, four) do { TELL_ONE(place, one); TELL_ONE((place) + 1, two); \
    TELL_ONE((place) + 2, three); TELL_ONE((place) + 3, four); } while (0)
#define TOLD_FOUR(is_wanted, place, one, two, three, four) do { TOLD_ONE(is_wanted, place, one); \
    TOLD_ONE(is_wanted, (place) + 1, two); TOLD_ONE(is_wanted, (place) + 2, three); TOLD_ONE(is_wanted, (place) + 3, four); } while (0)

/* The bits in which one of four words differs from a fifth. */
#define WHERE_DIFFER(one, two, three, four, fifth) \
    (((one) ^ (fifth)) | ((two) ^ (fifth)) | ((three) ^ (fifth)) | ((four) ^ (fifth)))

#define GROUP_X ((int)get_group_id(0))
#define GROUPS ((int)get_num_groups(0))
#define GROUP_Y ((int)get_group_id(1))
#define THREAD_X ((int)get_local_id(0))

typedef uchar byte;
typedef uint byte_quad;
typedef uint uint_bits;
typedef uint2 byte_eight;
typedef uint4 byte_block;
#define BLOCK_BYTES 16
typedef long offset_t;

/* Byte i of four as a value. */
#define BYTE_VALUE(four, i) ((real)((four) >> 8 * (i) & 255))

/* sum + a1 b1 + a2 b2 + a3 b3 + a4 b4, of four bytes each. */
#define ADD_BYTE_PRODUCTS(sum, a, b) add_byte_products(sum, a, b)

static uint_bits add_byte_products(uint_bits sum, byte_quad a, byte_quad b)
{
    for (int shift = 0; shift < 32; shift += 8)
    {
        sum += (a >> shift & 255) * (b >> shift & 255);
    }

    return sum;
}

#ifdef WIDE
typedef double real;
typedef double4 quad;
typedef ulong bits;
#define AS_BITS(x) as_ulong(x)
#define AS_REAL(x) as_double(x)
#else
typedef float real;
typedef float4 quad;
typedef uint bits;
#define AS_BITS(x) as_uint(x)
#define AS_REAL(x) as_float(x)
#endif

/* Four values that lie at a multiple of four. */
#define LOAD_QUAD(place) vload4(0, place)
#define STORE_QUAD(place, value) vstore4(value, 0, place)

/*
 * Sends for the value, or the four that lie at a multiple of four, at `source` in global memory, to a place of local memory, if it
 * is there. A thread has all it sent for after BROUGHT.
 */
#define BRING(place, source, is_there) do { if (is_there) { *(place) = *(source); } } while (0)
#define BRING_QUAD(place, source, is_there) do { if (is_there) { vstore4(vload4(0, source), 0, place); } } while (0)
#define BROUGHT

/* Rounded once. */
#define FMA(a, b, c) fma((real)(a), (real)(b), (real)(c))
#define SQRT(x) sqrt((real)(x))
#define ABS(x) fabs((real)(x))

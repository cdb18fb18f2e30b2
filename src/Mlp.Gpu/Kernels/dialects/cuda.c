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
#define COPY(to, from, type) copy<sizeof(type)>(to, from)

template <int bytes>
static __device__ __forceinline__ void copy(void* to, const void* from)
{
    unsigned int place = (unsigned int)__cvta_generic_to_shared(to);
    if (bytes == 16)
    {
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(place), "l"(from) : "memory");
    }
    else
    {
        asm volatile("cp.async.ca.shared.global [%0], [%1], %2;" ::"r"(place), "l"(from), "n"(bytes == 16 ? 4 : bytes) : "memory");
    }
}
#else
#define COPY(to, from, type) (*(type*)(to) = *(const type*)(from))
#endif

/*
 * Before a loop that is worth unrolling, by four or 32, or by 32 where a kernel has constants for it; that must leave no loop for its
 * arrays to stay in registers; or that is not worth it.
 */
#define UNROLL_LONG _Pragma("unroll 32")
#define UNROLL_WHOLE _Pragma("unroll")
#define UNROLL _Pragma("unroll 4")
#ifdef FIXED
#define UNROLL_FIXED UNROLL_LONG
#else
#define UNROLL_FIXED UNROLL
#endif
#define KEEP_ROLLED _Pragma("unroll 1")

/* All threads of a group meet; what they wrote before, to local or global memory, all of them see. */
#define SYNC __syncthreads()

/* The same, or the threads of a warp alone: they too see what they wrote. All threads of a group go the same way. */
#define SYNC_OR_WARP(is_warp_enough) do { if (is_warp_enough) { __syncwarp(); } else { SYNC; } } while (0)

/* Before a block for some of the groups, each of which goes one way whole. */
#define IF_GROUP(condition) if (condition)

/* Between loops that do not need each other, and after one that only some threads enter. */
#define LOOPS_APART

/* Only the threads that share a row meet, which lie in one warp. */
#define SYNC_ROW __syncwarp()
#define TOGETHER 32

/* What the lane has whose number differs in that one bit. All threads of the warp must ask. */
#define HAS_FROM_LANE 1
#ifdef STAY
#define FROM_LANE(value, bit) __shfl_xor_sync(0xffffffffu, value, bit)
#else
#define FROM_LANE(value, bit) __shfl_xor_sync(blockDim.x < 32 ? (1u << blockDim.x) - 1 : 0xffffffffu, value, bit)
#endif

#define GROUP_X ((int)blockIdx.x)
#define GROUPS ((int)gridDim.x)
#define GROUP_Y ((int)blockIdx.y)
#define THREAD_X ((int)threadIdx.x)

typedef unsigned char byte;
typedef unsigned int byte_quad;
typedef unsigned int uint_bits;
typedef uint2 byte_eight;
typedef uint4 byte_block;
#define BLOCK_BYTES 16
typedef long long offset_t;

/* Byte i of four as a value: cut out first, as a word is converted four times as fast as a byte. */
#define BYTE_VALUE(four, i) ((real)__byte_perm(four, 0, 0x4440 + (i)))

/* sum + a1 b1 + a2 b2 + a3 b3 + a4 b4, of four bytes each. */
#define ADD_BYTE_PRODUCTS(sum, a, b) add_byte_products(sum, a, b)

static __device__ __forceinline__ uint_bits add_byte_products(uint_bits sum, byte_quad a, byte_quad b)
{
    asm("dp4a.u32.u32 %0, %1, %2, %0;" : "+r"(sum) : "r"(a), "r"(b));
    return sum;
}

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

/*
 * Words that other groups look at, past the caches that they do not share: each is written and read whole, but not four as one. Whether
 * they are wanted is asked within the instruction: a compiler would work out their place behind a question, each time anew.
 */
#define TELL_ONE(place, one) tell_word(place, one)
#define TOLD_ONE(is_wanted, place, one) look_for_word(is_wanted, place, one)
#define TELL_FOUR(place, one, two, three, four) tell_words(place, one, two, three, four)
#define TOLD_FOUR(is_wanted, place, one, two, three, four) look_for_words(is_wanted, place, one, two, three, four)

static __device__ __forceinline__ void tell_word(uint_bits* place, uint_bits one)
{
    asm volatile("st.relaxed.gpu.global.u32 [%0], %1;" ::"l"(__cvta_generic_to_global(place)), "r"(one) : "memory");
}

static __device__ __forceinline__ void tell_word(unsigned long long* place, unsigned long long one)
{
    asm volatile("st.relaxed.gpu.global.u64 [%0], %1;" ::"l"(__cvta_generic_to_global(place)), "l"(one) : "memory");
}

static __device__ __forceinline__ void look_for_word(bool is_wanted, const uint_bits* place, uint_bits& one)
{
    asm volatile("{ .reg .pred p; setp.ne.b32 p, %2, 0; @p ld.relaxed.gpu.global.u32 %0, [%1]; }"
                 : "+r"(one)
                 : "l"(__cvta_generic_to_global(place)), "r"((int)is_wanted)
                 : "memory");
}

static __device__ __forceinline__ void look_for_word(bool is_wanted, const unsigned long long* place, unsigned long long& one)
{
    asm volatile("{ .reg .pred p; setp.ne.b32 p, %2, 0; @p ld.relaxed.gpu.global.u64 %0, [%1]; }"
                 : "+l"(one)
                 : "l"(__cvta_generic_to_global(place)), "r"((int)is_wanted)
                 : "memory");
}

static __device__ __forceinline__ void tell_words(
    uint_bits* place, uint_bits one, uint_bits two, uint_bits three, uint_bits four
)
{
    asm volatile("st.relaxed.gpu.global.v4.u32 [%0], {%1, %2, %3, %4};" ::"l"(__cvta_generic_to_global(place)),
                 "r"(one),
                 "r"(two),
                 "r"(three),
                 "r"(four)
                 : "memory");
}

static __device__ __forceinline__ void look_for_words(
    bool is_wanted, const uint_bits* place, uint_bits& one, uint_bits& two, uint_bits& three, uint_bits& four
)
{
    asm volatile("{ .reg .pred p; setp.ne.b32 p, %5, 0; @p ld.relaxed.gpu.global.v4.u32 {%0, %1, %2, %3}, [%4]; }"
                 : "+r"(one), "+r"(two), "+r"(three), "+r"(four)
                 : "l"(__cvta_generic_to_global(place)), "r"((int)is_wanted)
                 : "memory");
}

template <typename word_t>
static __device__ __forceinline__ void tell_words(word_t* place, word_t one, word_t two, word_t three, word_t four)
{
    tell_word(place, one);
    tell_word(place + 1, two);
    tell_word(place + 2, three);
    tell_word(place + 3, four);
}

template <typename word_t>
static __device__ __forceinline__ void look_for_words(
    bool is_wanted, const word_t* place, word_t& one, word_t& two, word_t& three, word_t& four
)
{
    look_for_word(is_wanted, place, one);
    look_for_word(is_wanted, place + 1, two);
    look_for_word(is_wanted, place + 2, three);
    look_for_word(is_wanted, place + 3, four);
}

/* The bits in which one of four words differs from a fifth: in three instructions, where a compiler would take each word by itself. */
#define WHERE_DIFFER(one, two, three, four, fifth) where_differ(one, two, three, four, fifth)

static __device__ __forceinline__ uint_bits where_differ(
    uint_bits one, uint_bits two, uint_bits three, uint_bits four, uint_bits fifth
)
{
    uint_bits differing;
    asm("{ .reg .b32 a, b; lop3.b32 a, %1, %2, %5, 0x7E; lop3.b32 b, %3, %4, %5, 0x7E; or.b32 %0, a, b; }"
        : "=r"(differing)
        : "r"(one), "r"(two), "r"(three), "r"(four), "r"(fifth));
    return differing;
}

static __device__ __forceinline__ unsigned long long where_differ(
    unsigned long long one,
    unsigned long long two,
    unsigned long long three,
    unsigned long long four,
    unsigned long long fifth
)
{
    return (one ^ fifth) | (two ^ fifth) | (three ^ fifth) | (four ^ fifth);
}

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

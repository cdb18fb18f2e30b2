/*
 * A third dialect, in C++, beside dialects/cuda.c and opencl.c: one thread of the CPU plays all threads of all groups, in warps, in an
 * order drawn from a seed, in which half of the groups sleep for a while, and then others. What of the kernels is for warps alone runs
 * where there is no GPU, and what needs a meeting and has none comes out otherwise in another order. A copy comes at once, or no sooner
 * than it is waited for. A thread goes on until it meets others or looks for a word, and sees what others wrote in the order in which
 * they wrote it, which a GPU does not promise.
 */
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <sys/mman.h>
#include <utility>
#include <vector>

namespace warps
{
constexpr size_t StackBytes = 256 * 1024;
constexpr int Width = 32;
constexpr uint64_t MostTurns = 100000000;
constexpr uint64_t TurnsAsleep = 20;
constexpr size_t FenceBytes = 1024;
constexpr unsigned char Fence = 0xff;

struct Thread;

/* Who waits to be joined by all others of a group or warp, and where in the source. */
struct Meeting
{
    int due = 0;
    int line = 0;
    std::vector<Thread*> waiting;
};

struct Warp
{
    Meeting meeting;
    uint64_t told[Width];
};

struct Group
{
    int x;
    int y;
    Meeting meeting;
    std::vector<Warp> warps;
    std::vector<Thread*> ready;
    bool sleeps = false;
    std::vector<unsigned char> near;
    std::map<int, std::vector<unsigned char>> arrays;
};

struct Copy
{
    void* to;
    const void* from;
    size_t bytes;
};

struct Thread
{
    void* stack;
    int x;
    Group* group;
    std::vector<Copy> copies;
};

static Thread* now;
static void* scheduler;
static void (*kernel)(void* const*);
static void* const* arguments;
static int groups_across;
static std::mt19937 order;
static size_t done;
static std::string fault;

/* Keeps the registers that a call keeps on one stack and goes on with another. */
extern "C" void switch_stacks(void** kept, void* next);
asm(R"(
.text
.type switch_stacks, @function
switch_stacks:
    push %rbp
    push %rbx
    push %r12
    push %r13
    push %r14
    push %r15
    mov %rsp, (%rdi)
    mov %rsi, %rsp
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbx
    pop %rbp
    ret
)");

static void leave()
{
    switch_stacks(&now->stack, scheduler);
}

static void pause()
{
    now->group->ready.push_back(now);
    leave();
}

static void meet(Meeting& meeting, int line)
{
    if (meeting.waiting.empty())
    {
        meeting.line = line;
    }
    else if (meeting.line != line && fault.empty())
    {
        fault = "threads meet in line " + std::to_string(meeting.line) + " and in line " + std::to_string(line);
    }

    meeting.waiting.push_back(now);
    if ((int)meeting.waiting.size() < meeting.due)
    {
        leave();
        return;
    }

    auto& ready = now->group->ready;
    ready.insert(ready.end(), meeting.waiting.begin(), meeting.waiting.end());
    meeting.waiting.clear();
    leave();
}

static Warp& warp_of(Thread* thread)
{
    return thread->group->warps[thread->x / Width];
}

template <typename T>
static T from_lane(T value, int bit, int line)
{
    Warp& warp = warp_of(now);
    int lane = now->x % Width;
    std::memcpy(&warp.told[lane], &value, sizeof(T));
    meet(warp.meeting, line);
    T other;
    std::memcpy(&other, &warp.told[lane ^ bit], sizeof(T));
    meet(warp.meeting, -line);
    return other;
}

static void* array_of_group(int number, size_t bytes)
{
    auto& array = now->group->arrays[number];
    if (array.empty())
    {
        array.assign(bytes, 0xff);
    }

    return array.data();
}

/* Some come at once. */
static void send(void* to, const void* from, size_t bytes)
{
    if (order() % 2 == 0)
    {
        std::memcpy(to, from, bytes);
    }
    else
    {
        now->copies.push_back({to, from, bytes});
    }
}

static void copies_come()
{
    for (const Copy& copy : now->copies)
    {
        std::memcpy(copy.to, copy.from, copy.bytes);
    }

    now->copies.clear();
}

static void run_thread()
{
    kernel(arguments);
    copies_come();
    done++;
    leave();
}

static void begin(Thread* thread, unsigned char* stack)
{
    /* As switch_stacks leaves it: six registers, and where it returns to, so that the stack lies as after a call. */
    void** top = (void**)(stack + StackBytes);
    *--top = nullptr;
    *--top = (void*)run_thread;
    top -= 6;
    std::memset(top, 0, 6 * sizeof(void*));
    thread->stack = top;
}

static bool run_groups(std::vector<Group>& groups, int threads)
{
    size_t count = groups.size() * threads;
    std::vector<Thread> all(count);
    auto* stacks = (unsigned char*)mmap(
        nullptr, count * StackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0
    );
    if (stacks == MAP_FAILED)
    {
        fault = "no memory for stacks";
        return false;
    }

    done = 0;
    for (size_t i = 0; i < count; i++)
    {
        all[i].x = (int)(i % threads);
        all[i].group = &groups[i / threads];
        begin(&all[i], stacks + i * StackBytes);
        all[i].group->ready.push_back(&all[i]);
    }

    std::vector<Group*> awake;
    for (uint64_t turns = 0; done < count && fault.empty(); turns++)
    {
        if (turns % (count * TurnsAsleep) == 0)
        {
            for (Group& group : groups)
            {
                group.sleeps = groups.size() > 1 && order() % 2 == 0;
            }
        }

        awake.clear();
        for (int asleep = 0; asleep < 2 && awake.empty(); asleep++)
        {
            for (Group& group : groups)
            {
                if (!group.ready.empty() && (asleep || !group.sleeps))
                {
                    awake.push_back(&group);
                }
            }
        }

        if (awake.empty())
        {
            fault = "threads wait for others that never come";
        }
        else if (turns > MostTurns)
        {
            fault = "threads look for words that nobody tells";
        }
        else
        {
            auto& ready = awake[order() % awake.size()]->ready;
            size_t one = order() % ready.size();
            now = ready[one];
            ready[one] = ready.back();
            ready.pop_back();
            switch_stacks(&scheduler, now->stack);
        }
    }

    for (const Group& group : groups)
    {
        if (std::any_of(group.near.end() - FenceBytes, group.near.end(), [](unsigned char b) { return b != Fence; }) && fault.empty())
        {
            fault = "threads write behind the memory of their group";
        }
    }

    munmap(stacks, count * StackBytes);
    return fault.empty();
}

template <typename... Types, size_t... Places>
static void call(void (*function)(Types...), void* const* values, std::index_sequence<Places...>)
{
    function(*(Types*)values[Places]...);
}

template <typename... Types>
static void call(void (*function)(Types...), void* const* values)
{
    call(function, values, std::index_sequence_for<Types...>());
}
}

/* Runs a kernel over groups, all together or one after another; what went wrong, or null. */
extern "C" const char* run_kernel(
    void (*function)(void* const*),
    void* const* values,
    int across,
    int down,
    int threads,
    int near_bytes,
    int together,
    uint32_t seed
)
{
    using namespace warps;
    order.seed(seed);
    kernel = function;
    arguments = values;
    groups_across = across;
    fault.clear();
    std::vector<Group> groups;
    for (int i = 0; i < across * down; i++)
    {
        Group group;
        group.x = i % across;
        group.y = i / across;
        group.meeting.due = threads;
        group.near.assign(near_bytes + FenceBytes, Fence);
        group.warps.resize((threads + Width - 1) / Width);
        for (int w = 0; w < (int)group.warps.size(); w++)
        {
            int left = threads - w * Width;
            group.warps[w].meeting.due = left < Width ? left : Width;
        }

        groups.push_back(std::move(group));
        if (!together)
        {
            if (!run_groups(groups, threads))
            {
                return fault.c_str();
            }

            groups.clear();
        }
    }

    return groups.empty() || run_groups(groups, threads) ? nullptr : fault.c_str();
}

#define KERNEL(threads) static void
#define DEVICE static inline
#define DEVICE_CALLED static inline
#define DEVICE_BRANCHED static inline
#define CONSTANT static const
#define GLOBAL
#define LOCAL
#define LOCAL_ARRAY(type, name, length) type* name = (type*)warps::array_of_group(__COUNTER__, sizeof(type) * (length))
#define KEPT
#ifdef FAR
#define KEPT_ARRAY(name, far, length) KEPT real* name = (far) + (offset_t)GROUP_X * (length)
#else
#define KEPT_ARRAY(name, far, length) KEPT real* name = (real*)warps::now->group->near.data()
#endif
#define COPY(to, from, type) warps::send(to, from, sizeof(type))
#define UNROLL_LONG
#define UNROLL_WHOLE
#define UNROLL
#define UNROLL_FIXED
#define KEEP_ROLLED
#define SYNC warps::meet(warps::now->group->meeting, __LINE__)
#define SYNC_OR_WARP(is_warp_enough) do { if (is_warp_enough) { SYNC_ROW; } else { SYNC; } } while (0)
#define IF_GROUP(condition) if (condition)
#define LOOPS_APART
#define SYNC_ROW warps::meet(warps::warp_of(warps::now).meeting, __LINE__)
#define TOGETHER 32
#define HAS_FROM_LANE 1
#define FROM_LANE(value, bit) warps::from_lane(value, bit, __LINE__)
#define GROUP_X (warps::now->group->x)
#define GROUPS (warps::groups_across)
#define GROUP_Y (warps::now->group->y)
#define THREAD_X (warps::now->x)

typedef unsigned char byte;
typedef uint32_t byte_quad;
typedef uint32_t uint_bits;

struct byte_eight
{
    uint32_t x, y;
};

struct byte_block
{
    uint32_t x, y, z, w;
};

#define BLOCK_BYTES 16
typedef long long offset_t;
#define BYTE_VALUE(four, i) ((real)((four) >> 8 * (i) & 255))
#define ADD_BYTE_PRODUCTS(sum, a, b) add_byte_products(sum, a, b)

static inline uint_bits add_byte_products(uint_bits sum, byte_quad a, byte_quad b)
{
    for (int shift = 0; shift < 32; shift += 8)
    {
        sum += (a >> shift & 255) * (b >> shift & 255);
    }

    return sum;
}

#ifdef WIDE
typedef double real;
typedef uint64_t bits;
#define FMA(a, b, c) std::fma((double)(a), (double)(b), (double)(c))
#else
typedef float real;
typedef uint32_t bits;
#define FMA(a, b, c) std::fma((float)(a), (float)(b), (float)(c))
#endif

struct quad
{
    real x, y, z, w;
};

#define SQRT(x) std::sqrt((real)(x))
#define ABS(x) std::fabs((real)(x))
#define AS_BITS(x) cast<bits>((real)(x))
#define AS_REAL(x) cast<real>((bits)(x))

template <typename To, typename From>
static inline To cast(From from)
{
    To to;
    std::memcpy(&to, &from, sizeof(to));
    return to;
}

/* A thread that looks for a word lets others go on. */
#define TELL_ONE(place, one) (*(place) = (one))
#define TOLD_ONE(is_wanted, place, one) do { warps::pause(); if (is_wanted) { (one) = *(place); } } while (0)
#define TELL_FOUR(place, one, two, three, four) do { TELL_ONE(place, one); TELL_ONE((place) + 1, two); warps::pause(); \
    TELL_ONE((place) + 2, three); TELL_ONE((place) + 3, four); } while (0)
#define TOLD_FOUR(is_wanted, place, one, two, three, four) do { TOLD_ONE(is_wanted, place, one); \
    if (is_wanted) { (two) = (place)[1]; (three) = (place)[2]; (four) = (place)[3]; } } while (0)
#define WHERE_DIFFER(one, two, three, four, fifth) \
    (((one) ^ (fifth)) | ((two) ^ (fifth)) | ((three) ^ (fifth)) | ((four) ^ (fifth)))
#define LOAD_QUAD(place) (*(const quad*)(place))
#define STORE_QUAD(place, value) (*(quad*)(place) = (value))
#define BRING(place, source, is_there) do { if (is_there) { COPY(place, source, real); } } while (0)
#define BRING_QUAD(place, source, is_there) do { if (is_there) { COPY(place, source, quad); } } while (0)
#define BROUGHT warps::copies_come()

#include "functions/format.c"

/*
 * A row belongs to LANES threads. Lane l takes the values l, l + LANES, ...; the
 * lanes are reduced by one fixed tree: i with i + half, halving until one is left. 64 bytes of lanes, as on the CPU, so that
 * both round alike. `lanes` is local memory of the row, a value for each lane. A group may hold several rows; all its threads
 * must go the same way. With LANES 1 a thread has a row to itself, and meets nobody.
 */
#if !defined(LANES) && defined(WIDE)
#define LANES 8
#elif !defined(LANES)
#define LANES 16
#endif

/* Of an unsigned number, so that a compiler sees how few there are. */
#define LANE ((int)((uint_bits)THREAD_X % LANES))

/* Where a kernel knows that the lanes of a row need not wait for those of others, it says so. */
#ifndef SYNC_LANES
#define SYNC_LANES SYNC
#endif

/* After a loop over lanes, which not all of them enter, under a condition. A thread that has a row to itself meets nobody. */
#if LANES > 1
#define LANES_APART LOOPS_APART
#else
#define LANES_APART
#endif

/* Lanes that a CPU runs one after another meet, where they meet at all, whether their sum is wanted or not (docs/gpu.md, PoCL). */
#if HAS_FROM_LANE
#define IF_WANTED(condition) (condition)
#else
#define IF_WANTED(condition) true
#endif

/* The sum over all lanes, in every lane. All threads of the group must call it. */
DEVICE real sum_of_lanes(real value, LOCAL real* lanes)
{
#if LANES > 1 && HAS_FROM_LANE
    UNROLL_WHOLE
    for (int half = LANES / 2; half > 0; half /= 2)
    {
        value += FROM_LANE(value, half);
    }

    return value;
#elif LANES > 1
    real sums[LANES / 2];
    SYNC_LANES;
    lanes[LANE] = value;
    SYNC_LANES;
    for (int i = 0; i < LANES / 2; i++)
    {
        sums[i] = lanes[i] + lanes[i + LANES / 2];
    }

    for (int count = LANES / 4; count > 0; count /= 2)
    {
        for (int i = 0; i < count; i++)
        {
            sums[i] += sums[i + count];
        }
    }

    return sums[0];
#else
    return value;
#endif
}

/* The largest over all lanes, in every lane; NaN is passed over. All threads of the group must call it. */
DEVICE real max_of_lanes(real value, LOCAL real* lanes)
{
#if LANES > 1 && HAS_FROM_LANE
    UNROLL_WHOLE
    for (int half = LANES / 2; half > 0; half /= 2)
    {
        real other = FROM_LANE(value, half);
        value = value < other ? other : value;
    }

    return value;
#elif LANES > 1
    SYNC_LANES;
    lanes[LANE] = value;
    SYNC_LANES;
    real max = lanes[0];
    for (int i = 1; i < LANES; i++)
    {
        max = max < lanes[i] ? lanes[i] : max;
    }

    return max;
#else
    return value;
#endif
}

#include "persistent/quads.c"
#include "rows/lanes.c"

/*
 * A team is the LANES threads of a warp that share a row, or an output: how many there are, where the first of the warp is, and which
 * of the warp a thread is in. All threads of a warp go the same way through what teams do.
 */
#define TEAMS (STAY / LANES)
#define FIRST_TEAM (THREAD_X / TOGETHER * TOGETHER / LANES)
#define TEAM_OF_WARP (THREAD_X % TOGETHER / LANES)

/* The threads of all warps that so many have a part in. */
DEVICE int whole_warps(int threads)
{
    return (threads + TOGETHER - 1) / TOGETHER * TOGETHER;
}

/* Of the places i, i + apart, ... those below n, at most so many. */
DEVICE int places_of(int i, int n, int apart, int most)
{
    /* Where all of the first ones have as many, a compiler that knows n and apart shall see it. */
    int count = n > 0 && i < apart && n % apart == 0 ? n / apart : i < n ? (n - i + apart - 1) / apart : 0;
    return count < most ? count : most;
}

DEVICE quad quad_from_lane(quad value, int bit)
{
    return of_four(
        FROM_LANE(value.x, bit), FROM_LANE(value.y, bit), FROM_LANE(value.z, bit), FROM_LANE(value.w, bit)
    );
}

/*
 * Four columns are summed over a team in little more time than one, as the lanes part them among each other: each ends with
 * COLUMNS_A_LANE of the sums, of column LANE_COLUMN(n), and one of those that have the same one speaks for it.
 */
#if HAS_FROM_LANE
#define COLUMNS_A_LANE 1
#define LANE_COLUMN(n) ((LANE & LANES / 2 ? 2 : 0) + (LANE & LANES / 4 ? 1 : 0))
#define SPEAKS (LANE % (LANES / 4) == 0)
#else
#define COLUMNS_A_LANE 4
#define LANE_COLUMN(n) (n)
#define SPEAKS true
#endif

/* One of four columns, by two bits of the lane, summed over the lanes that differ in these bits alone. */
DEVICE real parted_column(quad value, int lane, int high, int low)
{
    bool is_high = (lane & high) != 0;
    bool is_odd = (lane & low) != 0;
    real even = (is_high ? value.z : value.x) + FROM_LANE(is_high ? value.x : value.z, high);
    real odd = (is_high ? value.w : value.y) + FROM_LANE(is_high ? value.y : value.w, high);
    return (is_odd ? odd : even) + FROM_LANE(is_odd ? even : odd, low);
}

/* The n-th sum of the lane. */
DEVICE real column_of_lanes(quad value, int n)
{
#if HAS_FROM_LANE
    real sum = parted_column(value, LANE, LANES / 2, LANES / 4);
    UNROLL_WHOLE
    for (int bit = LANES / 8; bit > 0; bit /= 2)
    {
        sum += FROM_LANE(sum, bit);
    }

    return sum;
#else
    return QUAD_VALUE(value, n);
#endif
}

#include "activations/activation.c"
#include "persistent/own_layer.c"
#include "persistent/words.c"

/* Blocks of weights that a thread holds while it waits for gradients, where constants show that they are all it needs. */
#define HELD_BLOCKS WHERE_FIXED(2, 1)

/*
 * Hears the gradients in z of the rows of a batch, [rows, delta_width], and makes of them those in own z, where there is an own layer: a
 * row a team, each of whose lanes takes some units as they come. Weights [width, unit_width]. What can be made before is made before.
 */
DEVICE void hear_gradients(
    Own own,
    bool makes_sources,
    int activation,
    real alpha,
    real scale,
    GLOBAL const word* told_rows,
    int row_quads,
    word mark,
    int rows,
    KEPT const real* w,
    int unit_quads,
    int unit_width,
    KEPT real* delta,
    int delta_width
)
{
    int most = places_of(0, unit_quads, LANES, AT_ONCE);
    bool holds = WHERE_FIXED(most <= HELD_BLOCKS && own.width == 4, false);
    KEEP_ROLLED
    for (int begin = FIRST_TEAM; begin < own.rows; begin += TEAMS)
    {
        int row = begin + TEAM_OF_WARP;
        bool is_row = row < rows;
        KEPT real* slopes = delta + (is_row ? row : 0) * delta_width;
        KEEP_ROLLED
        for (int column = 0; column < (makes_sources ? own.width : 4); column += 4)
        {
            int columns = makes_sources ? WHERE_FIXED(own.owned - column, 4) : 0;
            KEPT const real* by = w + column * unit_width;
            int at = row * own.width + column;
            real own_slope[COLUMNS_A_LANE];
            UNROLL_WHOLE
            for (int n = 0; n < COLUMNS_A_LANE; n++)
            {
                own_slope[n] =
                    makes_sources && is_row ? activation_slope(activation, alpha, scale, own.z[at + LANE_COLUMN(n)]) : R(0.0);
            }

            QuadBlock held[HELD_BLOCKS];
            UNROLL_WHOLE
            for (int j = 0; j < HELD_BLOCKS; j++)
            {
                int quad_at = LANE + j * LANES;
                held[j] = load_block(by + 4 * quad_at, unit_width, holds && quad_at < unit_quads ? columns : 0);
            }

            quad sum = zero_quad();
            KEEP_ROLLED
            for (int first = 0; first < unit_quads; first += LANES * AT_ONCE)
            {
                quad slope[AT_ONCE];
                int from = first + LANE;
                int count = is_row ? places_of(from, unit_quads, LANES, AT_ONCE) : 0;
                if (column == 0)
                {
                    hear_quads(told_rows, (offset_t)row * row_quads + from, LANES, most, count, mark, slope);
                }

                UNROLL_WHOLE
                for (int j = 0; j < AT_ONCE; j++)
                {
                    /* What is not there is 0 times 0, so that lanes go the same way; where there are none, it is left out. */
                    if (j < (HAS_FROM_LANE ? most : count))
                    {
                        bool is_there = j < count;
                        int unit = 4 * (from + j * LANES);
                        if (column > 0)
                        {
                            slope[j] = is_there ? LOAD_QUAD(slopes + unit) : zero_quad();
                        }
                        else if (is_there)
                        {
                            STORE_QUAD(slopes + unit, slope[j]);
                        }

                        QuadBlock weights = holds ? held[j < HELD_BLOCKS ? j : 0]
                                                  : load_block(by + unit, unit_width, is_there ? columns : 0);
                        sum = add_block(sum, slope[j], weights, columns);
                    }
                }
            }

            UNROLL_WHOLE
            for (int n = 0; makes_sources && n < COLUMNS_A_LANE; n++)
            {
                real total = column_of_lanes(sum, n);
                if (row < own.rows && SPEAKS)
                {
                    own.delta[at + LANE_COLUMN(n)] = is_row ? total * own_slope[n] : R(0.0);
                }
            }
        }
    }
}

/*
 * The gradient of weights of the split layer, sum_row sources[row, i] delta[row, unit], four i at a time. Where threads ask each other,
 * eight share two units: they take every eighth row, and each ends with the sum of one i and unit.
 */
#define SPLIT_SHARERS (HAS_FROM_LANE ? 8 : 1)
#define SPLIT_UNITS (HAS_FROM_LANE ? 2 : 1)
#define SPLIT_SUMS (HAS_FROM_LANE ? 1 : 4)

/* Tasks along the units; there are as many for each four i. */
DEVICE int unit_tasks_of(int units)
{
    return (units + SPLIT_UNITS - 1) / SPLIT_UNITS;
}

/*
 * Sources of four columns that a thread takes the gradient from, held from before the gradient has come, where constants show that they are
 * all it needs. What all threads read from shared memory at once, they wait for.
 */
#define HELD_ROWS WHERE_FIXED(HAS_FROM_LANE ? 4 : 8, 1)

typedef struct
{
    quad of[HELD_ROWS];
} HeldSources;

DEVICE bool holds_sources(int width, int rows)
{
    return WHERE_FIXED(width == 4 && rows / SPLIT_SHARERS <= HELD_ROWS, false);
}

/* Those of so many rows; 0 where there are none, or nothing is held, or the warp has no task. */
DEVICE HeldSources hold_sources(KEPT const real* sources, int width, int units, int rows)
{
    bool holds =
        holds_sources(width, rows) && THREAD_X < whole_warps(unit_tasks_of(units) * (width / 4) * SPLIT_SHARERS);
    HeldSources held;
    UNROLL_WHOLE
    for (int n = 0; n < HELD_ROWS; n++)
    {
        int row = n * SPLIT_SHARERS + THREAD_X % SPLIT_SHARERS;
        held.of[n] = holds && row < rows ? LOAD_QUAD(sources + row * width) : zero_quad();
    }

    return held;
}

/*
 * Moves the weights of the split layer that a group owns, W [width, unit_width] with the units side by side. Rows a multiple of eight.
 * State lies beside weights [owned, units].
 */
DEVICE_CALLED void move_split_weights(
    KEPT const real* sources,
    HeldSources held,
    int width,
    int owned,
    int rows,
    KEPT const real* delta,
    int delta_width,
    Rule rule,
    real rate,
    real decay,
    KEPT real* w,
    int units,
    int unit_width,
    GLOBAL real* state,
    int parameters
)
{
    int sharer = THREAD_X % SPLIT_SHARERS;
    int unit_tasks = unit_tasks_of(units);
    int tasks = unit_tasks * (width / 4);
    KEEP_ROLLED
    for (
        int of_warp = THREAD_X / TOGETHER * TOGETHER / SPLIT_SHARERS;
        of_warp < tasks;
        of_warp += STAY / SPLIT_SHARERS
    )
    {
        int task = of_warp + THREAD_X % TOGETHER / SPLIT_SHARERS;
        bool is_there = task < tasks;
        int first_unit = is_there ? SPLIT_UNITS * (task % unit_tasks) : 0;
        int column = is_there && width > 4 ? task / unit_tasks * 4 : 0;
        int columns = WHERE_FIXED(owned - column, 4);
        /* What the thread ends with: a unit, and the first i. */
        int unit = first_unit + sharer / 4;
        int first_i = column + sharer % 4;
        KEPT real* of_first = w + first_i * unit_width + unit;
        real before[SPLIT_SUMS];
        UNROLL_WHOLE
        for (int n = 0; n < SPLIT_SUMS; n++)
        {
            before[n] = is_there && unit < units ? of_first[n * unit_width] : R(0.0);
        }

        quad g[SPLIT_UNITS];
        UNROLL_WHOLE
        for (int u = 0; u < SPLIT_UNITS; u++)
        {
            g[u] = zero_quad();
        }

        UNROLL
        for (int first = 0; first < rows / SPLIT_SHARERS; first += HELD_ROWS)
        {
            UNROLL_WHOLE
            for (int n = 0; n < HELD_ROWS; n++)
            {
                int row = (first + n) * SPLIT_SHARERS + sharer;
                if (first + n < rows / SPLIT_SHARERS)
                {
                    quad of = holds_sources(width, rows) ? held.of[n] : LOAD_QUAD(sources + row * width + column);
                    UNROLL_WHOLE
                    for (int u = 0; u < SPLIT_UNITS; u++)
                    {
                        g[u] = add_product_of(g[u], delta[row * delta_width + first_unit + u], of, columns);
                    }
                }
            }
        }

#if HAS_FROM_LANE
        g[0] = sum_with_lane(g[0], g[1], (sharer & 4) != 0, 4);
        g[0].x = parted_column(g[0], sharer, 2, 1);
#endif
        UNROLL_WHOLE
        for (int n = 0; n < SPLIT_SUMS; n++)
        {
            int i = first_i + n;
            if (is_there && unit < units && i < owned)
            {
                of_first[n * unit_width] = moved_weight(
                    rule, rate, decay, before[n], QUAD_VALUE(g[0], n), state + i * units + unit, parameters
                );
            }
        }
    }
}

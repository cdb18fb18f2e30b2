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
 * Sources of four columns that a thread takes the gradient of weights from, held from before there is a gradient on, where constants
 * show that they are all it needs. What all threads read from shared memory at once, they wait for.
 */
#define HELD_ROWS WHERE_FIXED(8, 1)

typedef struct
{
    quad of[HELD_ROWS];
} HeldSources;

DEVICE bool holds_sources(int width, int rows)
{
    return WHERE_FIXED(width == 4 && rows / GRADIENT_SHARERS <= HELD_ROWS, false);
}

DEVICE HeldSources hold_sources(KEPT const real* sources, int width, int rows)
{
    bool holds = holds_sources(width, rows);
    HeldSources held;
    UNROLL_WHOLE
    for (int n = 0; n < HELD_ROWS; n++)
    {
        int row = n * GRADIENT_SHARERS + THREAD_X % GRADIENT_SHARERS;
        held.of[n] = holds && row < rows ? LOAD_QUAD(sources + row * width) : zero_quad();
    }

    return held;
}

/*
 * Moves the weights of the split layer that a group owns, W [width, unit_width] with the units side by side, by their gradients
 * sum_row sources[row, i] delta[row, unit], four i at a time. Where threads ask each other, four share a unit: they take every
 * fourth row, and each ends with the sum of one i. Rows a multiple of eight. State lies beside weights [owned, units].
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
    int sharer = THREAD_X % GRADIENT_SHARERS;
    int tasks = units * (width / 4);
    KEEP_ROLLED
    for (
        int of_warp = THREAD_X / TOGETHER * TOGETHER / GRADIENT_SHARERS;
        of_warp < tasks;
        of_warp += STAY / GRADIENT_SHARERS
    )
    {
        int task = of_warp + THREAD_X % TOGETHER / GRADIENT_SHARERS;
        bool is_there = task < tasks;
        int unit = is_there ? task % units : 0;
        int column = is_there && width > 4 ? task / units * 4 : 0;
        int columns = WHERE_FIXED(owned - column, 4);
        real before[4 / GRADIENT_SHARERS];
        UNROLL_WHOLE
        for (int n = 0; n < 4 / GRADIENT_SHARERS; n++)
        {
            before[n] = is_there ? w[(column + (GRADIENT_SHARERS > 1 ? sharer : n)) * unit_width + unit] : R(0.0);
        }

        quad g = zero_quad();
        UNROLL
        for (int first = 0; first < rows / GRADIENT_SHARERS; first += HELD_ROWS)
        {
            UNROLL_WHOLE
            for (int n = 0; n < HELD_ROWS; n++)
            {
                int row = (first + n) * GRADIENT_SHARERS + sharer;
                if (first + n < rows / GRADIENT_SHARERS)
                {
                    quad of = holds_sources(width, rows) ? held.of[n] : LOAD_QUAD(sources + row * width + column);
                    g = add_product_of(g, delta[row * delta_width + unit], of, columns);
                }
            }
        }

#if HAS_FROM_LANE
        g.x = parted_column(g, sharer, 2, 1);
#endif
        UNROLL_WHOLE
        for (int n = 0; n < 4 / GRADIENT_SHARERS; n++)
        {
            int i = column + (GRADIENT_SHARERS > 1 ? sharer : n);
            if (is_there && i < owned)
            {
                w[i * unit_width + unit] = moved_weight(
                    rule, rate, decay, before[n], QUAD_VALUE(g, n), state + i * units + unit, parameters
                );
            }
        }
    }
}

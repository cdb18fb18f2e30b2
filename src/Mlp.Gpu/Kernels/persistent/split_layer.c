#include "persistent/own_layer.c"

/*
 * Sources of four columns that a thread takes the gradient of weights from, held from before there is a gradient on: where constants show
 * that they are all it needs. What all threads read from shared memory at once, they wait for.
 */
#define HELD_ROWS WHERE_FIXED(8, 1)

typedef struct
{
    quad of[HELD_ROWS];
} HeldSources;

DEVICE bool holds_sources(int width, int rows, int units)
{
    return WHERE_FIXED(width == 4 && rows / GRADIENT_SHARERS <= HELD_ROWS && units <= STAY / GRADIENT_SHARERS, false);
}

DEVICE HeldSources hold_sources(KEPT const real* sources, int width, int rows, bool holds)
{
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
            before[n] = w[(column + (GRADIENT_SHARERS > 1 ? sharer : n)) * unit_width + unit];
        }

        quad g = zero_quad();
        UNROLL_FIXED
        for (int first = 0; first < rows / GRADIENT_SHARERS; first += HELD_ROWS)
        {
            UNROLL_WHOLE
            for (int n = 0; n < HELD_ROWS; n++)
            {
                int row = (first + n) * GRADIENT_SHARERS + sharer;
                if (first + n < rows / GRADIENT_SHARERS)
                {
                    quad of = holds_sources(width, rows, units) ? held.of[n] : LOAD_QUAD(sources + row * width + column);
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

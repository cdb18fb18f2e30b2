#include "persistent/own_layer.c"

/*
 * Moves the weights of the split layer that a group owns, W [width, unit_width] with the units side by side, by their gradients
 * sum_row sources[row, i] delta[row, unit], four i at a time. Where threads ask each other, four share a unit: they take every
 * fourth row, and each ends with the sum of one i. Rows a multiple of eight. State lies beside weights [owned, units].
 */
DEVICE_CALLED void move_split_weights(
    KEPT const real* sources,
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
        quad g = zero_quad();
        UNROLL_FIXED
        for (int n = 0; n < rows / GRADIENT_SHARERS; n++)
        {
            int row = n * GRADIENT_SHARERS + sharer;
            g = add_product(g, delta[row * delta_width + unit], LOAD_QUAD(sources + row * width + column));
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
                KEPT real* of = w + i * unit_width + unit;
                *of = moved_weight(rule, rate, decay, *of, QUAD_VALUE(g, n), state + i * units + unit, parameters);
            }
        }
    }
}

#include "kernels/product.c"
#include "updates/sgd.c"

/*
 * The gradient in W and b, x^T delta: x [rows, inputs + 1] ends in a column of ones, so that the last row of the result is the
 * gradient in b. Under plain SGD the weights move at once and no gradient is stored; else it is kept at `offset` of target.
 */
KERNEL(THREADS) weights_gradient(
    GLOBAL const real* x,
    int x_stride,
    GLOBAL const real* delta,
    int rows,
    int inputs,
    int units,
    GLOBAL real* target,
    int offset,
    int moves,
    real rate
)
{
    LOCAL_ARRAY(real, tile, PRODUCT_VALUES);
    product(
        lying_by_count(x, 0, inputs + 1, rows, x_stride),
        lying_by_count(delta, 0, units, rows, units),
        tile
    );
    KEEP_ROLLED
    for (int first = THREAD; first < TILE_ROWS * TILE_COLUMNS; first += AT_ONCE * THREADS)
    {
        real weights[AT_ONCE];
        UNROLL_WHOLE
        for (int n = 0; n < AT_ONCE; n++)
        {
            int i = first + n * THREADS;
            bool has_weight = moves && TILE_ROW(i) <= inputs && TILE_COLUMN(i) < units;
            weights[n] = has_weight ? target[offset + (offset_t)TILE_ROW(i) * units + TILE_COLUMN(i)] : R(0.0);
        }

        UNROLL_WHOLE
        for (int n = 0; n < AT_ONCE; n++)
        {
            int i = first + n * THREADS;
            if (TILE_ROW(i) <= inputs && TILE_COLUMN(i) < units)
            {
                target[offset + (offset_t)TILE_ROW(i) * units + TILE_COLUMN(i)] =
                    moves ? sgd_weight(weights[n], tile[i], rate) : tile[i];
            }
        }
    }
}

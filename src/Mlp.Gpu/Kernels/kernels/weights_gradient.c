#include "kernels/product.c"
#include "updates/sgd.c"

/*
 * The gradient in W and b, x^T delta: x [rows, inputs + 1] ends in a column of ones, so that the last row of the result is the
 * gradient in b. Each block of `block_rows` rows is summed by groups of its own. The sums of block n lie at offset + n * next of
 * target, for add_blocks; where there is but one, they are the gradient, and under plain SGD the weights there move at once.
 */
KERNEL(THREADS) weights_gradient(
    GLOBAL const real* x,
    int x_stride,
    GLOBAL const real* delta,
    int rows,
    int block_rows,
    int inputs,
    int units,
    GLOBAL real* target,
    int offset,
    int next,
    int moves,
    real rate
)
{
    LOCAL_ARRAY(real, tile, PRODUCT_VALUES);
    int tiles_down = inputs / TILE_ROWS + 1;
    int block = GROUP_Y / tiles_down;
    int down = GROUP_Y % tiles_down;
    int first_row = block * block_rows;
    int left = rows - first_row;
    int depth = left < block_rows ? left : block_rows;
    product(
        lying_by_count(x + (offset_t)first_row * x_stride, 0, inputs + 1, depth, x_stride),
        lying_by_count(delta + (offset_t)first_row * units, 0, units, depth, units),
        down,
        tile
    );
    GLOBAL real* results = target + offset + (offset_t)block * next;
    KEEP_ROLLED
    for (int first = THREAD; first < TILE_ROWS * TILE_COLUMNS; first += AT_ONCE * THREADS)
    {
        real weights[AT_ONCE];
        UNROLL_WHOLE
        for (int n = 0; n < AT_ONCE; n++)
        {
            int i = first + n * THREADS;
            bool has_weight = moves && TILE_ROW(down, i) <= inputs && TILE_COLUMN(i) < units;
            weights[n] = has_weight ? results[(offset_t)TILE_ROW(down, i) * units + TILE_COLUMN(i)] : R(0.0);
        }

        UNROLL_WHOLE
        for (int n = 0; n < AT_ONCE; n++)
        {
            int i = first + n * THREADS;
            if (TILE_ROW(down, i) <= inputs && TILE_COLUMN(i) < units)
            {
                results[(offset_t)TILE_ROW(down, i) * units + TILE_COLUMN(i)] =
                    moves ? sgd_weight(weights[n], tile[i], rate) : tile[i];
            }
        }
    }
}

#include "activations/activation.c"
#include "kernels/product.c"

/*
 * z = x W + b and y = f(z). x [rows, inputs + 1] ends in a column of ones, and b is the last row of W [inputs + 1, units], which
 * begins at `offset` of the parameters. z and y [rows, y_stride] may be one matrix, where f' needs no z. An activation that
 * works along rows comes after: then y is left alone.
 */
KERNEL(THREADS) forward(
    GLOBAL const real* x,
    int x_stride,
    GLOBAL const real* parameters,
    int offset,
    int rows,
    int inputs,
    int units,
    GLOBAL real* z,
    GLOBAL real* y,
    int y_stride,
    int activates,
    int activation,
    real alpha,
    real scale
)
{
    LOCAL_ARRAY(real, tile, PRODUCT_VALUES);
    product(
        lying_by_k(x, rows, x_stride, inputs + 1),
        lying_by_count(parameters, offset, units, inputs + 1, units),
        GROUP_Y,
        tile
    );
    KEEP_ROLLED
    for (int i = THREAD; i < TILE_ROWS * TILE_COLUMNS; i += THREADS)
    {
        int row = TILE_ROW(GROUP_Y, i);
        int column = TILE_COLUMN(i);
        if (row < rows && column < units)
        {
            offset_t at = (offset_t)row * y_stride + column;
            z[at] = tile[i];
            if (activates)
            {
                y[at] = activation_value(activation, alpha, scale, tile[i]);
            }
        }
    }
}

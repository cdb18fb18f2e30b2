#include "activations/activation.c"
#include "kernels/product.c"

/*
 * z = x W + b and y = f(z). x [rows, inputs + 1] ends in a column of ones, and b is the last row of W [inputs + 1, units], which
 * begins at `offset` of the parameters. z and y [rows, y_stride] may be one matrix, where f' needs no z. An activation that
 * works along rows comes after: then y is left alone.
 */
KERNEL_2D(SIDE, SIDE) forward(
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
    PANELS;
    Sums sums = product(
        matrix(x, x_stride, 1, rows, inputs + 1),
        matrix(parameters + offset, units, 1, inputs + 1, units),
        a_panel,
        b_panel
    );
    for (int i = 0; i < 4; i++)
    {
        int row = SUM_ROW(i);
        int column = SUM_COLUMN(i);
        if (row < rows && column < units)
        {
            offset_t at = (offset_t)row * y_stride + column;
            real sum = SUM_VALUE(sums, i);
            z[at] = sum;
            if (activates)
            {
                y[at] = activation_value(activation, alpha, scale, sum);
            }
        }
    }
}

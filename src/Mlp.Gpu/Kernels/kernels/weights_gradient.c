#include "kernels/product.c"
#include "updates/sgd.c"

/*
 * The gradient in W and b, x^T delta: x [rows, inputs + 1] ends in a column of ones, so that the last row of the result is the
 * gradient in b. Under plain SGD the weights move at once and no gradient is stored; else it is kept at `offset` of target.
 */
KERNEL_2D(SIDE, SIDE) weights_gradient(
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
    PANELS;
    Sums sums = product(
        matrix(x, 1, x_stride, inputs + 1, rows),
        matrix(delta, units, 1, rows, units),
        a_panel,
        b_panel
    );
    for (int i = 0; i < 4; i++)
    {
        int row = SUM_ROW(i);
        int column = SUM_COLUMN(i);
        if (row <= inputs && column < units)
        {
            offset_t at = offset + (offset_t)row * units + column;
            real sum = SUM_VALUE(sums, i);
            target[at] = moves ? sgd_weight(target[at], sum, rate) : sum;
        }
    }
}

#include "activations/activation.c"
#include "kernels/product.c"

/*
 * The gradient in the inputs of a layer, delta W^T, times the slope of the activation before it at z: the gradient in that
 * layer's z. delta [rows, units]; W [inputs, units] begins at `offset`; z [rows, z_stride]; result [rows, inputs]. Without
 * a slope (an activation along rows, or none before) the gradient in y.
 */
KERNEL_2D(SIDE, SIDE) inputs_gradient(
    GLOBAL const real* delta,
    GLOBAL const real* parameters,
    int offset,
    int rows,
    int inputs,
    int units,
    GLOBAL const real* z,
    int z_stride,
    int has_slope,
    int activation,
    real alpha,
    real scale,
    GLOBAL real* result
)
{
    PANELS;
    Sums sums = product(
        matrix(delta, units, 1, rows, units),
        matrix(parameters + offset, 1, units, units, inputs),
        a_panel,
        b_panel
    );
    for (int i = 0; i < 4; i++)
    {
        int row = SUM_ROW(i);
        int column = SUM_COLUMN(i);
        if (row < rows && column < inputs)
        {
            real sum = SUM_VALUE(sums, i);
            if (has_slope)
            {
                sum *= activation_slope(activation, alpha, scale, z[(offset_t)row * z_stride + column]);
            }

            result[(offset_t)row * inputs + column] = sum;
        }
    }
}

#include "activations/activation.c"
#include "kernels/product.c"

/*
 * The gradient in the inputs of a layer, delta W^T, times the slope of the activation before it at z: the gradient in that
 * layer's z. delta [rows, units]; W [inputs, units] begins at `offset`; z [rows, z_stride]; result [rows, inputs]. Without
 * a slope (an activation along rows, or none before) the gradient in y.
 */
KERNEL(THREADS) inputs_gradient(
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
    LOCAL_ARRAY(real, tile, PRODUCT_VALUES);
    product(lying_by_k(delta, rows, units, units), lying_by_k(parameters + offset, inputs, units, units), GROUP_Y, tile);
    KEEP_ROLLED
    for (int first = THREAD; first < TILE_ROWS * TILE_COLUMNS; first += AT_ONCE * THREADS)
    {
        real values[AT_ONCE];
        UNROLL_WHOLE
        for (int n = 0; n < AT_ONCE; n++)
        {
            int i = first + n * THREADS;
            bool has_value = has_slope && TILE_ROW(GROUP_Y, i) < rows && TILE_COLUMN(i) < inputs;
            values[n] = has_value ? z[(offset_t)TILE_ROW(GROUP_Y, i) * z_stride + TILE_COLUMN(i)] : R(0.0);
        }

        UNROLL_WHOLE
        for (int n = 0; n < AT_ONCE; n++)
        {
            int i = first + n * THREADS;
            if (TILE_ROW(GROUP_Y, i) < rows && TILE_COLUMN(i) < inputs)
            {
                real slope = has_slope ? activation_slope(activation, alpha, scale, values[n]) : R(1.0);
                result[(offset_t)TILE_ROW(GROUP_Y, i) * inputs + TILE_COLUMN(i)] = tile[i] * slope;
            }
        }
    }
}

#include "rows/activation_row.c"

/* Turns the gradient in y = f(x) into the gradient in x, in place: x and y [rows, stride], gradient [rows, n]. */
KERNEL(LANES) activate_backward(
    GLOBAL const real* x,
    GLOBAL const real* y,
    int stride,
    GLOBAL real* gradient,
    int n,
    int activation,
    real alpha,
    real scale
)
{
    LOCAL_ARRAY(real, lanes, LANES);
    offset_t at = (offset_t)GROUP_X * stride;
    activate_row_backward(activation, alpha, scale, x + at, y + at, gradient + (offset_t)GROUP_X * n, n, lanes);
}

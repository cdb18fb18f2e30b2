#include "rows/activation_row.c"

/* y = f(x), row by row: x and y [rows, stride], n values a row. */
KERNEL(LANES) activate(
    GLOBAL const real* x,
    GLOBAL real* y,
    int stride,
    int n,
    int activation,
    real alpha,
    real scale
)
{
    LOCAL_ARRAY(real, lanes, LANES);
    offset_t at = (offset_t)GROUP_X * stride;
    activate_row(activation, alpha, scale, x + at, y + at, n, lanes);
}

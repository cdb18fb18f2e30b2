#include "functions/format.c"

/* y = max(x, 0); slope 0 at 0. NaN stays NaN. */
DEVICE real relu_value(real x)
{
    return x <= R(0.0) ? R(0.0) : x;
}

DEVICE real relu_slope(real x)
{
    return x <= R(0.0) ? R(0.0) : R(1.0);
}

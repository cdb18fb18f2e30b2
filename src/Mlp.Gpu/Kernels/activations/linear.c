#include "functions/format.c"

/* y = x. */
DEVICE real linear_value(real x)
{
    return x;
}

DEVICE real linear_slope(real x)
{
    return R(1.0);
}

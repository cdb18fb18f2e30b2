#include "functions/format.c"

/* l = (p - t)^2; slope 2 (p - t). */
DEVICE real squared_error_value(real p, real t)
{
    return (p - t) * (p - t);
}

DEVICE real squared_error_slope(real p, real t)
{
    return R(2.0) * (p - t);
}

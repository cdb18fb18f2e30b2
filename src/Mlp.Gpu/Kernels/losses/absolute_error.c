#include "functions/format.c"

/* l = |p - t|; slope the sign of p - t, 0 at 0. */
DEVICE real absolute_error_value(real p, real t)
{
    return ABS(p - t);
}

DEVICE real absolute_error_slope(real p, real t)
{
    real difference = p - t;
    return R(0.0) < difference ? R(1.0) : difference < R(0.0) ? R(-1.0) : difference;
}

#include "functions/format.c"

/* y = x for x > 0, else slope*x. */
DEVICE real leaky_relu_value(real x, real slope)
{
    return R(0.0) < x ? x : x * slope;
}

DEVICE real leaky_relu_slope(real x, real slope)
{
    return R(0.0) < x ? R(1.0) : slope;
}

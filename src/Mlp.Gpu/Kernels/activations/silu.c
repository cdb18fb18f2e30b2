#include "functions/logistic.c"

/* y = x s(x), s(x) = 1 / (1 + e^-x); slope s(x) + x s'(x). */
DEVICE real silu_value(real x)
{
    return x * logistic(x);
}

DEVICE real silu_slope(real x)
{
    real slope = logistic_slope(x);
    return logistic(x) + (slope <= R(0.0) ? R(0.0) : x * slope);
}

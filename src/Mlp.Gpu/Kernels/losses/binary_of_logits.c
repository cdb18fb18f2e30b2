#include "activations/softplus.c"

/* l = max(x, 0) - x t + ln(1 + e^-|x|); slope 1 / (1 + e^-x) - t. */
DEVICE real binary_of_logits_value(real x, real t)
{
    return FMA(-x, t, x < R(0.0) ? R(0.0) : x) + logarithm_of_one_plus(exponential(-ABS(x)));
}

DEVICE real binary_of_logits_slope(real x, real t)
{
    return logistic(x) - t;
}

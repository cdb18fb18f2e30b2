#include "functions/exponential.c"

/* y = scale * (x for x > 0, else alpha*(e^x - 1)): elu with scale 1, and selu. */
DEVICE real elu_value(real x, real alpha, real scale)
{
    real below = alpha * pair_value(exponential_minus_one(R(0.0) < x ? R(0.0) : x));
    /* Asked this way round, -0 and NaN stay themselves. */
    return scale * (x < R(0.0) ? below : x);
}

DEVICE real elu_slope(real x, real alpha, real scale)
{
    real below = alpha * exponential(R(0.0) < x ? R(0.0) : x);
    return scale * (R(0.0) < x ? R(1.0) : below);
}

#include "functions/normal_distribution.c"

/* y = x Phi(x), Phi the standard normal distribution; slope Phi(x) + x phi(x). */
DEVICE real gelu_value(real x)
{
    real density;
    return x * normal_share(x, &density);
}

DEVICE real gelu_slope(real x)
{
    real density;
    real share = normal_share(x, &density);

    /* Beyond the limit the density is 0; an infinite x would make 0 * inf of it. */
    return FMA(R(1e3) < ABS(x) ? R(1e3) : x, density, share);
}

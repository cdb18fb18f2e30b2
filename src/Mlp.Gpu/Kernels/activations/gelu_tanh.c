#include "functions/logistic.c"

/* y = x/2 * (1 + tanh(u)) = x s(2u), u = sqrt(2/pi) * (x + 0.044715 x^3), s the logistic function. */
#define TWICE_SQRT_2_BY_PI R(1.5957691216057307118)

DEVICE real gelu_tanh_twice_u(real x)
{
    return TWICE_SQRT_2_BY_PI * x * FMA(x * x, R(0.044715), R(1.0));
}

DEVICE real gelu_tanh_value(real x)
{
    return x * logistic(gelu_tanh_twice_u(x));
}

DEVICE real gelu_tanh_slope(real x)
{
    real twice_u = gelu_tanh_twice_u(x);
    real inner = TWICE_SQRT_2_BY_PI * FMA(x * x, R(0.134145), R(1.0));

    /* Far out the slope of s is 0 and x * inner may overflow. */
    real slope = logistic_slope(twice_u);
    real change = slope <= R(0.0) ? R(0.0) : x * inner * slope;
    return logistic(twice_u) + change;
}

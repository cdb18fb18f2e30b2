#include "functions/logarithm.c"
#include "functions/logistic.c"

/* y = ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|); slope 1 / (1 + e^-x). */
DEVICE real softplus_value(real x)
{
    return (x < R(0.0) ? R(0.0) : x) + logarithm_of_one_plus(exponential(-ABS(x)));
}

DEVICE real softplus_slope(real x)
{
    return logistic(x);
}

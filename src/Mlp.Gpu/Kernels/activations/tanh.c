#include "functions/logistic.c"

/* y = tanh x = (1 - e^-2|x|) / (1 + e^-2|x|) with the sign of x; slope 1 - y^2 = 4 s'(2x), s the logistic function. */
DEVICE real tanh_value(real x)
{
    Pair e = exponential_minus_one(R(-2.0) * ABS(x));
    Pair above;
    above.high = -e.high;
    above.low = -e.low;
    Pair below = pair_sum(R(2.0), e.high, e.low);
    real y = pair_value(pair_product(above, pair_inverse(below)));
    return AS_REAL(AS_BITS(y) | (AS_BITS(x) & SIGN_BIT));
}

DEVICE real tanh_slope(real x)
{
    return R(4.0) * logistic_slope(x + x);
}

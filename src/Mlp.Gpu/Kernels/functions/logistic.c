#include "functions/exponential.c"

/* s(x) = 1 / (1 + e^-x), and s' = s(x) s(-x). From e^-|x|, so that nothing cancels or overflows, and in pairs. */

/* s(|x|) = 1 / (1 + e), e = e^-|x|. */
DEVICE Pair logistic_above(Pair e)
{
    return pair_inverse(pair_sum(R(1.0), e.high, e.low));
}

/* s(x). */
DEVICE real logistic(real x)
{
    Pair e = exponential_of_negative(-ABS(x));
    Pair above = logistic_above(e);
    return pair_value(x < R(0.0) ? pair_product(e, above) : above);
}

/* s'(x). */
DEVICE real logistic_slope(real x)
{
    Pair e = exponential_of_negative(-ABS(x));
    Pair above = logistic_above(e);
    return pair_value(pair_product(above, pair_product(e, above)));
}

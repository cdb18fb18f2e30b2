#include "functions/format.c"

/* m += (g - m)(1 - b1), v += (g^2 - v)(1 - b2), w -= a m / (sqrt(v) + eps), a = lr sqrt(1 - b2^t) / (1 - b1^t). */
DEVICE real adam_weight(
    real w,
    real g,
    real a,
    real one_minus_b1,
    real one_minus_b2,
    real epsilon,
    GLOBAL real* first,
    GLOBAL real* second
)
{
    real m = FMA(g - *first, one_minus_b1, *first);
    real v = FMA(FMA(g, g, -*second), one_minus_b2, *second);
    *first = m;
    *second = v;
    return w - a * m / (SQRT(v) + epsilon);
}

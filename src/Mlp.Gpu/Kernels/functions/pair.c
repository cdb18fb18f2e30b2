#include "functions/format.c"

/* The unevaluated sum high + low, low being what rounding took from high: about twice the digits. */
typedef struct
{
    real high;
    real low;
} Pair;

DEVICE real pair_value(Pair a)
{
    return a.high + a.low;
}

/* a + b + low, for |a| >= |b| or a = 0, and low far below both. */
DEVICE Pair pair_sum(real a, real b, real low)
{
    Pair sum;
    sum.high = a + b;
    sum.low = b - (sum.high - a) + low;
    return sum;
}

/* 1 / a. */
DEVICE Pair pair_inverse(Pair a)
{
    Pair inverse;
    inverse.high = R(1.0) / a.high;
    inverse.low = inverse.high * (FMA(-inverse.high, a.high, R(1.0)) - inverse.high * a.low);
    return inverse;
}

DEVICE Pair pair_product(Pair a, Pair b)
{
    Pair product;
    product.high = a.high * b.high;
    product.low = FMA(a.high, b.low, FMA(a.low, b.high, FMA(a.high, b.high, -product.high)));
    return product;
}

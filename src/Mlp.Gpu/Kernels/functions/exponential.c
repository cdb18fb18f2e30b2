#include "functions/pair.c"

/*
 * e^x = 2^n * (1 + r + r^2 q(r)), n = round(x / ln 2), r = x - n ln 2, q a polynomial fitted to (e^r - 1 - r) / r^2 on
 * |r| <= ln 2 / 2. r and the sum are kept as pairs. The same polynomial, in the same order, as on the CPU.
 */

/* (e^r - 1 - r) / r^2; the error is below 2e-9 for floats, 2e-18 for doubles. */
DEVICE real exponential_quotient(real r)
{
#ifdef WIDE
    real q = 2.091544229778011521616e-9;
    q = FMA(q, r, 2.51062747335732946873e-8);
    q = FMA(q, r, 2.755727181021979956947e-7);
    q = FMA(q, r, 0.000002755725283351690974813);
    q = FMA(q, r, 0.00002480158732700718673102);
    q = FMA(q, r, 0.0001984126987686435492947);
    q = FMA(q, r, 0.001388888888888332667437);
    q = FMA(q, r, 0.008333333333325544699563);
    q = FMA(q, r, 0.04166666666666667007438);
    q = FMA(q, r, 0.1666666666666667143842);
    return FMA(q, r, 0.5);
#else
    real q = 0.0001989198131397769021152f;
    q = FMA(q, r, 0.001393454192827026447731f);
    q = FMA(q, r, 0.008333310024225292429934f);
    q = FMA(q, r, 0.04166645680967787603388f);
    q = FMA(q, r, 0.1666666668253435607134f);
    return FMA(q, r, 0.5000000014286223417152f);
#endif
}

/* e^r - 1, and n. NaN stays NaN. */
DEVICE Pair exponential_fraction(real x, real* n)
{
    *n = round_to_integer(x * R(1.4426950408889634));
    real exact = FMA(-*n, LN2_HIGH, x);
    real rest = *n * LN2_LOW;
    real r = exact - rest;
    real tail = exact - r - rest;
    return pair_sum(r, FMA(r * r, exponential_quotient(r), tail), R(0.0));
}

DEVICE real exponential_clamp(real x, real limit)
{
    x = x < -limit ? -limit : x;
    return limit < x ? limit : x;
}

/* Beyond these e^x is 0 or infinite, or nothing beside 1. */
#ifdef WIDE
#define EXPONENTIAL_LIMIT 800.0
#define NOTHING_BESIDE_ONE 600.0
#else
#define EXPONENTIAL_LIMIT 110.0f
#define NOTHING_BESIDE_ONE 60.0f
#endif

/* e^x. */
DEVICE real exponential(real x)
{
    real n;
    Pair fraction = exponential_fraction(exponential_clamp(x, EXPONENTIAL_LIMIT), &n);
    return scale_by_power(pair_value(pair_sum(R(1.0), fraction.high, fraction.low)), n);
}

/* e^x as a pair, for x <= 0. */
DEVICE Pair exponential_of_negative(real x)
{
    real n;
    Pair fraction = exponential_fraction(exponential_clamp(x, EXPONENTIAL_LIMIT), &n);
    Pair sum = pair_sum(R(1.0), fraction.high, fraction.low);
    real high = pair_value(sum);
    real low = sum.low - (high - sum.high);
    Pair scaled;
    scaled.high = scale_by_power(high, n);
    scaled.low = scale_by_power(low, n);
    return scaled;
}

/* e^x - 1 as a pair, for x <= 0: (2^n - 1) + 2^n (e^r - 1), so that nothing cancels. */
DEVICE Pair exponential_minus_one(real x)
{
    real n;
    Pair fraction = exponential_fraction(exponential_clamp(x, NOTHING_BESIDE_ONE), &n);
    real power = power_of_two(n);
    real whole = power - R(1.0);
    return pair_sum(
        whole,
        power * fraction.high,
        FMA(power, fraction.low, power - (whole + R(1.0)))
    );
}

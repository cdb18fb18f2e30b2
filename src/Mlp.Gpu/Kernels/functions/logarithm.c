#include "functions/format.c"

/*
 * ln x = k ln 2 + ln(1 + f), x = 2^k (1 + f), 1 + f between sqrt(1/2) and sqrt(2); with s = f / (2 + f),
 * ln(1 + f) = f - (f^2/2 - s (f^2/2 + s^2 p(s^2))), p fitted. Source: the decomposition of fdlibm's e_log.c.
 */

/* (ln((1 + s) / (1 - s)) / s - 2) / z, z = s^2; the error is below 2e-9 for floats, 3e-18 for doubles. */
DEVICE real logarithm_series(real z)
{
#ifdef WIDE
    real p = 0.1311483486959749849532;
    p = FMA(p, z, 0.1326604881220300222711);
    p = FMA(p, z, 0.1538634244964514425004);
    p = FMA(p, z, 0.1818179373211175406986);
    p = FMA(p, z, 0.2222222240975011408625);
    p = FMA(p, z, 0.2857142857072324927351);
    p = FMA(p, z, 0.4000000000000100956902);
    return FMA(p, z, 0.6666666666666666642979);
#else
    real p = 0.2335342760365118507879f;
    p = FMA(p, z, 0.2854996859130846944213f);
    p = FMA(p, z, 0.4000012942695625860524f);
    return FMA(p, z, 0.6666666654512713223283f);
#endif
}

/* k, and the mantissa between sqrt(1/2) and sqrt(2), of a normal positive x. */
DEVICE real logarithm_split(real x, real* k)
{
    /* Taking the bits of sqrt(1/2) away leaves k in the exponent, here with the bias added, and the rest in the fraction. */
    bits offset = AS_BITS(R(0.70710678118654752440)) - (AS_BITS(ROUNDER + EXPONENT_BIAS) << FRACTION_BITS);
    bits exponent = (AS_BITS(x) - offset) >> FRACTION_BITS;
    *k = AS_REAL(exponent | AS_BITS(TWO_TO_FRACTION_BITS)) - (TWO_TO_FRACTION_BITS + EXPONENT_BIAS);
    return AS_REAL(AS_BITS(x) - (AS_BITS(*k + ROUNDER) << FRACTION_BITS));
}

DEVICE real logarithm_sum(real k, real f, real lost)
{
    real s = f / (R(2.0) + f);
    real z = s * s;
    real halved = f * f * R(0.5);
    real low = FMA(s, FMA(z, logarithm_series(z), halved), FMA(k, LN2_LOW, lost));
    return FMA(k, LN2_HIGH, f - (halved - low));
}

/* ln 0 = -inf, ln inf = inf, NaN below 0 and for NaN. */
DEVICE real logarithm_limits(real x, real value)
{
    value = x <= R(0.0) ? -INFINITE : value;
    value = x < R(0.0) ? NOT_A_NUMBER : value;
    return x < INFINITE ? value : x;
}

#ifdef WIDE
#define SUBNORMAL_SHIFT 54.0
#define SUBNORMAL_FACTOR 18014398509481984.0
#else
#define SUBNORMAL_SHIFT 25.0f
#define SUBNORMAL_FACTOR 33554432.0f
#endif

/* ln x. */
DEVICE real logarithm(real x)
{
    /* A subnormal is first made normal. */
    bool small = x < SMALLEST_NORMAL;
    real k;
    real mantissa = logarithm_split(small ? x * SUBNORMAL_FACTOR : x, &k);
    k = small ? k - SUBNORMAL_SHIFT : k;
    return logarithm_limits(x, logarithm_sum(k, mantissa - R(1.0), R(0.0)));
}

/* ln(1 + x), accurate for small x too. */
DEVICE real logarithm_of_one_plus(real x)
{
    real u = R(1.0) + x;
    real k;
    real mantissa = logarithm_split(u, &k);
    bool near = k == R(0.0);

    /* What rounding took from 1 + x, relative to it. */
    real lost = (R(1.0) < x ? R(1.0) - (u - x) : x - (u - R(1.0))) / u;
    real value = logarithm_sum(k, near ? x : mantissa - R(1.0), near ? R(0.0) : lost);
    return logarithm_limits(u, value);
}

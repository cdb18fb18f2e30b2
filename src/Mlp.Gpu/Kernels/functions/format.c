/* How the type lays out its bits, and arithmetic on exponents. */

/* A constant, rounded to the type. */
#ifdef WIDE
#define R(x) x
#define FRACTION_BITS 52
#define EXPONENT_BIAS 1023
#define SMALLEST_NORMAL 2.2250738585072014e-308
/* 1.5 * 2^FRACTION_BITS: added to a value, it leaves the value rounded to an integer in the lowest bits. */
#define ROUNDER 6755399441055744.0
#define TWO_TO_FRACTION_BITS 4503599627370496.0
#define INFINITE AS_REAL(0x7ff0000000000000UL)
#define NOT_A_NUMBER AS_REAL(0x7ff8000000000000UL)
#define SIGN_BIT 0x8000000000000000UL
#else
#define R(x) x##f
#define FRACTION_BITS 23
#define EXPONENT_BIAS 127
#define SMALLEST_NORMAL 1.17549435e-38f
#define ROUNDER 12582912.0f
#define TWO_TO_FRACTION_BITS 8388608.0f
#define INFINITE AS_REAL(0x7f800000U)
#define NOT_A_NUMBER AS_REAL(0x7fc00000U)
#define SIGN_BIT 0x80000000U
#endif

/* ln 2 in two parts, the first so short that a whole number times it is exact. */
#ifdef WIDE
#define LN2_HIGH 0.6931471805596629565116018
#define LN2_LOW 2.823529056303157712e-13
#else
#define LN2_HIGH 0.693145751953125f
#define LN2_LOW 1.428606820309417232e-6f
#endif

/* x rounded to the nearest integer, for |x| well below 2^FRACTION_BITS. */
DEVICE real round_to_integer(real x)
{
    return x + ROUNDER - ROUNDER;
}

/* 2^n for integers n of normal results. */
DEVICE real power_of_two(real n)
{
    return AS_REAL(AS_BITS(n + (ROUNDER + EXPONENT_BIAS)) << FRACTION_BITS);
}

/* x * 2^n, also where 2^n overflows or the result is subnormal: in two steps, so that only the last one rounds. */
DEVICE real scale_by_power(real x, real n)
{
    real halved = round_to_integer(n * R(0.5));
    return x * power_of_two(halved) * power_of_two(n - halved);
}

DEVICE bool is_nan(real x)
{
    return x != x;
}

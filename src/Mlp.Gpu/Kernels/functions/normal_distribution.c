#include "functions/exponential.c"

/*
 * The standard normal distribution: Phi(x) = (1 + erf(x / sqrt 2)) / 2 and its density phi(x) = e^(-x^2/2) / sqrt(2 pi).
 * Phi(-x) = 1/2 - x p(x^2) for 0 <= x < 1, and e^(-x^2/2) c(t) / (x + 4), t = (x - 4) / (x + 4), beyond: p a polynomial
 * and c a Chebyshev series, fitted.
 */

#ifdef WIDE
#define NORMAL_TERMS 28
#else
#define NORMAL_TERMS 12
#endif

CONSTANT real normal_coefficients[NORMAL_TERMS] = {
    R(0.970451204566076544846),
    R(-0.7517088168395705313945),
    R(0.2221935556752510340199),
    R(-0.04851775326044608611863),
    R(0.006925920496242480392403),
    R(-0.000320598474398149953509),
    R(-0.0001005473916321067839341),
    R(0.00001890336901970696361197),
    R(0.000001010356885474631055076),
    R(-6.145334749397823906367e-7),
    R(-3.381020120069175640812e-9),
    R(2.068650806174283407774e-8),
#ifdef WIDE
    -1.128260363246950639491e-10,
    -7.77401522838869426052e-10,
    -9.941424191404707483947e-12,
    3.174482949858302784082e-11,
    1.842480684470494022151e-12,
    -1.31286164667109654062e-12,
    -1.741536265265481357428e-13,
    4.907274031704424103819e-14,
    1.293138432616557620831e-14,
    -1.218066352172634133174e-15,
    -8.052147372620933008418e-16,
    -2.860494144261621139596e-17,
    4.057064424335354146447e-17,
    7.006400772814595874962e-18,
    -1.33967540301603580354e-18,
    -6.09575490965912148902e-19,
#endif
};

/* p(z); the error is below 3e-10 for floats, 1e-19 for doubles. */
DEVICE real normal_near(real z)
{
#ifdef WIDE
    real p = 4.0743269774266274828e-12;
    p = FMA(p, z, -1.1064328282755891011e-10);
    p = FMA(p, z, 2.2704137585676000095e-9);
    p = FMA(p, z, -4.1224107514160813645e-8);
    p = FMA(p, z, 6.6596798796552313128e-7);
    p = FMA(p, z, -9.44465579310384581e-6);
    p = FMA(p, z, 0.00011543468751655941591);
    p = FMA(p, z, -0.0011873282154680343813);
    p = FMA(p, z, 0.0099735570100350220035);
    p = FMA(p, z, -0.066490380066905426466);
    return FMA(p, z, 0.39894228040143267786);
#else
    real p = -7.6605381713820898877e-6f;
    p = FMA(p, z, 0.00011350229619286141203f);
    p = FMA(p, z, -0.0011863439888019887418f);
    p = FMA(p, z, 0.0099733284812561706088f);
    p = FMA(p, z, -0.066490360567186900524f);
    return FMA(p, z, 0.39894228013084061684f);
#endif
}

/* Clenshaw's sum of the Chebyshev series; the error is below 1e-9 for floats, 3e-18 for doubles. */
DEVICE real normal_series(real t)
{
    real twice = t + t;
    real last = R(0.0);
    real next = R(0.0);
    for (int i = NORMAL_TERMS - 1; i > 0; i--)
    {
        real sum = FMA(twice, last, normal_coefficients[i] - next);
        next = last;
        last = sum;
    }

    return FMA(t, last, normal_coefficients[0] - next);
}

/* Phi(-|x|), and with it phi(x). */
DEVICE real normal_tail(real x, real* density)
{
    /* Beyond 40 both are 0. */
    real a = ABS(x);
    a = R(40.0) < a ? R(40.0) : a;

    /* The square as a pair: an error in it would come out of the exponential magnified. */
    real halved = a * R(0.5);
    real square = halved * a;
    real lost = FMA(halved, a, -square);
    real e = exponential(-square);
    e -= e * lost;
    *density = e * R(0.3989422804014326779399461);
    real sum = a + R(4.0);
    return a < R(1.0) ? FMA(-a, normal_near(a * a), R(0.5)) : e * (normal_series((a - R(4.0)) / sum) / sum);
}

/* Phi(x), and with it phi(x). */
DEVICE real normal_share(real x, real* density)
{
    real tail = normal_tail(x, density);
    return x < R(0.0) ? tail : R(1.0) - tail;
}

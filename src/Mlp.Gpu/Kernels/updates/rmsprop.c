#include "functions/format.c"

/*
 * v = r v + (1 - r) g^2, s = lr g / sqrt(v + eps), w -= s; with momentum u = m u + s and w -= u; centered,
 * a = r a + (1 - r) g and v - a^2 for v under the root.
 */
DEVICE real rmsprop_weight(
    real w,
    real g,
    real rate,
    real keep,
    real take,
    real momentum,
    real epsilon,
    int centered,
    GLOBAL real* square,
    GLOBAL real* average,
    GLOBAL real* velocity
)
{
    real v = FMA(keep, *square, take * (g * g));
    real under = v;
    *square = v;
    if (centered)
    {
        real a = FMA(keep, *average, take * g);
        *average = a;
        under = FMA(-a, a, v);
    }

    real step = rate * g / SQRT(under + epsilon);
    if (momentum == R(0.0))
    {
        return w - step;
    }

    real u = FMA(momentum, *velocity, step);
    *velocity = u;
    return w - u;
}

#include "functions/format.c"

/* v = m v - lr g and w += v; with Nesterov w += m v - lr g, v the new one. */
DEVICE real momentum_weight(real w, real g, real rate, real momentum, int nesterov, GLOBAL real* velocity)
{
    real step = rate * g;
    real v = FMA(momentum, *velocity, -step);
    *velocity = v;
    return nesterov ? w + (momentum * v - step) : w + v;
}

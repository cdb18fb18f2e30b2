#include "functions/format.c"

/* w -= lr g. */
DEVICE real sgd_weight(real w, real g, real rate)
{
    return FMA(-rate, g, w);
}

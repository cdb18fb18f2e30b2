#include "functions/format.c"

/* Label smoothing: t (1 - s) + s / classes. keep is 1 - s, share is s / classes; the label itself for share 0. */
DEVICE real smooth_label(real t, real keep, real share)
{
    return share == R(0.0) ? t : FMA(t, keep, share);
}

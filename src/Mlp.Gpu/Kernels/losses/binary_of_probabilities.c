#include "functions/logarithm.c"
#include "losses/clip.c"

/* l = -(t ln c + (1 - t) ln(1 - c)), c = clip(p); slope (c - t) / (c (1 - c)) inside the clip, 0 outside. */
DEVICE real binary_of_probabilities_value(real p, real t)
{
    real c = clip_value(p);
    return -FMA(t, logarithm(c), (R(1.0) - t) * logarithm_of_one_plus(-c));
}

DEVICE real binary_of_probabilities_slope(real p, real t)
{
    real c = clip_value(p);
    return clip_pass(p, (c - t) / (c * (R(1.0) - c)));
}

#include "functions/format.c"

/* c(p) = p held to [1e-7, 1 - 1e-7], in the type's own rounding of both; its slope is 1 there, at the bounds too, and 0 outside. */
#define LEAST_PROBABILITY R(1e-7)
#define MOST_PROBABILITY R(0.9999999)

/* c(p). NaN stays NaN. */
DEVICE real clip_value(real p)
{
    p = p < LEAST_PROBABILITY ? LEAST_PROBABILITY : p;
    return MOST_PROBABILITY < p ? MOST_PROBABILITY : p;
}

/* slope where c'(p) is 1, 0 where it is 0. */
DEVICE real clip_pass(real p, real slope)
{
    return p < LEAST_PROBABILITY || MOST_PROBABILITY < p ? R(0.0) : slope;
}

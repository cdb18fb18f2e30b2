#include "updates/adam.c"
#include "updates/momentum.c"
#include "updates/rmsprop.c"
#include "updates/sgd.c"

/* Numbers as in UpdateKind. */
#define SGD 0
#define MOMENTUM 1
#define ADAM 2
#define RMSPROP 3

/* Numbers as in Clipping. */
#define CLIP_NONE 0
#define CLIP_VALUE 1
#define CLIP_NORM 2
#define CLIP_GLOBAL_NORM 3

/* limit / max(norm, limit) of blocks of squares; NaN for a norm of all variables that is not finite. */
DEVICE real norm_scale(int clipping, real limit, GLOBAL const real* sums, int first, int blocks)
{
    real sum = R(0.0);
    for (int i = 0; i < blocks; i++)
    {
        sum += sums[first + i];
    }

    real norm = SQRT(sum);
    if (is_nan(norm) || (clipping == CLIP_GLOBAL_NORM && norm == INFINITE))
    {
        return NOT_A_NUMBER;
    }

    return limit / (norm < limit ? limit : norm);
}

/*
 * Moves weights by their gradients: clips, decays, then applies the rule. Up to three values of state lie beside each
 * weight, in thirds of `state`; a to d are the numbers of the rule.
 */
KERNEL(256) update(
    GLOBAL real* weights,
    GLOBAL const real* gradients,
    GLOBAL real* state,
    int parameters,
    int offset,
    int length,
    int clipping,
    real limit,
    GLOBAL const real* sums,
    int first_block,
    int blocks,
    int decays,
    real decay,
    int rule,
    int variant,
    real rate,
    real a,
    real b,
    real c,
    real d
)
{
    int i = GROUP_X * 256 + THREAD_X;
    if (i < length)
    {
        int at = offset + i;
        real g = gradients[at];
        real w = weights[at];
        if (clipping == CLIP_NORM || clipping == CLIP_GLOBAL_NORM)
        {
            g *= norm_scale(clipping, limit, sums, first_block, blocks);
        }

        if (clipping == CLIP_VALUE)
        {
            g = g < -limit ? -limit : g;
            g = limit < g ? limit : g;
        }

        w = decays ? FMA(decay, w, w) : w;
        GLOBAL real* first = state + at;
        GLOBAL real* second = first + parameters;
        GLOBAL real* third = second + parameters;
        switch (rule)
        {
            case MOMENTUM:
                w = momentum_weight(w, g, rate, a, variant, first);
                break;
            case ADAM:
                w = adam_weight(w, g, rate, a, b, c, first, second);
                break;
            case RMSPROP:
                w = rmsprop_weight(w, g, rate, a, b, c, d, variant, first, second, third);
                break;
            default:
                w = sgd_weight(w, g, rate);
                break;
        }

        weights[at] = w;
    }
}

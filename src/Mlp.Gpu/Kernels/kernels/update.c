#include "updates/rule.c"

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

/* Moves weights by their gradients, scaled by a norm where that is how they are clipped. */
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
    int kind,
    int variant,
    real rate,
    real a,
    real b,
    real c,
    real d
)
{
    LOCAL_ARRAY(real, scale, 1);
    bool has_norm = clipping == CLIP_NORM || clipping == CLIP_GLOBAL_NORM;

    /* Once a group: of many weights there are many blocks. */
    if (has_norm && THREAD_X == 0)
    {
        scale[0] = norm_scale(clipping, limit, sums, first_block, blocks);
    }

    SYNC;
    int i = GROUP_X * 256 + THREAD_X;
    if (i < length)
    {
        int at = offset + i;
        real g = gradients[at];
        if (has_norm)
        {
            g *= scale[0];
        }

        Rule rule = rule_of(kind, variant, clipping, limit, decays, a, b, c, d);
        weights[at] = moved_weight(rule, rate, decay, weights[at], g, state + at, parameters);
    }
}

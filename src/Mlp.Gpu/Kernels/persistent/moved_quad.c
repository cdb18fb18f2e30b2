#include "persistent/quads.c"
#include "updates/rule.c"

/* The first `count` weights of a quad after their gradients; their states lie `apart` from each other. */
DEVICE quad moved_quad(
    Rule rule,
    real rate,
    real decay,
    quad w,
    quad g,
    int count,
    GLOBAL real* state,
    int apart,
    int parameters
)
{
    if (count > 0)
    {
        w.x = moved_weight(rule, rate, decay, w.x, g.x, state, parameters);
    }

    if (count > 1)
    {
        w.y = moved_weight(rule, rate, decay, w.y, g.y, state + apart, parameters);
    }

    if (count > 2)
    {
        w.z = moved_weight(rule, rate, decay, w.z, g.z, state + 2 * apart, parameters);
    }

    if (count > 3)
    {
        w.w = moved_weight(rule, rate, decay, w.w, g.w, state + 3 * apart, parameters);
    }

    return w;
}

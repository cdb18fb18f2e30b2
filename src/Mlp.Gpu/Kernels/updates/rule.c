#include "updates/adam.c"
#include "updates/momentum.c"
#include "updates/rmsprop.c"
#include "updates/sgd.c"

/* Numbers as in UpdateRule. */
#define SGD 0
#define MOMENTUM 1
#define ADAM 2
#define RMSPROP 3

/* Numbers as in Clipping. */
#define CLIP_NONE 0
#define CLIP_VALUE 1
#define CLIP_NORM 2
#define CLIP_GLOBAL_NORM 3

/* How gradients move weights, all but the rate; a to d are the numbers of the rule. */
typedef struct
{
    int kind;
    int variant;
    int clipping;
    real limit;
    int decays;
    real a;
    real b;
    real c;
    real d;
} Rule;

DEVICE Rule rule_of(int kind, int variant, int clipping, real limit, int decays, real a, real b, real c, real d)
{
    Rule rule;
    rule.kind = kind;
    rule.variant = variant;
    rule.clipping = clipping;
    rule.limit = limit;
    rule.decays = decays;
    rule.a = a;
    rule.b = b;
    rule.c = c;
    rule.d = d;
    return rule;
}

/*
 * The weight w after its gradient g: clipped to a value, decayed (decay is -lr times the share), then the rule. Up to three
 * values of state lie beside each weight, in thirds of `parameters` values; state points at the first.
 */
DEVICE_BRANCHED real moved_weight(Rule rule, real rate, real decay, real w, real g, GLOBAL real* state, int parameters)
{
    GLOBAL real* second = state + parameters;
    GLOBAL real* third = second + parameters;
    if (rule.clipping == CLIP_VALUE)
    {
        g = g < -rule.limit ? -rule.limit : g;
        g = rule.limit < g ? rule.limit : g;
    }

    w = rule.decays ? FMA(decay, w, w) : w;
    switch (rule.kind)
    {
        case MOMENTUM:
            return momentum_weight(w, g, rate, rule.a, rule.variant, state);
        case ADAM:
            return adam_weight(w, g, rate, rule.a, rule.b, rule.c, state, second);
        case RMSPROP:
            return rmsprop_weight(
                w, g, rate, rule.a, rule.b, rule.c, rule.d, rule.variant, state, second, third
            );
        default:
            return sgd_weight(w, g, rate);
    }
}

#include "losses/loss_row.c"
#include "metrics/metric_row.c"
#include "rows/activation_row.c"

/* What is to be watched: kind and places of each metric, and its threshold. */
typedef struct
{
    int count;
    GLOBAL const int* kinds;
    GLOBAL const real* thresholds;
} Metrics;

DEVICE Metrics metrics_of(int count, GLOBAL const int* kinds, GLOBAL const real* thresholds)
{
    Metrics metrics;
    metrics.count = count;
    metrics.kinds = kinds;
    metrics.thresholds = thresholds;
    return metrics;
}

/* The last activation, and whether the loss takes its inputs in place of its outputs. */
typedef struct
{
    int activation;
    real alpha;
    real scale;
    int from_logits;
} Output;

DEVICE Output output_of(int activation, real alpha, real scale, int from_logits)
{
    Output output;
    output.activation = activation;
    output.alpha = alpha;
    output.scale = scale;
    output.from_logits = from_logits;
    return output;
}

/*
 * What follows the last product, in one row of n outputs: activation (unless it came with the product), loss, its gradient in z
 * (scale times it, where there is a gradient), and metrics. A softmax or sigmoid output followed by its cross-entropy is computed
 * from the logits. Loss, then each metric, go to figures. All threads of the group must call it, with n = 0 where there is no row,
 * and the same wishes.
 */
DEVICE void head_row(
    Output output,
    bool activates,
    Loss loss,
    Metrics metrics,
    GLOBAL const real* z,
    GLOBAL real* y,
    int n,
    GLOBAL const real* label,
    int has_gradient,
    real scale,
    GLOBAL real* delta,
    int has_figures,
    GLOBAL real* figures,
    LOCAL real* lanes
)
{
    if (activates)
    {
        activate_row(output.activation, output.alpha, output.scale, z, y, n, lanes);
    }

    bool counts = loss.kind != NO_LOSS && !loss_ignores(loss, label);
    GLOBAL const real* x = output.from_logits ? z : y;
    LossSums sums = loss_sums(loss, x, label, counts ? n : 0, lanes);
    if (LANE == 0 && has_figures && n > 0)
    {
        figures[0] = counts ? loss_value(loss, sums, x, label, n) : R(0.0);
    }

    if (has_gradient)
    {
        for (int i = LANE; i < n; i += LANES)
        {
            delta[i] = counts ? loss_slope(loss, sums, x, label, n, i, scale) : R(0.0);
        }

        LANES_APART;

        if (!output.from_logits && output.activation != LINEAR)
        {
            activate_row_backward(output.activation, output.alpha, output.scale, z, y, delta, n, lanes);
        }
    }

    for (int i = 0; has_figures && i < metrics.count; i++)
    {
        real value = metric_of_row(
            metrics.kinds[2 * i],
            metrics.kinds[2 * i + 1],
            metrics.thresholds[i],
            y,
            label,
            n,
            lanes
        );
        if (LANE == 0 && n > 0)
        {
            figures[1 + i] = value;
        }
    }
}

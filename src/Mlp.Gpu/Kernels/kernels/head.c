#include "losses/loss_row.c"
#include "metrics/metric_row.c"
#include "rows/activation_row.c"

/*
 * What follows the last product, row by row: activation, loss, its gradient in z, and metrics. A softmax or sigmoid output
 * followed by its cross-entropy is computed from the logits. Row r of the batch is row `first + r` of the pass: it finds its
 * label (through the order) and its scale there, the weight of the row over what the reduction divides by, and leaves its
 * figures there: loss, then each metric.
 */
KERNEL(LANES) head(
    GLOBAL const real* z,
    GLOBAL real* y,
    int stride,
    int n,
    int activation,
    real alpha,
    real scale,
    int from_logits,
    GLOBAL const real* labels,
    int label_width,
    GLOBAL const int* order,
    int is_ordered,
    int first,
    int loss_kind,
    real keep,
    real share,
    int ignores,
    real ignored,
    int has_gradient,
    GLOBAL const real* scales,
    GLOBAL real* delta,
    int metrics,
    GLOBAL const int* metric_kinds,
    GLOBAL const real* thresholds,
    GLOBAL real* figures
)
{
    LOCAL_ARRAY(real, lanes, LANES);
    int place = first + GROUP_X;
    GLOBAL const real* label = labels + (offset_t)(is_ordered ? order[place] : place) * label_width;
    z += (offset_t)GROUP_X * stride;
    y += (offset_t)GROUP_X * stride;
    delta += (offset_t)GROUP_X * n;
    figures += (offset_t)place * (metrics + 1);

    /* Elementwise ones came with the product. */
    if (works_along_rows(activation))
    {
        activate_row(activation, alpha, scale, z, y, n, lanes);
    }

    Loss loss;
    loss.kind = loss_kind;
    loss.keep = keep;
    loss.share = share;
    loss.ignores = ignores;
    loss.ignored = ignored;
    bool counts = loss_kind != NO_LOSS && !loss_ignores(loss, label);
    GLOBAL const real* x = from_logits ? z : y;
    LossSums sums = loss_sums(loss, x, label, counts ? n : 0, lanes);
    if (THREAD_X == 0)
    {
        figures[0] = counts ? loss_value(loss, sums, x, label, n) : R(0.0);
    }

    if (has_gradient)
    {
        real row_scale = scales[place];
        for (int i = THREAD_X; i < n; i += LANES)
        {
            delta[i] = counts ? loss_slope(loss, sums, x, label, n, i, row_scale) : R(0.0);
        }

        if (!from_logits && activation != LINEAR)
        {
            activate_row_backward(activation, alpha, scale, z, y, delta, n, lanes);
        }
    }

    for (int i = 0; i < metrics; i++)
    {
        real value = metric_of_row(metric_kinds[2 * i], metric_kinds[2 * i + 1], thresholds[i], y, label, n, lanes);
        if (THREAD_X == 0)
        {
            figures[1 + i] = value;
        }
    }
}

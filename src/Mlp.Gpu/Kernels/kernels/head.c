#include "rows/head_row.c"

/*
 * head_row for each row of a batch. Row r of the batch is row `first + r` of the pass: it finds its label (through the order)
 * and its scale there, the weight of the row over what the reduction divides by, and leaves its figures there.
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
    head_row(
        output_of(activation, alpha, scale, from_logits),
        works_along_rows(activation),
        loss_of(loss_kind, keep, share, ignores, ignored),
        metrics_of(metrics, metric_kinds, thresholds),
        z + (offset_t)GROUP_X * stride,
        y + (offset_t)GROUP_X * stride,
        n,
        labels + (offset_t)(is_ordered ? order[place] : place) * label_width,
        has_gradient,
        has_gradient ? scales[place] : R(0.0),
        delta + (offset_t)GROUP_X * n,
        1,
        figures + (offset_t)place * (metrics + 1),
        lanes
    );
}

#include "losses/absolute_error.c"
#include "losses/squared_error.c"
#include "metrics/top.c"
#include "rows/lanes.c"

/* Numbers as in MetricKind. */
#define BINARY_ACCURACY 0
#define CATEGORICAL_PLACES 1
#define SPARSE_PLACES 2
#define MEAN_SQUARED_ERROR 3
#define MEAN_ABSOLUTE_ERROR 4

/* A metric of one row of n outputs: their mean, or 1 where the true class is found. All threads of the group must call it. */
DEVICE real metric_of_row(
    int kind,
    int places,
    real threshold,
    GLOBAL const real* y,
    GLOBAL const real* label,
    int n,
    LOCAL real* lanes
)
{
    real sum = R(0.0);
    for (int i = LANE; i < n && kind != CATEGORICAL_PLACES && kind != SPARSE_PLACES; i += LANES)
    {
        sum += kind == MEAN_SQUARED_ERROR ? squared_error_value(y[i], label[i])
            : kind == MEAN_ABSOLUTE_ERROR ? absolute_error_value(y[i], label[i])
            : label[i] == (y[i] > threshold ? R(1.0) : R(0.0)) ? R(1.0)
            : R(0.0);
    }

    sum = sum_of_lanes(sum, lanes);
    if (kind == CATEGORICAL_PLACES || kind == SPARSE_PLACES)
    {
        /* Only the first lane's answer is kept. */
        real truth = kind == SPARSE_PLACES ? *label : (real)first_maximum(label, n);
        return LANE == 0 && is_found(y, truth, n, places) ? R(1.0) : R(0.0);
    }

    return sum / (real)n;
}

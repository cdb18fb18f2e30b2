#include "activations/activation.c"
#include "rows/softmax.c"

/* An activation along a row of n values, forward and backward. All threads of the group must call these. */

DEVICE bool works_along_rows(int activation)
{
    return activation >= SOFTMAX;
}

/* y = f(x). */
DEVICE void activate_row(
    int activation,
    real alpha,
    real scale,
    GLOBAL const real* x,
    GLOBAL real* y,
    int n,
    LOCAL real* lanes
)
{
    Softmax row = softmax_of(x, works_along_rows(activation) ? n : 0, lanes);
    for (int i = LANE; i < n; i += LANES)
    {
        y[i] = activation == SOFTMAX ? softmax_value(row, x[i], i)
            : activation == LOG_SOFTMAX ? log_softmax_value(row, x[i])
            : activation_value(activation, alpha, scale, x[i]);
    }

#if LANES > 1
    SYNC_LANES;
#endif
}

/*
 * Turns the gradient g in y into the gradient in x, in place. Softmax: y_i (g_i - sum_j g_j y_j); log-softmax:
 * g_i - e^y_i sum_j g_j.
 */
DEVICE void activate_row_backward(
    int activation,
    real alpha,
    real scale,
    GLOBAL const real* x,
    GLOBAL const real* y,
    GLOBAL real* gradient,
    int n,
    LOCAL real* lanes
)
{
    real sum = R(0.0);
    for (int i = LANE; i < n; i += LANES)
    {
        sum = activation == SOFTMAX ? FMA(gradient[i], y[i], sum)
            : activation == LOG_SOFTMAX ? sum + gradient[i]
            : sum;
    }

    sum = sum_of_lanes(sum, lanes);
    for (int i = LANE; i < n; i += LANES)
    {
        gradient[i] = activation == SOFTMAX ? y[i] * (gradient[i] - sum)
            : activation == LOG_SOFTMAX ? FMA(-exponential(y[i]), sum, gradient[i])
            : gradient[i] * activation_slope(activation, alpha, scale, x[i]);
    }

    LANES_APART;
}

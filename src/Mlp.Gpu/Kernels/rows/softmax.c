#include "functions/exponential.c"
#include "functions/logarithm.c"
#include "rows/lanes.c"

/* Of a row of logits x: m = max x, and s = sum e^(x - m); p_i = e^(x_i - m) / s, ln p_i = x_i - m - ln s. */
typedef struct
{
    real max;
    real sum;
    /* e^(x - m) of the first value of the lane: of short rows no power is worked out twice. */
    real first;
} Softmax;

/* Of n values; all threads of the group must call it, with n = 0 where it is not wanted. */
DEVICE Softmax softmax_of(GLOBAL const real* x, int n, LOCAL real* lanes)
{
    Softmax row;
    real max = -INFINITE;
    for (int i = LANE; i < n; i += LANES)
    {
        max = max < x[i] ? x[i] : max;
    }

    row.max = max_of_lanes(max, lanes);
    real sum = R(0.0);
    row.first = R(0.0);
    for (int i = LANE; i < n; i += LANES)
    {
        real power = exponential(x[i] - row.max);
        row.first = i < LANES ? power : row.first;
        sum += power;
    }

    row.sum = sum_of_lanes(sum, lanes);
    return row;
}

/* p of x, value i of the row, which is one of the lane. */
DEVICE real softmax_value(Softmax row, real x, int i)
{
    return (i < LANES ? row.first : exponential(x - row.max)) / row.sum;
}

/* ln p of one value. */
DEVICE real log_softmax_value(Softmax row, real x)
{
    return x - row.max - logarithm(row.sum);
}

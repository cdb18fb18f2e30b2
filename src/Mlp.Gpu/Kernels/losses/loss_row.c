#include "losses/pairwise.c"
#include "losses/smoothing.c"
#include "rows/softmax.c"

/*
 * The loss of one row, in three passes over its n outputs x: what all of them have in common, the sums that cost and slope
 * are made of, and the slope of each output. All threads of the group must go through all three.
 *
 *   pairwise                    l = mean over outputs of what each costs
 *   categorical of logits       l = sum_j t_j (ln s - (x_j - m)); slope p_j sum(t) - t_j, p = softmax(x)
 *   categorical, probabilities  l = -sum_j t_j ln clip(q_j), q = p / s; with g_j = -t_j / q_j inside the clip and 0
 *                               outside, slope (g_i - sum_j g_j q_j) / s
 *   sparse of logits            l = ln s - (x_y - m); slope p_j - [j = y]
 *   sparse, probabilities       l = -ln clip(q_y); slope (1 - [j = y] / q_y) / s inside the clip, 0 outside
 */
typedef struct
{
    int kind;
    /* For smoothed labels. */
    real keep;
    real share;
    /* Whether rows labelled ignored cost nothing. */
    int ignores;
    real ignored;
} Loss;

typedef struct
{
    /* m and s, or for probabilities s alone. */
    Softmax common;
    /* The sum of costs, and of what the slopes need. */
    real cost;
    real mean;
} LossSums;

DEVICE Loss loss_of(int kind, real keep, real share, int ignores, real ignored)
{
    Loss loss;
    loss.kind = kind;
    loss.keep = keep;
    loss.share = share;
    loss.ignores = ignores;
    loss.ignored = ignored;
    return loss;
}

DEVICE bool loss_takes_logits(Loss loss)
{
    return loss.kind == CATEGORICAL_OF_LOGITS || loss.kind == SPARSE_OF_LOGITS;
}

DEVICE bool loss_ignores(Loss loss, GLOBAL const real* label)
{
    return loss.ignores && *label == loss.ignored;
}

DEVICE real loss_probability_slope(real q, real t)
{
    return clip_pass(q, -t / clip_value(q));
}

/* The first two passes. */
DEVICE LossSums loss_sums(Loss loss, GLOBAL const real* x, GLOBAL const real* label, int n, LOCAL real* lanes)
{
    LossSums sums;
    sums.common = softmax_of(x, loss_takes_logits(loss) ? n : 0, lanes);

    bool probabilities = loss.kind == CATEGORICAL_OF_PROBABILITIES || loss.kind == SPARSE_OF_PROBABILITIES;
    real total = R(0.0);
    for (int i = LANE; probabilities && i < n; i += LANES)
    {
        total += x[i];
    }

    if (IF_WANTED(probabilities))
    {
        total = sum_of_lanes(total, lanes);
    }

    sums.common.sum = probabilities ? total : sums.common.sum;

    real cost = R(0.0);
    real mean = R(0.0);
    real log_sum = logarithm(sums.common.sum);
    bool sparse = loss.kind == SPARSE_OF_LOGITS || loss.kind == SPARSE_OF_PROBABILITIES;
    for (int i = LANE; !sparse && i < n; i += LANES)
    {
        real t = smooth_label(label[i], loss.keep, loss.share);
        if (loss.kind == CATEGORICAL_OF_LOGITS)
        {
            cost += t * (log_sum - (x[i] - sums.common.max));
            mean += t;
        }
        else if (loss.kind == CATEGORICAL_OF_PROBABILITIES)
        {
            real q = x[i] / sums.common.sum;
            cost += t * logarithm(clip_value(q));
            mean += loss_probability_slope(q, t) * q;
        }
        else
        {
            cost += pairwise_value(loss.kind, x[i], t);
        }
    }

    sums.cost = cost;
    sums.mean = mean;
    if (IF_WANTED(!sparse))
    {
        sums.cost = sum_of_lanes(cost, lanes);
        sums.mean = sum_of_lanes(mean, lanes);
    }

    return sums;
}

/* What the row costs. */
DEVICE real loss_value(Loss loss, LossSums sums, GLOBAL const real* x, GLOBAL const real* label, int n)
{
    switch (loss.kind)
    {
        case CATEGORICAL_OF_LOGITS:
            return sums.cost;
        case CATEGORICAL_OF_PROBABILITIES:
            return -sums.cost;
        case SPARSE_OF_LOGITS:
            return logarithm(sums.common.sum) - (x[(int)*label] - sums.common.max);
        case SPARSE_OF_PROBABILITIES:
            return -logarithm(clip_value(x[(int)*label] / sums.common.sum));
        default:
            return sums.cost / (real)n;
    }
}

/* scale times the slope in output i: the third pass. */
DEVICE real loss_slope(Loss loss, LossSums sums, GLOBAL const real* x, GLOBAL const real* label, int n, int i, real scale)
{
    if (loss.kind == SPARSE_OF_LOGITS)
    {
        real p = softmax_value(sums.common, x[i], i);
        return (i == (int)*label ? p - R(1.0) : p) * scale;
    }

    if (loss.kind == SPARSE_OF_PROBABILITIES)
    {
        real q = x[(int)*label] / sums.common.sum;
        real others = scale / sums.common.sum;
        return clip_pass(q, i == (int)*label ? others * ((q - R(1.0)) / q) : others);
    }

    real t = smooth_label(label[i], loss.keep, loss.share);
    if (loss.kind == CATEGORICAL_OF_LOGITS)
    {
        return FMA(softmax_value(sums.common, x[i], i), sums.mean, -t) * scale;
    }

    if (loss.kind == CATEGORICAL_OF_PROBABILITIES)
    {
        real slope = loss_probability_slope(x[i] / sums.common.sum, t) - sums.mean;
        return slope * (scale / sums.common.sum);
    }

    return pairwise_slope(loss.kind, x[i], t) * (scale / (real)n);
}

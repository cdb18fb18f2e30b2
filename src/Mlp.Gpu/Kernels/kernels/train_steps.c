/* Each thread takes rows of the loss by itself. */
#define LANES 1
#include "functions/meeting.c"
#include "rows/head_row.c"
#include "updates/rule.c"

/*
 * Many steps of a chain of one to three dense layers in one launch, by groups that stay: the persistent path.
 *
 * One layer is split by its rows: a group owns `sources` of it, the weights from them, and what of z they make up, which is
 * added over the groups. The layer before it, if any, is split by its columns, so that a group makes the very sources that
 * it owns, and keeps their weights to itself. What comes after, its bias and a small last layer if any, is computed by every
 * group; its weights are moved by one group each and lie twice, by the parity of the step, so that nobody reads what
 * another is writing. Two meetings a step:
 *
 *   own hidden values, own part of z of the split layer          | meet
 *   sum of a share of z over the groups; inputs of the next step | meet
 *   the rest forward, loss, gradient; own weights move
 *
 * Every sum has one order for one number of groups.
 */

/* Threads of a group. */
#define STAY 256

/* The part of n that the group with that number owns: from its share to that of the next. */
DEVICE int share_of(int n, int group, int groups)
{
    return (int)((offset_t)n * group / groups);
}

/* A share of the inputs of the batch that begins at place `first`, to x [rows, inputs]. Bytes become b / 255. */
DEVICE void bring_inputs(
    GLOBAL const real* values,
    GLOBAL const byte* raw,
    int is_raw,
    GLOBAL const int* order,
    int is_ordered,
    int first,
    int rows,
    int inputs,
    int groups,
    GLOBAL real* x
)
{
    int end = share_of(rows * inputs, GROUP_X + 1, groups);
    for (int i = share_of(rows * inputs, GROUP_X, groups) + THREAD_X; i < end; i += STAY)
    {
        int place = first + i / inputs;
        offset_t at = (offset_t)(is_ordered ? order[place] : place) * inputs + i % inputs;
        x[i] = is_raw ? (real)raw[at] / R(255.0) : values[at];
    }
}

/* Rows of the batch that begins at place `first`; none after the end. */
DEVICE int rows_from(int first, int all_rows, int batch)
{
    return all_rows - first < batch ? all_rows - first : batch;
}

KERNEL(STAY) train_steps(
    int groups,
    GLOBAL volatile int* arrivals,
    int first_step,
    int end_step,
    int all_rows,
    int batch,
    GLOBAL const real* values,
    GLOBAL const byte* raw,
    int is_raw,
    GLOBAL const int* order,
    int is_ordered,
    GLOBAL const real* labels,
    int label_width,
    GLOBAL const real* scales,
    GLOBAL const real* rates,
    GLOBAL real* figures,
    GLOBAL real* parameters,
    GLOBAL real* state,
    int parameter_count,
    int layers,
    int inputs,
    int hidden,
    int units,
    int outputs,
    int hidden_activation,
    real hidden_alpha,
    real hidden_scale,
    int middle_activation,
    real middle_alpha,
    real middle_scale,
    int activation,
    real alpha,
    real scale,
    int from_logits,
    int loss_kind,
    real keep,
    real share,
    int ignores,
    real ignored,
    int metrics,
    GLOBAL const int* metric_kinds,
    GLOBAL const real* thresholds,
    int update_kind,
    int variant,
    int clips,
    real limit,
    int decays,
    real a,
    real b,
    real c,
    real d,
    GLOBAL real* x_pair,
    GLOBAL real* hidden_z,
    GLOBAL real* hidden_y,
    GLOBAL real* hidden_delta,
    GLOBAL real* parts,
    GLOBAL real* split_z,
    GLOBAL real* tail_pair,
    GLOBAL real* own
)
{
    Rule rule = rule_of(update_kind, variant, clips, limit, decays, a, b, c, d);
    Output output = output_of(activation, alpha, scale, from_logits);
    Loss loss = loss_of(loss_kind, keep, share, ignores, ignored);
    Metrics watched = metrics_of(metrics, metric_kinds, thresholds);

    /* The split layer [sources, units], and after its weights the tail: its bias, and the last layer of three. */
    bool has_hidden = layers > 1;
    bool has_last = layers > 2;
    int sources = has_hidden ? hidden : inputs;
    int split_at = has_hidden ? (inputs + 1) * hidden : 0;
    int tail_at = split_at + sources * units;
    int tail = parameter_count - tail_at;
    int first_source = share_of(sources, GROUP_X, groups);
    int end_source = share_of(sources, GROUP_X + 1, groups);
    int owned = end_source - first_source;

    /* What each group keeps to itself. */
    GLOBAL real* middle_y = own + (offset_t)GROUP_X * batch * (2 * units + 3 * outputs);
    GLOBAL real* middle_delta = middle_y + batch * units;
    GLOBAL real* last_z = middle_delta + batch * units;
    GLOBAL real* last_y = last_z + batch * outputs;
    GLOBAL real* last_delta = last_y + batch * outputs;
    GLOBAL real* split_delta = has_last ? middle_delta : last_delta;

    int first_tail = share_of(tail, GROUP_X, groups);
    int end_tail = share_of(tail, GROUP_X + 1, groups);
    for (int i = first_tail + THREAD_X; i < end_tail; i += STAY)
    {
        tail_pair[(first_step & 1) * tail + i] = parameters[tail_at + i];
    }

    int begin = first_step * batch;
    bring_inputs(
        values,
        raw,
        is_raw,
        order,
        is_ordered,
        begin,
        rows_from(begin, all_rows, batch),
        inputs,
        groups,
        x_pair + (offset_t)(first_step & 1) * batch * inputs
    );
    meet(arrivals, groups, 1);

    for (int step = first_step; step < end_step; step++)
    {
        int first = step * batch;
        int rows = rows_from(first, all_rows, batch);
        int meetings = 2 * (step - first_step) + 1;
        GLOBAL const real* x = x_pair + (offset_t)(step & 1) * batch * inputs;
        GLOBAL const real* tail_before = tail_pair + (step & 1) * tail;
        GLOBAL real* tail_after = tail_pair + ((step + 1) & 1) * tail;
        GLOBAL const real* source_y = has_hidden ? hidden_y : x;
        GLOBAL const real* last_weights = tail_before + units;
        real rate = rates[2 * step];
        real decay = rates[2 * step + 1];

        for (int i = THREAD_X; has_hidden && i < rows * owned; i += STAY)
        {
            int row = i / owned;
            int column = first_source + i % owned;
            real sum = R(0.0);
            for (int k = 0; k < inputs; k++)
            {
                sum = FMA(x[row * inputs + k], parameters[k * hidden + column], sum);
            }

            sum += parameters[inputs * hidden + column];
            hidden_z[row * hidden + column] = sum;
            hidden_y[row * hidden + column] = activation_value(hidden_activation, hidden_alpha, hidden_scale, sum);
        }

        SYNC;
        for (int i = THREAD_X; i < rows * units; i += STAY)
        {
            int row = i / units;
            int unit = i % units;
            real sum = R(0.0);
            for (int k = first_source; k < end_source; k++)
            {
                sum = FMA(source_y[row * sources + k], parameters[split_at + k * units + unit], sum);
            }

            parts[((offset_t)GROUP_X * batch + row) * units + unit] = sum;
        }

        meet(arrivals, groups, meetings + 1);
        int end_sum = share_of(rows * units, GROUP_X + 1, groups);
        for (int i = share_of(rows * units, GROUP_X, groups) + THREAD_X; i < end_sum; i += STAY)
        {
            real sum = R(0.0);
            for (int group = 0; group < groups; group++)
            {
                sum += parts[(offset_t)group * batch * units + i];
            }

            split_z[i] = sum;
        }

        int next = first + batch;
        bring_inputs(
            values,
            raw,
            is_raw,
            order,
            is_ordered,
            next,
            step + 1 < end_step ? rows_from(next, all_rows, batch) : 0,
            inputs,
            groups,
            x_pair + (offset_t)((step + 1) & 1) * batch * inputs
        );
        meet(arrivals, groups, meetings + 2);

        for (int i = THREAD_X; i < rows * units; i += STAY)
        {
            real z = split_z[i] + tail_before[i % units];
            if (has_last)
            {
                middle_y[i] = activation_value(middle_activation, middle_alpha, middle_scale, z);
            }
            else
            {
                last_z[i] = z;
            }
        }

        SYNC;
        for (int i = THREAD_X; has_last && i < rows * outputs; i += STAY)
        {
            int row = i / outputs;
            int column = i % outputs;
            real sum = R(0.0);
            for (int k = 0; k < units; k++)
            {
                sum = FMA(middle_y[row * units + k], last_weights[k * outputs + column], sum);
            }

            sum += last_weights[units * outputs + column];
            last_z[i] = sum;
        }

        SYNC;
        for (int row = THREAD_X; row < rows; row += STAY)
        {
            int place = first + row;
            head_row(
                output,
                true,
                loss,
                watched,
                last_z + row * outputs,
                last_y + row * outputs,
                outputs,
                labels + (offset_t)(is_ordered ? order[place] : place) * label_width,
                1,
                scales[place],
                last_delta + row * outputs,
                GROUP_X == 0,
                figures + (offset_t)place * (metrics + 1),
                0
            );
        }

        SYNC;
        for (int i = THREAD_X; has_last && i < rows * units; i += STAY)
        {
            int row = i / units;
            int unit = i % units;
            real sum = R(0.0);
            for (int k = 0; k < outputs; k++)
            {
                sum = FMA(last_delta[row * outputs + k], last_weights[unit * outputs + k], sum);
            }

            real z = split_z[i] + tail_before[unit];
            middle_delta[i] = sum * activation_slope(middle_activation, middle_alpha, middle_scale, z);
        }

        SYNC;
        for (int i = THREAD_X; has_hidden && i < rows * owned; i += STAY)
        {
            int row = i / owned;
            int column = first_source + i % owned;
            real sum = R(0.0);
            for (int k = 0; k < units; k++)
            {
                sum = FMA(split_delta[row * units + k], parameters[split_at + column * units + k], sum);
            }

            hidden_delta[row * hidden + column] =
                sum * activation_slope(hidden_activation, hidden_alpha, hidden_scale, hidden_z[row * hidden + column]);
        }

        SYNC;
        for (int i = THREAD_X; i < owned * units; i += STAY)
        {
            int source = first_source + i / units;
            int unit = i % units;
            real g = R(0.0);
            for (int row = 0; row < rows; row++)
            {
                g = FMA(source_y[row * sources + source], split_delta[row * units + unit], g);
            }

            int at = split_at + source * units + unit;
            parameters[at] = moved_weight(rule, rate, decay, parameters[at], g, state + at, parameter_count);
        }

        /* The last row of the hidden layer's weights is its bias. */
        for (int i = THREAD_X; has_hidden && i < (inputs + 1) * owned; i += STAY)
        {
            int input = i / owned;
            int column = first_source + i % owned;
            real g = R(0.0);
            for (int row = 0; row < rows; row++)
            {
                real from = input < inputs ? x[row * inputs + input] : R(1.0);
                g = FMA(from, hidden_delta[row * hidden + column], g);
            }

            int at = input * hidden + column;
            parameters[at] = moved_weight(rule, rate, decay, parameters[at], g, state + at, parameter_count);
        }

        for (int i = first_tail + THREAD_X; i < end_tail; i += STAY)
        {
            /* The split layer's bias, then the rows of the last layer, then its bias. */
            int unit = (i - units) / outputs;
            int column = i < units ? i : (i - units) % outputs;
            real g = R(0.0);
            for (int row = 0; row < rows; row++)
            {
                g = i < units ? g + split_delta[row * units + column]
                    : unit < units ? FMA(middle_y[row * units + unit], last_delta[row * outputs + column], g)
                    : g + last_delta[row * outputs + column];
            }

            int at = tail_at + i;
            tail_after[i] = moved_weight(rule, rate, decay, tail_before[i], g, state + at, parameter_count);
        }

        SYNC;
    }

    for (int i = first_tail + THREAD_X; i < end_tail; i += STAY)
    {
        parameters[tail_at + i] = tail_pair[(end_step & 1) * tail + i];
    }
}

/* A row of the loss lies in one warp. */
#define SYNC_LANES SYNC_ROW
#include "persistent/cells.c"
#include "persistent/fixed.c"
#include "persistent/inputs.c"
#include "persistent/moved_quad.c"
#include "persistent/sliced_product.c"
#include "rows/head_row.c"

/*
 * Many steps of a chain of one to three dense layers in one launch, by groups of STAY threads that stay: the persistent path.
 *
 * One layer is split by its rows: a group owns some of its sources, the weights from them, and what of z they make up, which is
 * added over the groups. The layer before it, if any, is split by its columns, so that a group makes the very sources that
 * it owns. Both slices stay with the group, nearest to its threads, for all of the launch. What comes after, its bias and a
 * small last layer if any, is computed by every group; its weights, the tail, are moved by one group each. What groups need of
 * each other they tell, in cells, three times a step:
 *
 *   own sources, own part of z of the split layer     | told; meanwhile the step before is reported, and the tail heard
 *   a share of z summed over the groups               | told
 *   the rest forward, loss, gradient; own weights move, and a share of the tail, which is told
 *
 * Nobody overwrites what another still looks for. Parts: who tells one has heard all of z of the step before, so that all have heard
 * all parts of that. z: who tells a share has heard all parts, which nobody tells before it has heard all of z before. The tail lies
 * in two copies, by the parity of the step: who tells it has heard all of z, so that all have heard the tail of the step before.
 *
 * Every sum has one order for one number of groups. Matrices of a batch lie by columns, their rows side by side, so that
 * neighbouring threads take neighbouring rows; those that the last batch lacks are rows of zeros, with no gradient. What a group
 * keeps lies at places ..._at of its piece of memory, which KeptLayout gives.
 */

/* Threads at most that sum one value of z over the groups. */
#define SUMMANDS 16

/* The part of n that the group with that number owns: from its share to that of the next. */
DEVICE int share_of(int n, int group, int groups)
{
    return (int)((offset_t)n * group / groups);
}

/* Places i, i + STAY, ... below n, at most AT_ONCE. */
DEVICE int places_of(int i, int n)
{
    int count = (n - i + STAY - 1) / STAY;
    return count < AT_ONCE ? count : AT_ONCE;
}

/* Rows of the batch that begins at place `first`; none after the end. */
DEVICE int rows_from(int first, int all_rows, int batch)
{
    int left = all_rows - first;
    return left < 0 ? 0 : left < batch ? left : batch;
}

/* Copies the labels of the rows with these numbers, and the scales of the places from `first` on. */
DEVICE void copy_labels(
    GLOBAL const real* labels,
    int label_width,
    GLOBAL const real* scales,
    int first,
    KEPT const int* numbers,
    int rows,
    KEPT real* kept_labels,
    KEPT real* kept_scales
)
{
    for (int i = THREAD_X; i < rows * label_width; i += STAY)
    {
        COPY(kept_labels + i, labels + (offset_t)numbers[i / label_width] * label_width + i % label_width, real);
    }

    LOOPS_APART;
    for (int i = THREAD_X; i < rows; i += STAY)
    {
        COPY(kept_scales + i, scales + first + i, real);
    }
}

/* Losses and metrics of a step whose outputs and labels are still kept: each group those of its share of the rows. */
DEVICE void report_rows(
    Output output,
    Loss loss,
    Metrics watched,
    KEPT real* z,
    KEPT real* y,
    int outputs,
    int stride,
    KEPT const real* labels,
    int label_width,
    int first,
    int rows,
    int batch,
    int groups,
    GLOBAL real* figures,
    LOCAL real* lanes
)
{
    for (int first_row = 0; first_row < batch; first_row += STAY / LANES)
    {
        int row = first_row + THREAD_X / LANES;
        bool is_own = row < rows && row % groups == GROUP_X;
        row = is_own ? row : 0;
        head_row(
            output,
            output.from_logits,
            loss,
            watched,
            z + row * stride,
            y + row * stride,
            is_own ? outputs : 0,
            labels + row * label_width,
            0,
            R(0.0),
            y + row * stride,
            1,
            figures + (offset_t)(first + row) * (watched.count + 1),
            lanes + THREAD_X / LANES * LANES
        );
    }
}

KERNEL(STAY) train_steps(
    int groups,
    int told,
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
    GLOBAL cell* parts,
    GLOBAL cell* split_z,
    GLOBAL cell* tail_pair,
    GLOBAL real* far,
    int kept_length,
    int x_at,
    int own_weights_at,
    int own_z_at,
    int sources_at,
    int source_rows_at,
    int own_delta_at,
    int split_weights_at,
    int split_turned_at,
    int split_bias_at,
    int middle_z_at,
    int middle_y_at,
    int middle_delta_at,
    int last_weights_at,
    int last_turned_at,
    int last_bias_at,
    int last_z_at,
    int last_y_at,
    int last_delta_at,
    int labels_at,
    int scales_at,
    int numbers_at,
    int partial_at,
    int stage_at
)
{
    FIXED;
    KEPT_ARRAY(all_kept, far, kept_length);
    LOCAL_ARRAY(real, lanes, STAY);
    Rule rule = rule_of(update_kind, variant, clips, limit, decays, a, b, c, d);
    Output output = output_of(activation, alpha, scale, from_logits);
    Loss loss = loss_of(loss_kind, keep, share, ignores, ignored);
    Metrics watched = metrics_of(metrics, metric_kinds, thresholds);
    Rows source = rows_of(values, raw, is_raw, order, is_ordered, inputs);

    /* The split layer [sources, units], and after its weights the tail: its bias, and the last layer of three. */
    bool has_own = layers > 1;
    bool has_last = layers > 2;
    int sources = has_own ? hidden : inputs;
    int split_at = has_own ? (inputs + 1) * hidden : 0;
    int tail_at = split_at + sources * units;
    int tail = parameter_count - tail_at;
    int first_source = share_of(sources, GROUP_X, groups);
    int owned = share_of(sources, GROUP_X + 1, groups) - first_source;
    int first_tail = share_of(tail, GROUP_X, groups);
    int end_tail = share_of(tail, GROUP_X + 1, groups);

    /* From one column to the next, twice an odd number of rows, which threads read in pairs from banks of their own; from one row of
       weights to the next, whole quads. */
    int rows_kept = whole_pairs(batch);
    int height = rows_kept / 2 % 2 == 0 ? rows_kept + 2 : rows_kept;
    int own_width = whole_quads((sources + groups - 1) / groups);
    int unit_width = whole_quads(units);
    int output_width = whole_quads(outputs);
    int output_stride = outputs | 1;

    Kept x = kept(all_kept + x_at, 1, height);
    KEPT real* own_weights = all_kept + own_weights_at;
    KEPT real* own_z = all_kept + own_z_at;
    Kept own_sources = kept(all_kept + sources_at, 1, height);
    KEPT real* source_rows = all_kept + source_rows_at;
    KEPT real* own_delta = all_kept + own_delta_at;
    KEPT real* split_weights = all_kept + split_weights_at;
    KEPT real* split_turned = all_kept + split_turned_at;
    KEPT real* split_bias = all_kept + split_bias_at;
    KEPT real* middle_z = all_kept + middle_z_at;
    Kept middle_y = kept(all_kept + middle_y_at, 1, height);
    Kept middle_delta = kept(all_kept + middle_delta_at, 1, height);
    KEPT real* last_weights = all_kept + last_weights_at;
    KEPT real* last_turned = all_kept + last_turned_at;
    KEPT real* last_bias = all_kept + last_bias_at;
    KEPT real* last_z = all_kept + last_z_at;
    KEPT real* last_y = all_kept + last_y_at;
    Kept last_delta = kept(all_kept + last_delta_at, output_stride, 1);
    /* In two copies, by the parity of the step: what is wanted in a step is copied during the one before. */
    KEPT real* kept_labels = all_kept + labels_at;
    KEPT real* kept_scales = all_kept + scales_at;
    KEPT int* numbers = (KEPT int*)(all_kept + numbers_at);
    KEPT real* partial = all_kept + partial_at;
    KEPT byte* stage = (KEPT byte*)(all_kept + stage_at);
    Kept split_delta = has_last ? middle_delta : last_delta;

    /* Where sources are the inputs, only those that are owned are wanted. */
    Kept inputs_kept = has_own ? x : own_sources;
    int first_input = has_own ? 0 : first_source;
    int brought = has_own ? inputs : owned;
    bool stages = has_own && is_raw;
    int split_values = batch * units;

    /* Of the values of z, those that the group sums, and the threads for each. */
    int most_sums = (split_values + groups - 1) / groups;
    int first_sum = GROUP_X * most_sums;
    int left_sums = split_values - first_sum;
    int sums = left_sums < 0 ? 0 : left_sums < most_sums ? left_sums : most_sums;
    int most_summands = STAY / most_sums < groups ? STAY / most_sums : groups;
    int summands = most_summands < 1 ? 1 : most_summands < SUMMANDS ? most_summands : SUMMANDS;

    for (int i = THREAD_X; i < kept_length; i += STAY)
    {
        all_kept[i] = R(0.0);
    }

    SYNC;
    for (int i = THREAD_X; has_own && i < (inputs + 1) * owned; i += STAY)
    {
        own_weights[i / owned * own_width + i % owned] = parameters[i / owned * hidden + first_source + i % owned];
    }

    LOOPS_APART;
    /* The bias of the own layer is one more row of its weights, of an input that is always 1. */
    for (int i = THREAD_X; has_own && i < batch; i += STAY)
    {
        x.at[inputs * height + i] = R(1.0);
    }

    LOOPS_APART;
    for (int i = THREAD_X; i < owned * units; i += STAY)
    {
        real w = parameters[split_at + first_source * units + i];
        split_weights[i / units * unit_width + i % units] = w;
        split_turned[i % units * own_width + i / units] = w;
    }

    LOOPS_APART;
    for (int i = first_tail + THREAD_X; i < end_tail; i += STAY)
    {
        tell(tail_pair, (first_step & 1) * tail + i, told + 1, parameters[tail_at + i]);
    }

    LOOPS_APART;
    int begin = first_step * batch;
    int begin_rows = rows_from(begin, all_rows, batch);
    bring_inputs(source, begin, begin_rows, batch, first_input, brought, inputs_kept);
    LOOPS_APART;
    copy_numbers(source, begin, begin_rows, numbers + (first_step & 1) * batch);
    LOOPS_APART;
    copy_numbers(
        source, begin + batch, rows_from(begin + batch, all_rows, batch), numbers + (first_step + 1 & 1) * batch
    );
    BROUGHT;
    SYNC;
    copy_labels(
        labels, label_width, scales, begin, numbers + (first_step & 1) * batch, begin_rows,
        kept_labels + (first_step & 1) * batch * label_width, kept_scales + (first_step & 1) * batch
    );
    BROUGHT;
    SYNC;
    for (int step = first_step; step < end_step; step++)
    {
        int first = step * batch;
        int rows = rows_from(first, all_rows, batch);
        int next = first + batch;
        int next_rows = step + 1 < end_step ? rows_from(next, all_rows, batch) : 0;
        int number = told + 1 + step - first_step;
        offset_t tail_before = (step & 1) * tail;
        offset_t tail_after = ((step + 1) & 1) * tail;
        real rate = rates[2 * step];
        real decay = rates[2 * step + 1];
        int now = (step & 1) * batch;
        int then = batch - now;

        if (stages)
        {
            stage_bytes(source, numbers + then, next_rows, stage);
        }

        LOOPS_APART;
        if (has_own)
        {
            product_slices(x, own_weights, own_width, batch, inputs + 1, owned, partial);
        }

        SYNC;
        for (int i = THREAD_X; i < batch * owned; i += STAY)
        {
            int row = i % batch;
            int column = i / batch;
            int at = column * height + row;
            if (has_own)
            {
                real z = product_value(partial, batch, inputs + 1, owned, row, column);
                own_z[at] = z;
                own_sources.at[at] =
                    row < rows ? activation_value(hidden_activation, hidden_alpha, hidden_scale, z) : R(0.0);
            }

            source_rows[row * own_width + column] = own_sources.at[at];
        }

        SYNC;
        for (int i = THREAD_X; i < batch * (unit_width / 4); i += STAY)
        {
            int row = i % batch;
            int unit = i / batch * 4;
            quad z = product_quad(own_sources, split_weights, unit_width, row, unit, owned);
            KEEP_ROLLED
            for (int j = 0; j < 4 && unit + j < units; j++)
            {
                tell(parts, (offset_t)GROUP_X * split_values + (unit + j) * batch + row, number, QUAD_VALUE(z, j));
            }
        }

        LOOPS_APART;
        report_rows(
            output, loss, watched, last_z, last_y, outputs, output_stride, kept_labels + then * label_width,
            label_width, first - batch, step > first_step ? batch : 0, batch, groups, figures, lanes
        );

        LOOPS_APART;
        for (int i = THREAD_X; i < tail; i += STAY * AT_ONCE)
        {
            real heard[AT_ONCE];
            int count = places_of(i, tail);
            hear(tail_pair, tail_before + i, STAY, count, number, heard);
            UNROLL
            for (int j = 0; j < AT_ONCE; j++)
            {
                int at = i + j * STAY;
                int from = at - units;
                real w = heard[j];
                if (j >= count)
                {
                    break;
                }

                if (at < units)
                {
                    split_bias[at] = w;
                }
                else if (from < units * outputs)
                {
                    last_weights[from / outputs * output_width + from % outputs] = w;
                    last_turned[from % outputs * unit_width + from / outputs] = w;
                }
                else
                {
                    last_bias[from - units * outputs] = w;
                }
            }
        }

        LOOPS_APART;
        for (int i = THREAD_X; i < most_sums * summands; i += STAY)
        {
            int value = i % most_sums;
            real sum = R(0.0);
            for (int group = i / most_sums; value < sums && group < groups; group += summands * AT_ONCE)
            {
                real heard[AT_ONCE];
                int count = (groups - group + summands - 1) / summands;
                count = count < AT_ONCE ? count : AT_ONCE;
                offset_t at = (offset_t)group * split_values + first_sum + value;
                hear(parts, at, (offset_t)summands * split_values, count, number, heard);
                UNROLL
                for (int j = 0; j < AT_ONCE; j++)
                {
                    sum = j < count ? sum + heard[j] : sum;
                }
            }

            partial[i] = sum;
        }

        SYNC;
        for (int i = THREAD_X; i < sums; i += STAY)
        {
            real sum = partial[i];
            UNROLL
            for (int summand = 1; summand < summands; summand++)
            {
                sum += partial[summand * most_sums + i];
            }

            tell(split_z, first_sum + i, number, sum);
        }

        LOOPS_APART;
        /* Labels of the step before have been used, and numbers of this one: their places take what comes next. */
        copy_labels(
            labels, label_width, scales, next, numbers + then, next_rows, kept_labels + then * label_width,
            kept_scales + then
        );
        LOOPS_APART;
        copy_numbers(source, next + batch, rows_from(next + batch, all_rows, batch), numbers + now);
        LOOPS_APART;
        for (int i = THREAD_X; i < split_values; i += STAY * AT_ONCE)
        {
            real heard[AT_ONCE];
            int count = places_of(i, split_values);
            hear(split_z, i, STAY, count, number, heard);
            UNROLL
            for (int j = 0; j < AT_ONCE; j++)
            {
                int at = i + j * STAY;
                if (j >= count)
                {
                    break;
                }

                int row = at % batch;
                int unit = at / batch;
                real z = heard[j] + split_bias[unit];
                if (has_last)
                {
                    middle_z[unit * height + row] = z;
                    middle_y.at[unit * height + row] = row < rows
                        ? activation_value(middle_activation, middle_alpha, middle_scale, z)
                        : R(0.0);
                }
                else
                {
                    last_z[row * output_stride + unit] = z;
                }
            }
        }

        SYNC;
        if (has_last)
        {
            product_slices(middle_y, last_weights, output_width, batch, units, outputs, partial);
        }

        SYNC;
        for (int i = THREAD_X; has_last && i < batch * outputs; i += STAY)
        {
            int row = i % batch;
            int column = i / batch;
            last_z[row * output_stride + column] =
                product_value(partial, batch, units, outputs, row, column) + last_bias[column];
        }

        SYNC;
        for (int first_row = 0; first_row < batch; first_row += STAY / LANES)
        {
            int row = first_row + THREAD_X / LANES;
            bool is_row = row < rows;
            int kept_row = is_row ? row : 0;
            head_row(
                output,
                !from_logits,
                loss,
                watched,
                last_z + kept_row * output_stride,
                last_y + kept_row * output_stride,
                is_row ? outputs : 0,
                kept_labels + (now + kept_row) * label_width,
                1,
                kept_scales[now + kept_row],
                last_delta.at + kept_row * output_stride,
                0,
                figures,
                lanes + THREAD_X / LANES * LANES
            );
        }

        LOOPS_APART;
        for (int i = THREAD_X; i < (batch - rows) * output_stride; i += STAY)
        {
            last_delta.at[rows * output_stride + i] = R(0.0);
        }

        SYNC;
        for (int i = THREAD_X; has_last && i < batch * (unit_width / 4); i += STAY)
        {
            int row = i % batch;
            int unit = i / batch * 4;
            quad g = product_quad(last_delta, last_turned, unit_width, row, unit, outputs);
            KEEP_ROLLED
            for (int j = 0; j < 4 && unit + j < units; j++)
            {
                int at = (unit + j) * height + row;
                real slope = activation_slope(middle_activation, middle_alpha, middle_scale, middle_z[at]);
                middle_delta.at[at] = row < rows ? QUAD_VALUE(g, j) * slope : R(0.0);
            }
        }

        SYNC;
        if (has_own)
        {
            product_slices(split_delta, split_turned, own_width, batch, units, owned, partial);
        }

        SYNC;
        for (int i = THREAD_X; has_own && i < batch * owned; i += STAY)
        {
            int row = i % batch;
            int column = i / batch;
            real slope =
                activation_slope(hidden_activation, hidden_alpha, hidden_scale, own_z[column * height + row]);
            real g = product_value(partial, batch, units, owned, row, column);
            own_delta[row * own_width + column] = row < rows ? g * slope : R(0.0);
        }

        SYNC;
        /* Two sources of the own layer a thread, from the first one up; two units of the split one, from the last one down; the tail by
           those between. */
        int pairs_of_inputs = (inputs + 2) / 2;
        for (int i = THREAD_X; has_own && i < pairs_of_inputs * (own_width / 4); i += STAY)
        {
            int input = i % pairs_of_inputs;
            int other = input + pairs_of_inputs;
            int quad_at = i / pairs_of_inputs * 4;
            int count = owned - quad_at < 4 ? owned - quad_at : 4;
            quad g[2];
            gradient_tile(
                x, own_delta, own_width, rows_kept, input, other <= inputs ? other : input, quad_at, g, g + 1
            );
            KEEP_ROLLED
            for (int j = 0; j < 2 && input + j * pairs_of_inputs <= inputs; j++)
            {
                int at = input + j * pairs_of_inputs;
                KEPT real* w = own_weights + at * own_width + quad_at;
                quad moved = moved_quad(
                    rule,
                    rate,
                    decay,
                    LOAD_QUAD(w),
                    j == 0 ? g[0] : g[1],
                    count,
                    state + at * hidden + first_source + quad_at,
                    1,
                    parameter_count
                );
                STORE_QUAD(w, moved);
            }
        }

        LOOPS_APART;
        int pairs_of_units = (units + 1) / 2;
        int split_tiles = pairs_of_units * (own_width / 4);
        for (int i = STAY - 1 - THREAD_X; i < split_tiles; i += STAY)
        {
            int unit = i % pairs_of_units;
            int other = unit + pairs_of_units;
            int quad_at = i / pairs_of_units * 4;
            int count = owned - quad_at < 4 ? owned - quad_at : 4;
            quad g[2];
            gradient_tile(
                split_delta, source_rows, own_width, rows_kept, unit, other < units ? other : unit, quad_at, g, g + 1
            );
            KEEP_ROLLED
            for (int j = 0; j < 2 && unit + j * pairs_of_units < units; j++)
            {
                int at = unit + j * pairs_of_units;
                KEPT real* w = split_turned + at * own_width + quad_at;
                quad moved = moved_quad(
                    rule,
                    rate,
                    decay,
                    LOAD_QUAD(w),
                    j == 0 ? g[0] : g[1],
                    count,
                    state + split_at + (first_source + quad_at) * units + at,
                    units,
                    parameter_count
                );
                STORE_QUAD(w, moved);
                KEEP_ROLLED
                for (int own = 0; own < 4 && own < count; own++)
                {
                    split_weights[(quad_at + own) * unit_width + at] = QUAD_VALUE(moved, own);
                }
            }
        }

        LOOPS_APART;
        for (int i = first_tail + (2 * STAY - 1 - THREAD_X - split_tiles % STAY) % STAY; i < end_tail; i += STAY)
        {
            /* The split layer's bias, then the rows of the last layer, then its bias. */
            int unit = (i - units) / outputs;
            int column = i < units ? i : (i - units) % outputs;
            Kept delta = i < units ? split_delta : last_delta;
            bool is_bias = i < units || unit >= units;
            real g = R(0.0);
            real before = i < units ? split_bias[column]
                : is_bias ? last_bias[column]
                : last_weights[unit * output_width + column];
            UNROLL
            for (int row = 0; row < batch; row++)
            {
                real from = is_bias ? R(1.0) : middle_y.at[unit * height + row];
                g = FMA(from, delta.at[row * delta.row + column * delta.column], g);
            }

            tell(
                tail_pair,
                tail_after + i,
                number + 1,
                moved_weight(rule, rate, decay, before, g, state + tail_at + i, parameter_count)
            );
        }

        BROUGHT;
        SYNC;
        if (stages)
        {
            bring_staged(stage, next_rows, batch, inputs, inputs_kept);
        }
        else
        {
            bring_inputs(source, next, next_rows, batch, first_input, brought, inputs_kept);
        }

        SYNC;
    }

    int last_step = end_step - 1;
    report_rows(
        output, loss, watched, last_z, last_y, outputs, output_stride,
        kept_labels + (last_step & 1) * batch * label_width, label_width, last_step * batch,
        rows_from(last_step * batch, all_rows, batch), batch, groups, figures, lanes
    );
    LOOPS_APART;
    for (int i = THREAD_X; has_own && i < (inputs + 1) * owned; i += STAY)
    {
        parameters[i / owned * hidden + first_source + i % owned] = own_weights[i / owned * own_width + i % owned];
    }

    LOOPS_APART;
    for (int i = THREAD_X; i < owned * units; i += STAY)
    {
        parameters[split_at + first_source * units + i] = split_weights[i / units * unit_width + i % units];
    }

    LOOPS_APART;
    for (int i = first_tail + THREAD_X; i < end_tail; i += STAY)
    {
        real heard[AT_ONCE];
        hear(tail_pair, (end_step & 1) * tail + i, 0, 1, told + 1 + end_step - first_step, heard);
        parameters[tail_at + i] = heard[0];
    }
}

/* A row of the loss lies in one warp. */
#define SYNC_LANES SYNC_ROW
#include "persistent/cells.c"
#include "persistent/fixed.c"
#include "persistent/inputs.c"
#include "persistent/moved_quad.c"
#include "persistent/parted_product.c"
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
 *   own sources, own part of z of the split layer     | told; meanwhile bytes of the next rows are sent for, the tail is heard
 *   a share of z summed over the groups               | told
 *   the rest forward, loss, gradient; own weights move, and a share of the tail, which is told; rows of the loss are reported
 *
 * Nobody overwrites what another still looks for. Parts: who tells one has heard all of z of the step before, so that all have
 * heard all parts of that. z: who tells a share has heard all parts, which nobody tells before it has heard all of z before. The
 * tail lies in two copies, by the parity of the step: who tells it has heard all of z, so that all have heard the tail of the step
 * before.
 *
 * Every sum has one order for one number of groups. Matrices of a batch lie by columns, their rows side by side, so that
 * neighbouring threads take neighbouring rows. Rows that the last batch lacks have values like others, but no gradient. What a
 * group keeps lies at places ..._at of its piece of memory, which KeptLayout gives.
 *
 * What bounds a step is its instructions, which all threads pass through, and what they read from the memory of the group, 128
 * bytes a clock, whether many read the same or not.
 */

/* One half of the threads sums z over the groups while the other hears the tail. */
#define HALF (STAY / 2)

/* Threads at most that sum one value of z. */
#define SUMMANDS 16

/* The part of n that the group with that number owns: from its share to that of the next. */
DEVICE int share_of(int n, int group, int groups)
{
    /* Where all own as many, a compiler that knows n and groups shall see it. */
    return n % groups == 0 ? n / groups * group : (int)((offset_t)n * group / groups);
}

/* Places i, i + threads, ... below n, at most AT_ONCE. */
DEVICE int places_of(int i, int n, int threads)
{
    int count = (n - i + threads - 1) / threads;
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
    KEEP_ROLLED
    for (int i = THREAD_X; i < rows * label_width; i += STAY)
    {
        COPY(kept_labels + i, labels + (offset_t)numbers[i / label_width] * label_width + i % label_width, real);
    }

    LOOPS_APART;
    KEEP_ROLLED
    for (int i = THREAD_X; i < rows; i += STAY)
    {
        COPY(kept_scales + i, scales + first + i, real);
    }
}

/*
 * The tail lies in cells by rows: of each unit its weights to the `last` outputs, then its bias; and one row more, of the biases of
 * the outputs. Without a last layer these are the biases of the split layer alone. The place of a cell's value among the parameters
 * of the tail; -1 of the last cell, which has none.
 */
DEVICE int tail_parameter(int row, int column, int units, int last)
{
    return row == units ? (column < last ? units + units * last + column : -1)
        : column < last ? units + row * last + column
        : row;
}

/* The number of a thread counted from the last one down, when so many of those are busy: they count last. */
DEVICE int spare_thread(int busy)
{
    return (2 * STAY - 1 - THREAD_X - busy % STAY) % STAY;
}

/* Losses and metrics of a step: each group those of its share of the rows, by threads that have nothing else to do. */
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
    int groups,
    int busy,
    GLOBAL real* figures,
    LOCAL real* lanes
)
{
    int thread = spare_thread((busy + TOGETHER - 1) / TOGETHER * TOGETHER);
    int own_rows = (rows - GROUP_X + groups - 1) / groups;
    KEEP_ROLLED
    for (int begin = thread / TOGETHER * TOGETHER / LANES; begin < own_rows; begin += STAY / LANES)
    {
        int own = begin + thread % TOGETHER / LANES;
        bool is_own = own < own_rows;
        int row = is_own ? GROUP_X + own * groups : GROUP_X;
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
    int last_weights_at,
    int last_turned_at,
    int last_bias_at,
    int last_z_at,
    int last_y_at,
    int last_slopes_at,
    int last_delta_at,
    int labels_at,
    int scales_at,
    int numbers_at,
    int partial_at,
    int bytes_at
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
    int last = has_last ? outputs : 0;
    int tail_rows = has_last ? units + 1 : units;
    int tail_columns = last + 1;
    int tail = tail_rows * tail_columns;
    int first_source = share_of(sources, GROUP_X, groups);
    int owned = share_of(sources, GROUP_X + 1, groups) - first_source;
    int first_tail = share_of(tail, GROUP_X, groups);
    int end_tail = share_of(tail, GROUP_X + 1, groups);

    /* From one column to the next, an odd number of quads, which threads read from banks of their own; from one row of weights to
       the next, whole quads. */
    int rows_kept = whole_quads(batch);
    int height = rows_kept / 4 % 2 == 0 ? rows_kept + 4 : rows_kept;
    int own_width = whole_quads((sources + groups - 1) / groups);
    int unit_width = whole_quads(units);
    int output_width = whole_quads(outputs);

    Kept x = kept(all_kept + x_at, height);
    KEPT real* own_weights = all_kept + own_weights_at;
    KEPT real* own_z = all_kept + own_z_at;
    Kept own_sources = kept(all_kept + sources_at, height);
    KEPT real* source_rows = all_kept + source_rows_at;
    KEPT real* own_delta = all_kept + own_delta_at;
    KEPT real* split_weights = all_kept + split_weights_at;
    KEPT real* split_turned = all_kept + split_turned_at;
    KEPT real* split_bias = all_kept + split_bias_at;
    /* What z was, the gradient in it becomes. */
    Kept middle_z = kept(all_kept + middle_z_at, height);
    Kept middle_y = kept(all_kept + middle_y_at, height);
    KEPT real* last_weights = all_kept + last_weights_at;
    KEPT real* last_turned = all_kept + last_turned_at;
    KEPT real* last_bias = all_kept + last_bias_at;
    KEPT real* last_z = all_kept + last_z_at;
    KEPT real* last_y = all_kept + last_y_at;
    KEPT real* last_slopes = all_kept + last_slopes_at;
    Kept last_delta = kept(all_kept + last_delta_at, height);
    /* In two copies, by the parity of the step: what is wanted in a step is copied during the one before. */
    KEPT real* kept_labels = all_kept + labels_at;
    KEPT real* kept_scales = all_kept + scales_at;
    KEPT int* numbers = (KEPT int*)(all_kept + numbers_at);
    KEPT real* partial = all_kept + partial_at;
    KEPT byte* bytes = (KEPT byte*)(all_kept + bytes_at);
    Kept split_delta = has_last ? middle_z : last_delta;

    /* Where sources are the inputs, only those that are owned are wanted. Bytes that come in whole blocks stay bytes, in two copies
       by the parity of the step. */
    Kept inputs_kept = has_own ? x : own_sources;
    int first_input = has_own ? 0 : first_source;
    int brought = has_own ? inputs : owned;
    bool has_bytes = has_own && is_raw && inputs % BLOCK_BYTES == 0;
    int byte_rows = rows_kept * blocks_of(inputs) * BLOCK_BYTES;
    int split_values = batch * units;
    Duty duty = duty_of(batch);

    /* From the sums of one row to those of the next: an odd number, for the banks. */
    int own_stride = own_width + 1;
    int last_stride = outputs | 1;

    /* Of the values of z, those that the group sums, and the threads for each. */
    int most_sums = (split_values + groups - 1) / groups;
    int first_sum = GROUP_X * most_sums;
    int left_sums = split_values - first_sum;
    int sums = left_sums < 0 ? 0 : left_sums < most_sums ? left_sums : most_sums;
    int most_summands = HALF / most_sums < groups ? HALF / most_sums : groups;
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
    for (int i = THREAD_X; has_own && !has_bytes && i < batch; i += STAY)
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
        int of = tail_parameter(i / tail_columns, i % tail_columns, units, last);
        tell(tail_pair, (first_step & 1) * tail + i, told + 1, of < 0 ? R(0.0) : parameters[tail_at + of]);
    }

    LOOPS_APART;
    int begin = first_step * batch;
    int begin_rows = rows_from(begin, all_rows, batch);
    copy_numbers(source, begin, begin_rows, numbers + (first_step & 1) * batch);
    LOOPS_APART;
    copy_numbers(
        source, begin + batch, rows_from(begin + batch, all_rows, batch), numbers + (first_step + 1 & 1) * batch
    );
    BROUGHT;
    SYNC;
    if (has_bytes)
    {
        copy_bytes(source, numbers + (first_step & 1) * batch, begin_rows, bytes + (first_step & 1) * byte_rows);
    }
    else
    {
        bring_inputs(source, begin, begin_rows, batch, first_input, brought, inputs_kept);
    }

    LOOPS_APART;
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
        KEPT byte* bytes_now = bytes + (step & 1) * byte_rows;
        KEPT byte* bytes_then = bytes + (step + 1 & 1) * byte_rows;

        if (has_bytes)
        {
            product_of_bytes(duty, batch, bytes_now, inputs, own_weights, own_width, owned, own_stride, partial);
        }
        else if (has_own)
        {
            product_parts(duty, batch, x, own_weights, own_width, inputs + 1, owned, own_stride, partial);
        }

        SYNC;
        KEEP_ROLLED
        for (int row = duty.row; row < batch; row += duty.span)
        {
            KEEP_ROLLED
            for (int column = duty.part; column < owned; column += duty.parts)
            {
                int at = column * height + row;
                if (has_own)
                {
                    real z = product_value(partial, duty.parts, batch, own_stride, row, column);
                    z = has_bytes ? scaled_byte(z) + own_weights[inputs * own_width + column] : z;
                    own_z[at] = z;
                    own_sources.at[at] = activation_value(hidden_activation, hidden_alpha, hidden_scale, z);
                }

                source_rows[row * own_width + column] = own_sources.at[at];
            }
        }

        SYNC;
        KEEP_ROLLED
        for (int row = duty.row; row < batch; row += duty.span)
        {
            KEEP_ROLLED
            for (int unit = 4 * duty.part; unit < units; unit += 4 * duty.parts)
            {
                quad z = zero_quad();
                UNROLL
                for (int k = 0; k < owned; k++)
                {
                    z = add_product(
                        z, own_sources.at[k * height + row], LOAD_QUAD(split_weights + k * unit_width + unit)
                    );
                }

                GLOBAL cell* to = parts + CELLS * ((offset_t)GROUP_X * split_values + unit * batch + row);
                UNROLL_WHOLE
                for (int j = 0; j < 4; j++)
                {
                    if (unit + j < units)
                    {
                        tell(to, j * batch, number, QUAD_VALUE(z, j));
                    }
                }
            }
        }

        LOOPS_APART;
        if (has_bytes)
        {
            copy_bytes(source, numbers + then, next_rows, bytes_then);
        }

        LOOPS_APART;
        if (THREAD_X >= HALF)
        {
            /* A thread keeps to one column of the tail, so that it computes a place once. */
            int column = (THREAD_X - HALF) % tail_columns;
            int rows_at_once = HALF / tail_columns < 1 ? 1 : HALF / tail_columns;
            int row = (THREAD_X - HALF) / tail_columns;
            KEEP_ROLLED
            for (; column < tail_columns; column += HALF)
            {
                KEEP_ROLLED
                for (int at = row < rows_at_once ? row : tail_rows; at < tail_rows; at += rows_at_once * AT_ONCE)
                {
                    real heard[AT_ONCE];
                    int count = places_of(at, tail_rows, rows_at_once);
                    hear(
                        tail_pair, tail_before + at * tail_columns + column, rows_at_once * tail_columns,
                        places_of(0, tail_rows, rows_at_once), count, number, heard
                    );
                    UNROLL_WHOLE
                    for (int j = 0; j < AT_ONCE; j++)
                    {
                        if (j >= count)
                        {
                            break;
                        }

                        int unit = at + j * rows_at_once;
                        KEPT real* to = unit == units ? last_bias + column
                            : column == last ? split_bias + unit
                            : last_weights + unit * output_width + column;
                        if (unit < units || column < last)
                        {
                            *to = heard[j];
                        }

                        if (unit < units && column < last)
                        {
                            last_turned[column * unit_width + unit] = heard[j];
                        }
                    }
                }
            }
        }

        LOOPS_APART;
        if (THREAD_X < HALF)
        {
            KEEP_ROLLED
            for (int i = THREAD_X; i < most_sums * summands; i += HALF)
            {
                int value = i % most_sums;
                real sum = R(0.0);
                KEEP_ROLLED
                for (int group = i / most_sums; value < sums && group < groups; group += summands * AT_ONCE)
                {
                    real heard[AT_ONCE];
                    int count = places_of(group, groups, summands);
                    offset_t at = (offset_t)group * split_values + first_sum + value;
                    hear(
                        parts, at, (offset_t)summands * split_values, places_of(0, groups, summands), count, number, heard
                    );
                    UNROLL_WHOLE
                    for (int j = 0; j < AT_ONCE; j++)
                    {
                        sum = j < count ? sum + heard[j] : sum;
                    }
                }

                partial[i] = sum;
            }
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
        KEEP_ROLLED
        for (int row = duty.row; row < batch; row += duty.span)
        {
            KEEP_ROLLED
            for (int unit = duty.part; unit < units; unit += duty.parts * AT_ONCE)
            {
                real heard[AT_ONCE];
                int count = places_of(unit, units, duty.parts);
                hear(
                    split_z, (offset_t)unit * batch + row, duty.parts * batch, places_of(0, units, duty.parts), count,
                    number, heard
                );
                UNROLL_WHOLE
                for (int j = 0; j < AT_ONCE; j++)
                {
                    if (j >= count)
                    {
                        break;
                    }

                    int at = unit + j * duty.parts;
                    real z = heard[j] + split_bias[at];
                    if (has_last)
                    {
                        middle_z.at[at * height + row] = z;
                        middle_y.at[at * height + row] =
                            activation_value(middle_activation, middle_alpha, middle_scale, z);
                    }
                    else
                    {
                        last_z[row * last_stride + at] = z;
                    }
                }
            }
        }

        SYNC;
        if (has_last)
        {
            product_parts(duty, batch, middle_y, last_weights, output_width, units, outputs, last_stride, partial);
        }

        SYNC;
        KEEP_ROLLED
        for (int first_row = 0; first_row < batch; first_row += STAY / LANES)
        {
            /* Rows that the last batch lacks have values too: nothing that comes of them is used. */
            int row = first_row + THREAD_X / LANES;
            bool is_row = row < batch;
            int kept_row = is_row ? row : 0;
            int width = is_row ? outputs : 0;
            for (int i = LANE; has_last && i < width; i += LANES)
            {
                last_z[kept_row * last_stride + i] =
                    product_value(partial, duty.parts, batch, last_stride, kept_row, i) + last_bias[i];
            }

#if LANES > 1
            SYNC_ROW;
#endif
            head_row(
                output,
                !from_logits,
                loss,
                watched,
                last_z + kept_row * last_stride,
                last_y + kept_row * last_stride,
                width,
                kept_labels + (now + kept_row) * label_width,
                1,
                kept_scales[now + kept_row],
                last_slopes + kept_row * last_stride,
                0,
                figures,
                lanes + THREAD_X / LANES * LANES
            );
        }

        SYNC;
        /* By columns, as what is multiplied lies; rows that are absent have no gradient. */
        KEEP_ROLLED
        for (int row = duty.row; row < batch; row += duty.span)
        {
            KEEP_ROLLED
            for (int column = duty.part; column < outputs; column += duty.parts)
            {
                last_delta.at[column * height + row] = row < rows ? last_slopes[row * last_stride + column] : R(0.0);
            }
        }

        SYNC;
        KEEP_ROLLED
        for (int row = duty.row; has_last && row < batch; row += duty.span)
        {
            KEEP_ROLLED
            for (int unit = 4 * duty.part; unit < units; unit += 4 * duty.parts)
            {
                quad g = zero_quad();
                UNROLL
                for (int k = 0; k < outputs; k++)
                {
                    g = add_product(g, last_delta.at[k * height + row], LOAD_QUAD(last_turned + k * unit_width + unit));
                }

                /* All of z first: what is stored in its place would hold the next one up. */
                KEPT real* at = middle_z.at + unit * height + row;
                real slopes[4];
                UNROLL_WHOLE
                for (int j = 0; j < 4; j++)
                {
                    slopes[j] = unit + j < units
                        ? activation_slope(middle_activation, middle_alpha, middle_scale, at[j * height])
                        : R(0.0);
                }

                UNROLL_WHOLE
                for (int j = 0; j < 4; j++)
                {
                    if (unit + j < units)
                    {
                        at[j * height] = QUAD_VALUE(g, j) * slopes[j];
                    }
                }
            }
        }

        SYNC;
        if (has_own)
        {
            product_parts(duty, batch, split_delta, split_turned, own_width, units, owned, own_stride, partial);
        }

        SYNC;
        KEEP_ROLLED
        for (int row = duty.row; has_own && row < batch; row += duty.span)
        {
            KEEP_ROLLED
            for (int column = duty.part; column < owned; column += duty.parts)
            {
                real g = product_value(partial, duty.parts, batch, own_stride, row, column);
                own_delta[row * own_width + column] =
                    g * activation_slope(hidden_activation, hidden_alpha, hidden_scale, own_z[column * height + row]);
            }
        }

        SYNC;
        /* The own layer's weights by threads from the first one up; all else by those from the last one down: two units of the
           split layer a thread, then the tail, the own bias, and the rows that are reported. */
        int fours = inputs / 4;
        int own_quads = own_width / 4;
        KEEP_ROLLED
        for (
            /* Where the warp begins: all its threads must go the same way, and those of others may have other work. */
            int of_warp = THREAD_FOUR / SHARERS_APART * SHARERS_APART;
            has_bytes && of_warp < fours * own_quads;
            of_warp += STAY / SHARERS
        )
        {
            int i = of_warp + THREAD_FOUR % SHARERS_APART;
            bool is_there = i < fours * own_quads;
            int four = is_there ? i % fours : 0;
            /* Of one quad, as most have, a compiler shall see that it is the first. */
            int quad_at = is_there && own_quads > 1 ? i / fours * 4 : 0;
            int count = owned - quad_at < 4 ? owned - quad_at : 4;
            quad g[OWN_INPUTS];
            gradient_of_bytes(bytes_now, inputs, four, own_delta + quad_at, own_width, rows_kept, partial, g);
            UNROLL_WHOLE
            for (int j = 0; j < OWN_INPUTS; j++)
            {
                int input = 4 * four + OWN_INPUTS * THREAD_SHARER + j;
                KEPT real* w = own_weights + input * own_width + quad_at;
                GLOBAL real* of = state + input * hidden + first_source + quad_at;
                if (is_there)
                {
                    STORE_QUAD(w, moved_quad(rule, rate, decay, LOAD_QUAD(w), g[j], count, of, 1, parameter_count));
                }
            }
        }

        LOOPS_APART;
        int pairs_of_inputs = (inputs + 2) / 2;
        KEEP_ROLLED
        for (int i = THREAD_X; has_own && !has_bytes && i < pairs_of_inputs * own_quads; i += STAY)
        {
            int input = i % pairs_of_inputs;
            int other = input + pairs_of_inputs;
            int quad_at = own_quads > 1 ? i / pairs_of_inputs * 4 : 0;
            int count = owned - quad_at < 4 ? owned - quad_at : 4;
            bool has_other = other <= inputs;
            quad g;
            quad other_g;
            gradient_tile(x, own_delta, own_width, rows_kept, input, has_other ? other : input, quad_at, &g, &other_g);
            KEPT real* w = own_weights + input * own_width + quad_at;
            GLOBAL real* of = state + input * hidden + first_source + quad_at;
            STORE_QUAD(w, moved_quad(rule, rate, decay, LOAD_QUAD(w), g, count, of, 1, parameter_count));
            if (has_other)
            {
                w += pairs_of_inputs * own_width;
                of += pairs_of_inputs * hidden;
                STORE_QUAD(w, moved_quad(rule, rate, decay, LOAD_QUAD(w), other_g, count, of, 1, parameter_count));
            }
        }

        LOOPS_APART;
        int pairs_of_units = (units + 1) / 2;
        int busy = pairs_of_units * own_quads;
        KEEP_ROLLED
        for (int i = spare_thread(0); i < pairs_of_units * own_quads; i += STAY)
        {
            int unit = i % pairs_of_units;
            int other = unit + pairs_of_units;
            int quad_at = own_quads > 1 ? i / pairs_of_units * 4 : 0;
            int count = owned - quad_at < 4 ? owned - quad_at : 4;
            quad g[2];
            gradient_tile(
                split_delta, source_rows, own_width, rows_kept, unit, other < units ? other : unit, quad_at, g, g + 1
            );
            UNROLL_WHOLE
            for (int j = 0; j < 2; j++)
            {
                int at = unit + j * pairs_of_units;
                if (at < units)
                {
                    KEPT real* w = split_turned + at * own_width + quad_at;
                    quad moved = moved_quad(
                        rule,
                        rate,
                        decay,
                        LOAD_QUAD(w),
                        g[j],
                        count,
                        state + split_at + (first_source + quad_at) * units + at,
                        units,
                        parameter_count
                    );
                    STORE_QUAD(w, moved);
                    UNROLL_WHOLE
                    for (int own = 0; own < 4; own++)
                    {
                        if (own < count)
                        {
                            split_weights[(quad_at + own) * unit_width + at] = QUAD_VALUE(moved, own);
                        }
                    }
                }
            }
        }

        LOOPS_APART;
        KEEP_ROLLED
        for (int i = first_tail + spare_thread(busy); i < end_tail; i += STAY)
        {
            int unit = i / tail_columns;
            int column = i % tail_columns;
            int of = tail_parameter(unit, column, units, last);
            bool is_split = column == last;
            bool is_bias = is_split || unit == units;
            Kept delta = is_split ? split_delta : last_delta;
            real g = R(0.0);
            real moved = R(0.0);
            if (of >= 0)
            {
                real before = is_split ? split_bias[unit]
                    : is_bias ? last_bias[column]
                    : last_weights[unit * output_width + column];
                UNROLL
                for (int row = 0; row < rows_kept; row += 4)
                {
                    quad slopes = rows_of_column(delta, row, is_split ? unit : column);
                    quad from = of_four(R(1.0), R(1.0), R(1.0), R(1.0));
                    if (!is_bias)
                    {
                        from = rows_of_column(middle_y, row, unit);
                    }

                    g = FMA(from.x, slopes.x, g);
                    g = FMA(from.y, slopes.y, g);
                    g = FMA(from.z, slopes.z, g);
                    g = FMA(from.w, slopes.w, g);
                }

                moved = moved_weight(rule, rate, decay, before, g, state + tail_at + of, parameter_count);
            }

            tell(tail_pair, tail_after + i, number + 1, moved);
        }

        LOOPS_APART;
        busy += end_tail - first_tail;
        KEEP_ROLLED
        for (int i = spare_thread(busy); has_bytes && i < owned; i += STAY)
        {
            real g = R(0.0);
            UNROLL
            for (int row = 0; row < rows_kept; row++)
            {
                g += own_delta[row * own_width + i];
            }

            KEPT real* w = own_weights + inputs * own_width + i;
            *w = moved_weight(
                rule, rate, decay, *w, g, state + inputs * hidden + first_source + i, parameter_count
            );
        }

        LOOPS_APART;
        busy += owned;
        report_rows(
            output, loss, watched, last_z, last_y, outputs, last_stride, kept_labels + now * label_width, label_width,
            first, rows, groups, busy, figures, lanes
        );
        BROUGHT;
        SYNC;
        if (!has_bytes)
        {
            bring_inputs(source, next, next_rows, batch, first_input, brought, inputs_kept);
            SYNC;
        }
    }

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
        int of = tail_parameter(i / tail_columns, i % tail_columns, units, last);
        real heard[AT_ONCE];
        hear(tail_pair, (end_step & 1) * tail + i, 0, 1, 1, told + 1 + end_step - first_step, heard);
        if (of >= 0)
        {
            parameters[tail_at + of] = heard[0];
        }
    }
}

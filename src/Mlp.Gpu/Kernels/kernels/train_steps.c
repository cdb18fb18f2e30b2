/* A row of the loss lies in one warp. */
#define SYNC_LANES SYNC_ROW
#include "persistent/fixed.c"
#include "persistent/inputs.c"
#include "persistent/look_ahead.c"
#include "persistent/split_layer.c"
#include "persistent/tail.c"
#include "persistent/words.c"
#include "rows/head_row.c"

/*
 * Many steps of a chain of one to three dense layers in one launch, by groups of STAY threads that stay: the persistent path.
 *
 * One layer is split by its rows: a group owns some of its sources, the weights from them, and what of z they make up, which is
 * added over the groups. The layer before it, if any, is split by its columns, so that a group makes the very sources that
 * it owns. Both slices stay with the group, nearest to its threads, for all of the launch. What comes after is split by the rows of
 * the batch: a group that owns a row adds up its z and goes on to the loss and back. Where there are enough groups those with rows
 * are others than those with columns: the last ones. What groups need of each other they tell, in words (persistent/words.c):
 *
 *   groups with columns                                        groups with rows
 *   parts of z of the split layer: told                     -> z, last layer, loss, gradient in z: told
 *   meanwhile, looking ahead: own weights move by the
 *   gradients of the step before, products with the next rows
 *   gradient in own sources; weights of the split layer     <- shares of the tail (persistent/tail.c) move: told to each other;
 *   move; own sources of the next rows                         looking ahead, likenesses of the next rows: told
 *
 * Without looking ahead (persistent/look_ahead.c) own weights move, and products are made, after the gradient has come.
 *
 * Nobody overwrites what another still looks for. A part is told by who has heard all rows of the step before, which were told by
 * those that had heard all parts of theirs. A row is told by who has heard all parts of it, and the tail, which was told by those that
 * had heard all rows of the step before. The tail is told by who has heard all rows of the step, which were told by those that had
 * heard the tail. Likenesses for the next step are told, over those of the step before, by who has heard all parts of a row, which were
 * told by those that had heard them. A batch that lacks rows ends its launch: what they tell is heard by owners of the tail alone, who
 * must not be early, and added by nobody; they have no sources.
 *
 * Every sum has one order for one number of groups. What a group keeps lies at places ..._at of its piece of memory, which KeptLayout
 * gives. A step takes what its longest chain takes: all that groups with columns do, or what they and those with rows do for each
 * other, and two trips from group to group.
 */

/* The part of n that falls to one of so many: from its share to that of the next. */
DEVICE int share_of(int n, int one, int many)
{
    /* Where all own as many, a compiler that knows n and many shall see it. */
    return n % many == 0 ? n / many * one : (int)((offset_t)n * one / many);
}

/* Rows of the batch that begins at place `first`; none after the end. */
DEVICE int rows_from(int first, int all_rows, int batch)
{
    int left = all_rows - first;
    return left < 0 ? 0 : left < batch ? left : batch;
}

/* The least multiple of eight from n on. */
DEVICE int whole_eights(int n)
{
    return (n + 7) / 8 * 8;
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

/* The number of a thread counted from the last one down, when so many of those are busy: they count last. */
DEVICE int spare_thread(int busy)
{
    return (2 * STAY - 1 - THREAD_X - busy % STAY) % STAY;
}

KERNEL(STAY) train_steps(
    int column_groups,
    int row_groups,
    int told,
    int tail_told,
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
    GLOBAL const real* z_before,
    GLOBAL real* z_after,
    int copies,
    int is_continued,
    GLOBAL bits* parts,
    GLOBAL bits* told_rows,
    GLOBAL bits* told_tail,
    GLOBAL real* far,
    int kept_length,
    int x_at,
    int own_weights_at,
    int own_bias_at,
    int early_z_at,
    int own_z_at,
    int sources_at,
    int own_delta_at,
    int products_at,
    int split_weights_at,
    int split_bias_at,
    int split_delta_at,
    int middle_z_at,
    int middle_y_at,
    int last_weights_at,
    int last_bias_at,
    int last_z_at,
    int last_y_at,
    int last_delta_at,
    int tail_y_at,
    int tail_delta_at,
    int likeness_at,
    int labels_at,
    int scales_at,
    int numbers_at,
    int partial_at
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
    Tail tail = tail_of(units, has_last ? outputs : 0);

    /* What the group owns: sources where it is one of the first groups; rows, and of the tail, where it is one of the last, which
       are counted from the end. */
    bool owns_sources = GROUP_X < column_groups;
    int first_source = share_of(sources, GROUP_X, column_groups);
    int owned = share_of(sources, GROUP_X + 1, column_groups) - first_source;
    int first_row = GROUPS - 1 - GROUP_X;
    bool owns_rows = first_row < row_groups;
    int first_quad = tail_begin(tail, owns_rows ? share_of(tail_shares(tail), first_row, row_groups) : 0);
    int end_quad = tail_begin(tail, owns_rows ? share_of(tail_shares(tail), first_row + 1, row_groups) : 0);

    int rows_kept = whole_eights(batch);
    int own_rows = owns_rows ? places_of(first_row, batch, row_groups, batch) : 0;
    int own_rows_kept = (batch + row_groups - 1) / row_groups;
    int own_width = whole_quads((sources + column_groups - 1) / column_groups);
    int unit_width = 4 * tail.unit_quads;
    int output_quads = (outputs + 3) / 4;
    int output_width = 4 * output_quads;
    /* An odd number of quads: of eight rows, one beside the other, a quad each lies in banks of its own. */
    int delta_width = 4 * (tail.unit_quads | 1);

    /* Bytes that come in whole blocks stay bytes, in copies by the number of the step: those of this and the next, and looking ahead,
       which is asked for by more copies than two, those of the one before, whose place those after next take, or a fourth. Who owns no
       columns needs none of a step once its likenesses are told, and keeps the next three. Where sources are the inputs, only those that
       are owned are wanted. */
    bool has_bytes = has_own && is_raw && inputs % BLOCK_BYTES == 0;
    Inputs x = inputs_of(all_kept + x_at, has_bytes, inputs);
    bool looks_ahead = copies > 2;
    int first_brought = has_own ? 0 : first_source;
    int inputs_brought = has_own ? inputs : owned;
    int brought_stride = has_own ? 4 * x.stride : own_width;
    Own own;
    own.inputs = inputs;
    own.owned = owned;
    own.width = own_width;
    own.rows = rows_kept;
    own.weights = all_kept + own_weights_at;
    own.bias = all_kept + own_bias_at;
    own.early_z = all_kept + early_z_at;
    own.z = all_kept + own_z_at;
    own.delta = all_kept + own_delta_at;
    own.products = all_kept + products_at;
    bool makes_sources = has_own && owns_sources;
    int copied_ahead = !looks_ahead ? 1 : makes_sources ? 2 : 3;
    /* In two copies, by the parity of the step. */
    KEPT real* all_sources = all_kept + sources_at;
    int copy_of_sources = rows_kept * own_width;
    KEPT real* split_weights = all_kept + split_weights_at;
    KEPT real* split_bias = all_kept + split_bias_at;
    KEPT real* split_delta = all_kept + split_delta_at;
    KEPT real* middle_z = all_kept + middle_z_at;
    KEPT real* middle_y = all_kept + middle_y_at;
    KEPT real* last_weights = all_kept + last_weights_at;
    KEPT real* last_bias = all_kept + last_bias_at;
    KEPT real* last_z = all_kept + last_z_at;
    KEPT real* last_y = all_kept + last_y_at;
    KEPT real* last_delta = all_kept + last_delta_at;
    KEPT real* tail_y = all_kept + tail_y_at;
    KEPT real* tail_delta = all_kept + tail_delta_at;
    KEPT real* likeness = all_kept + likeness_at;
    /* What is wanted in a step is copied during those before: labels and scales in two copies, by its parity, numbers in NUMBER_COPIES. */
    KEPT real* kept_labels = all_kept + labels_at;
    KEPT real* kept_scales = all_kept + scales_at;
    KEPT int* numbers = (KEPT int*)(all_kept + numbers_at);
    KEPT real* partial = all_kept + partial_at;
    /* A row tells its gradient in z; where there is a last layer, its y and the gradient in the last z; and looking ahead its likeness
       to the next rows, in two copies. */
    int y_quad = tail.unit_quads;
    int last_quad = has_last ? y_quad + tail.unit_quads : y_quad;
    int likeness_quad = last_quad + tail.output_quads;
    int likeness_quads = looks_ahead ? rows_kept / 4 : 0;
    int row_quads = likeness_quad + 2 * likeness_quads;
    int likeness_width = 4 * (rows_kept / 4 | 1);
    /* Whether the first warp, which has the loss of the first own row, has all that comes of it. */
    bool is_row_of_warp = own_rows_kept == 1 && tail.unit_quads <= TOGETHER && output_quads <= TOGETHER;
    /* Threads that add up the parts of one quad of z. */
    int most_summands = STAY / (own_rows_kept * tail.unit_quads);
    int summands = most_summands < 1 ? 1 : most_summands < column_groups ? most_summands : column_groups;

    for (int i = THREAD_X; i < kept_length; i += STAY)
    {
        all_kept[i] = R(0.0);
    }

    SYNC;
    for (int i = THREAD_X; makes_sources && i < inputs * owned; i += STAY)
    {
        own.weights[weight_place(i / owned) * own_width + i % owned] =
            parameters[i / owned * hidden + first_source + i % owned];
    }

    LOOPS_APART;
    for (int i = THREAD_X; makes_sources && i < owned; i += STAY)
    {
        own.bias[i] = parameters[inputs * hidden + first_source + i];
    }

    LOOPS_APART;
    for (int i = THREAD_X; owns_sources && i < owned * units; i += STAY)
    {
        split_weights[i / units * unit_width + i % units] = parameters[split_at + first_source * units + i];
    }

    LOOPS_APART;
    for (int i = first_quad + THREAD_X; i < end_quad; i += STAY)
    {
        Places places = tail_places(tail, tail_quad(tail, i));
        GLOBAL const real* from = parameters + tail_at + places.first;
        tell_whole_quad(
            told_tail, tail.quads, i, (word)(tail_told + 1) & 1, quad_of_places(from, places.apart, places.count)
        );
    }

    LOOPS_APART;
    int begin = first_step * batch;
    UNROLL_WHOLE
    for (int n = 0; n < NUMBER_COPIES; n++)
    {
        int place = begin + n * batch;
        copy_numbers(
            source, place, rows_from(place, all_rows, batch), numbers + copy_of(first_step + n, NUMBER_COPIES) * batch, THREAD_X, STAY
        );
    }

    BROUGHT;
    SYNC;
    int begin_rows = rows_from(begin, all_rows, batch);
    if (has_bytes)
    {
        for (int n = 0; n < copied_ahead; n++)
        {
            copy_bytes(
                source, numbers + copy_of(first_step + n, NUMBER_COPIES) * batch, rows_from(begin + n * batch, all_rows, batch),
                inputs_copy(x, copy_of(first_step + n, copies), rows_kept), THREAD_X, STAY
            );
        }
    }
    else if (owns_sources)
    {
        bring_inputs(
            source, begin, begin_rows, batch, first_brought, inputs_brought,
            has_own ? x.at : all_sources + (first_step & 1) * copy_of_sources, brought_stride
        );
    }

    LOOPS_APART;
    copy_labels(
        labels, label_width, scales, begin, numbers + copy_of(first_step, NUMBER_COPIES) * batch, begin_rows,
        kept_labels + (first_step & 1) * batch * label_width, kept_scales + (first_step & 1) * batch
    );
    BROUGHT;
    SYNC;
    if (looks_ahead)
    {
        tell_likenesses(
            inputs_copy(x, copy_of(first_step, copies), rows_kept), inputs_copy(x, copy_of(first_step + 1, copies), rows_kept),
            first_row, own_rows, row_groups, rows_kept, STAY, told_rows, row_quads, likeness_quad, told + 1, lanes
        );
    }

    LOOPS_APART;
    if (makes_sources && !is_continued)
    {
        own_products(own, inputs_copy(x, copy_of(first_step, copies), rows_kept));
    }

    SYNC;
    if (makes_sources && !is_continued)
    {
        add_own_parts(own, x);
    }

    LOOPS_APART;
    /* A launch that continues another has z of its first rows from that, corrected. */
    for (int i = THREAD_X; is_continued && makes_sources && i < begin_rows * owned; i += STAY)
    {
        own.early_z[i / owned * own_width + i % owned] = z_before[i / owned * hidden + first_source + i % owned];
    }

    SYNC;
    if (makes_sources)
    {
        make_sources(
            own, hidden_activation, hidden_alpha, hidden_scale, begin_rows, false, R(0.0), 0, R(0.0), likeness, likeness_width,
            all_sources + (first_step & 1) * copy_of_sources
        );
    }

    SYNC;
    for (int step = first_step; step < end_step; step++)
    {
        int first = step * batch;
        int rows = rows_from(first, all_rows, batch);
        int next = first + batch;
        int next_rows = rows_from(next, all_rows, batch);
        int times_told = told + step - first_step + 1;
        word mark = (word)times_told & 1;
        word tail_mark = (word)(tail_told + step - first_step + 1) & 1;
        real rate = rates[2 * step];
        real decay = rates[2 * step + 1];
        int now = (step & 1) * batch;
        int then = batch - now;
        KEPT real* sources_now = all_sources + (step & 1) * copy_of_sources;
        KEPT real* sources_then = all_sources + (step + 1 & 1) * copy_of_sources;
        Inputs x_before = inputs_copy(x, copy_of(step + copies - 1, copies), rows_kept);
        Inputs x_now = inputs_copy(x, copy_of(step, copies), rows_kept);
        Inputs x_then = inputs_copy(x, copy_of(step + 1, copies), rows_kept);

        /* Threads that have nothing to multiply, from this one on, copy and hear meanwhile; all do where there are none. */
        int spare_from = looks_ahead && product_threads(own, x) <= STAY - TOGETHER ? product_threads(own, x) : 0;
        if (THREAD_X >= spare_from)
        {
            /* Numbers of this step have been used: their place takes what comes next. */
            copy_numbers(
                source, next + 2 * batch, rows_from(next + 2 * batch, all_rows, batch), numbers + copy_of(step, NUMBER_COPIES) * batch,
                THREAD_X - spare_from, STAY - spare_from
            );
        }

        LOOPS_APART;
        IF_GROUP(owns_sources)
        {
            /* A thread has the same four units of some rows, as many as others have, and reads their weights once for two of them. */
            int most_at_once = STAY / tail.unit_quads < 1 ? 1 : STAY / tail.unit_quads;
            int rows_each = (batch + most_at_once - 1) / most_at_once;
            int rows_at_once = (batch + rows_each - 1) / rows_each;
            KEEP_ROLLED
            for (int i = THREAD_X; owns_sources && i < rows_at_once * tail.unit_quads; i += STAY)
            {
                int unit_quad = i % tail.unit_quads;
                UNROLL_FIXED
                for (int n = 0; n < rows_each; n += 2)
                {
                    int row = i / tail.unit_quads + n * rows_at_once;
                    bool is_row = batch % rows_at_once == 0 || row < batch;
                    bool is_other = n + 1 < rows_each && (batch % rows_at_once == 0 || row + rows_at_once < batch);
                    KEPT const real* of_row = sources_now + (is_row ? row : 0) * own_width;
                    KEPT const real* of_other = is_other ? of_row + rows_at_once * own_width : of_row;
                    quad z = zero_quad();
                    quad other_z = zero_quad();
                    UNROLL
                    for (int k = 0; k < owned; k++)
                    {
                        quad weights = LOAD_QUAD(split_weights + k * unit_width + 4 * unit_quad);
                        z = add_product(z, of_row[k], weights);
                        other_z = add_product(other_z, of_other[k], weights);
                    }

                    offset_t at = ((offset_t)row * column_groups + GROUP_X) * tail.unit_quads + unit_quad;
                    if (is_row)
                    {
                        tell_quad(parts, at, mark, z);
                    }

                    if (is_other)
                    {
                        tell_quad(parts, at + (offset_t)rows_at_once * column_groups * tail.unit_quads, mark, other_z);
                    }
                }
            }

            LOOPS_APART;
            /* Until the gradients come, groups with columns catch up. */
            if (looks_ahead && makes_sources && step > first_step)
            {
                move_own_weights(
                    own, x_before, rule, rates[2 * step - 2], rates[2 * step - 1], state + first_source, hidden, parameter_count
                );
            }

            LOOPS_APART;
            if (looks_ahead && makes_sources && step > first_step)
            {
                move_own_biases(
                    own, rule, rates[2 * step - 2], rates[2 * step - 1], state + first_source, hidden, parameter_count
                );
            }

            /* Who multiplies with what its own warp has moved need not wait for the others, if no bytes come where these still read. */
            SYNC_OR_WARP(copies > 3 && is_of_warp(own, x));
            if (looks_ahead && makes_sources)
            {
                own_products(own, x_then);
            }

            LOOPS_APART;
            if (has_bytes && makes_sources && THREAD_X >= spare_from)
            {
                int coming = step + copied_ahead;
                copy_bytes(
                    source, numbers + copy_of(coming, NUMBER_COPIES) * batch, rows_from(coming * batch, all_rows, batch),
                    inputs_copy(x, copy_of(coming, copies), rows_kept), THREAD_X - spare_from, STAY - spare_from
                );
            }

            LOOPS_APART;
            if (looks_ahead && makes_sources)
            {
                hear_likenesses(
                    batch, rows_kept, spare_from, told_rows, row_quads, likeness_quad, times_told, likeness, likeness_width
                );
            }

            SYNC;
            if (looks_ahead && makes_sources)
            {
                add_own_parts(own, x);
            }
        }

        LOOPS_APART;
        IF_GROUP(owns_rows)
        {
            /* Parts of z of own rows, and the tail, in one trip. */
            int parts_heard = own_rows * summands * tail.unit_quads;
            KEEP_ROLLED
            for (int i = THREAD_X; owns_rows && i < (parts_heard < tail.quads ? tail.quads : parts_heard); i += STAY)
            {
                int unit_quad = i % tail.unit_quads;
                int summand = i / tail.unit_quads % summands;
                int row = first_row + i / tail.unit_quads / summands * row_groups;
                quad sum = zero_quad();
                int most = places_of(0, column_groups, summands, AT_ONCE);
                KEEP_ROLLED
                for (int begin = 0; begin < column_groups; begin += summands * AT_ONCE)
                {
                    bool hears_tail = begin == 0 && i < tail.quads;
                    quad heard[AT_ONCE];
                    quad weights = hear(
                        parts, ((offset_t)row * column_groups + begin + summand) * tail.unit_quads + unit_quad,
                        (offset_t)summands * tail.unit_quads, most,
                        i < parts_heard ? places_of(summand, column_groups - begin, summands, AT_ONCE) : 0, mark, heard,
                        whole_quad(told_tail, tail.quads, i, tail_mark, hears_tail)
                    );
                    if (hears_tail)
                    {
                        TailQuad q = tail_quad(tail, i);
                        KEPT real* to = q.is_last_bias ? last_bias + q.first
                            : q.column < tail.outputs ? last_weights + q.column * unit_width + q.first
                            : split_bias + q.first;
                        STORE_QUAD(to, weights);
                    }

                    UNROLL_WHOLE
                    for (int j = 0; j < AT_ONCE; j++)
                    {
                        sum = j < most ? sum_of_quads(sum, heard[j]) : sum;
                    }
                }

                if (i < parts_heard)
                {
                    STORE_QUAD(partial + 4 * i, sum);
                }
            }

            SYNC;
            KEEP_ROLLED
            for (int i = THREAD_X; i < own_rows * unit_width; i += STAY)
            {
                int own_row = i / unit_width;
                int unit = i % unit_width;
                /* In four sums, so that no addition waits for all before it. */
                quad sum = zero_quad();
                UNROLL_FIXED
                for (int summand = 0; summand < summands; summand += 4)
                {
                    KEPT const real* from = partial + (own_row * summands + summand) * unit_width + unit;
                    sum = sum_of_quads(sum, quad_of_places(from, unit_width, summands - summand));
                }

                real z = split_bias[unit] + (sum.x + sum.y + (sum.z + sum.w));

                if (has_last)
                {
                    middle_z[i] = z;
                    middle_y[i] = activation_value(middle_activation, middle_alpha, middle_scale, z);
                }
                else
                {
                    last_z[i] = z;
                }
            }

            SYNC;
            /* The last layer: an output of a row a team. */
            KEEP_ROLLED
            for (int begin = FIRST_TEAM; has_last && begin < own_rows * outputs; begin += TEAMS)
            {
                int i = begin + TEAM_OF_WARP;
                bool is_there = i < own_rows * outputs;
                int own_row = is_there ? i / outputs : 0;
                int column = is_there ? i % outputs : 0;
                real bias = last_bias[column];
                real sum = R(0.0);
                UNROLL_FIXED
                for (int first_unit = 0; first_unit < units; first_unit += LANES)
                {
                    int unit = first_unit + LANE;
                    if (unit < units)
                    {
                        sum = FMA(middle_y[own_row * unit_width + unit], last_weights[column * unit_width + unit], sum);
                    }
                }

                sum = sum_of_lanes(sum, lanes);
                if (is_there && LANE == 0)
                {
                    last_z[own_row * output_width + column] = sum + bias;
                }
            }

            SYNC;
            KEEP_ROLLED
            for (int begin = FIRST_TEAM; begin < own_rows; begin += TEAMS)
            {
                bool is_row = begin + TEAM_OF_WARP < own_rows;
                int own_row = is_row ? begin + TEAM_OF_WARP : 0;
                int row = now + first_row + own_row * row_groups;
                head_row(
                    output,
                    !from_logits,
                    loss,
                    watched,
                    last_z + own_row * output_width,
                    last_y + own_row * output_width,
                    is_row ? outputs : 0,
                    kept_labels + row * label_width,
                    1,
                    kept_scales[row],
                    last_delta + own_row * output_width,
                    0,
                    figures,
                    lanes + THREAD_X / LANES * LANES
                );
            }

            SYNC_OR_WARP(is_row_of_warp);
            KEEP_ROLLED
            for (int i = THREAD_X; i < own_rows * tail.unit_quads; i += STAY)
            {
                int own_row = i / tail.unit_quads;
                int unit = i % tail.unit_quads * 4;
                offset_t to = (offset_t)(first_row + own_row * row_groups) * row_quads + i % tail.unit_quads;
                if (has_last)
                {
                    KEPT const real* z = middle_z + own_row * unit_width + unit;
                    quad g = zero_quad();
                    UNROLL_FIXED
                    for (int k = 0; k < outputs; k++)
                    {
                        g = add_product(
                            g, last_delta[own_row * output_width + k], LOAD_QUAD(last_weights + k * unit_width + unit)
                        );
                    }

                    g = of_four(
                        g.x * activation_slope(middle_activation, middle_alpha, middle_scale, z[0]),
                        g.y * activation_slope(middle_activation, middle_alpha, middle_scale, z[1]),
                        g.z * activation_slope(middle_activation, middle_alpha, middle_scale, z[2]),
                        g.w * activation_slope(middle_activation, middle_alpha, middle_scale, z[3])
                    );
                    tell_quad(told_rows, to, mark, g);
                    tell_quad(told_rows, to + y_quad, mark, LOAD_QUAD(middle_y + own_row * unit_width + unit));
                }
                else
                {
                    tell_quad(told_rows, to, mark, LOAD_QUAD(last_delta + own_row * output_width + unit));
                }
            }

            LOOPS_APART;
            KEEP_ROLLED
            for (int i = THREAD_X; has_last && i < own_rows * output_quads; i += STAY)
            {
                int own_row = i / output_quads;
                int quad_at = i % output_quads;
                tell_quad(
                    told_rows, (offset_t)(first_row + own_row * row_groups) * row_quads + last_quad + quad_at, mark,
                    LOAD_QUAD(last_delta + own_row * output_width + 4 * quad_at)
                );
            }
        }

        LOOPS_APART;
        /* Labels of the step before have been used: their place takes what comes next. */
        copy_labels(
            labels, label_width, scales, next, numbers + copy_of(step + 1, NUMBER_COPIES) * batch, owns_rows ? next_rows : 0,
            kept_labels + then * label_width, kept_scales + then
        );
        LOOPS_APART;
        HeldSources held_sources = hold_sources(sources_now, own_width, units, owns_sources ? rows_kept : 0);
        if (owns_sources)
        {
            hear_gradients(
                own, makes_sources, hidden_activation, hidden_alpha, hidden_scale, told_rows, row_quads, mark, rows, split_weights,
                tail.unit_quads, unit_width, split_delta, delta_width
            );
        }

        LOOPS_APART;
        /* What the own share of the tail needs of all rows, absent ones too: of its units the gradient in z, and y where there is a
           last layer; and the gradients in the last z. Where threads are enough each hears one of them, so that none waits twice. */
        bool owns_tail = first_quad < end_quad;
        int first_units = first_quad / tail.columns;
        int most_units = (tail_shares(tail) + row_groups - 1) / row_groups;
        int unit_tasks = batch * most_units;
        int tail_tasks = has_last ? 2 * unit_tasks + batch * output_quads : unit_tasks;
        KEEP_ROLLED
        for (int i = THREAD_X; owns_tail && i < tail_tasks; i += STAY)
        {
            bool is_slope = i < unit_tasks;
            bool is_of_units = i < 2 * unit_tasks;
            int task = i - (is_slope ? 0 : is_of_units ? unit_tasks : 2 * unit_tasks);
            int row = is_of_units ? task / most_units : task / output_quads;
            int quad_at = is_of_units ? first_units + task - row * most_units : task - row * output_quads;
            bool is_own = !is_of_units || (quad_at < tail.unit_quads && quad_at * tail.columns < end_quad);
            if (is_own)
            {
                KEPT real* to = is_slope ? split_delta + row * delta_width + 4 * quad_at
                    : is_of_units ? tail_y + 4 * task
                    : tail_delta + 4 * task;
                int from = is_slope ? 0 : is_of_units ? y_quad : last_quad;
                quad heard = hear_quad(told_rows, (offset_t)row * row_quads + from + quad_at, mark);
                /* Who owns sources has kept the slopes of all rows that are there, but waits for those of the others too. */
                if (!is_slope || !owns_sources)
                {
                    STORE_QUAD(to, heard);
                }
            }
        }

        BROUGHT;
        SYNC;
        if (owns_sources)
        {
            move_split_weights(
                sources_now, held_sources, own_width, owned, rows_kept, split_delta, delta_width, rule, rate, decay, split_weights, units,
                unit_width, state + split_at + first_source * units, parameter_count
            );
        }

        LOOPS_APART;
        IF_GROUP(owns_rows)
        {
            KEEP_ROLLED
            for (int i = first_quad + spare_thread(0); i < end_quad; i += STAY)
            {
                TailQuad q = tail_quad(tail, i);
                bool is_weight = q.column < tail.outputs;
                KEPT const real* of = q.is_last_bias ? last_bias + q.first
                    : is_weight ? last_weights + q.column * unit_width + q.first
                    : split_bias + q.first;
                KEPT const real* sums_of = q.is_last_bias ? tail_delta + q.first
                    : is_weight ? tail_y + q.first - 4 * first_units
                    : split_delta + q.first;
                int stride = q.is_last_bias ? output_width : is_weight ? 4 * most_units : delta_width;
                quad g = zero_quad();
                UNROLL_FIXED
                for (int row = 0; row < rows; row++)
                {
                    real by = is_weight ? tail_delta[row * output_width + q.column] : R(1.0);
                    g = add_product(g, by, LOAD_QUAD(sums_of + row * stride));
                }

                Places places = tail_places(tail, q);
                quad moved = moved_quad(
                    rule, rate, decay, LOAD_QUAD(of), g, places.count, state + tail_at + places.first, places.apart, parameter_count
                );
                tell_whole_quad(told_tail, tail.quads, i, tail_mark ^ 1, moved);
            }

            LOOPS_APART;
            /* By whole warps that have no share of the tail: all threads of a warp go the same way. */
            int tail_threads = whole_warps(end_quad - first_quad);
            int reporter = spare_thread(tail_threads);
            KEEP_ROLLED
            for (int begin = reporter / TOGETHER * TOGETHER / LANES; begin < own_rows; begin += TEAMS)
            {
                int own_row = begin + reporter % TOGETHER / LANES;
                bool is_row = own_row < own_rows && first_row + own_row * row_groups < rows;
                int of_own = is_row ? own_row : 0;
                int row = first_row + of_own * row_groups;
                head_row(
                    output,
                    from_logits,
                    loss,
                    watched,
                    last_z + of_own * output_width,
                    last_y + of_own * output_width,
                    is_row ? outputs : 0,
                    kept_labels + (now + row) * label_width,
                    0,
                    R(0.0),
                    last_delta + of_own * output_width,
                    1,
                    figures + (offset_t)(first + row) * (watched.count + 1),
                    lanes + THREAD_X / LANES * LANES
                );
            }

            LOOPS_APART;
            /* A launch that goes on from this one tells likenesses of its first rows, and has bytes brought, itself. */
            bool goes_on = step + 1 < end_step;
            if (looks_ahead && goes_on)
            {
                tell_likenesses(
                    x_then, inputs_copy(x, copy_of(step + 2, copies), rows_kept), first_row, own_rows, row_groups, rows_kept,
                    STAY - tail_threads - whole_warps(own_rows * LANES), told_rows, row_quads, likeness_quad, times_told + 1, lanes
                );
            }

            LOOPS_APART;
            if (looks_ahead && goes_on && !makes_sources)
            {
                int coming = step + copied_ahead;
                copy_bytes(
                    source, numbers + copy_of(coming, NUMBER_COPIES) * batch, rows_from(coming * batch, all_rows, batch),
                    inputs_copy(x, copy_of(coming, copies), rows_kept), THREAD_X, STAY
                );
            }
        }

        LOOPS_APART;
        if (looks_ahead && makes_sources)
        {
            make_sources(
                own, hidden_activation, hidden_alpha, hidden_scale, next_rows, true, rate, decays, decay, likeness, likeness_width,
                sources_then
            );
        }

        SYNC;
        if (!looks_ahead)
        {
            if (makes_sources)
            {
                move_own_weights(own, x_now, rule, rate, decay, state + first_source, hidden, parameter_count);
            }

            LOOPS_APART;
            if (makes_sources)
            {
                move_own_biases(own, rule, rate, decay, state + first_source, hidden, parameter_count);
            }

            SYNC;
            if (!has_bytes && owns_sources)
            {
                bring_inputs(
                    source, next, next_rows, batch, first_brought, inputs_brought, has_own ? x.at : sources_then, brought_stride
                );
            }

            SYNC;
            if (makes_sources)
            {
                own_products(own, has_bytes ? x_then : x);
            }

            SYNC;
            if (makes_sources)
            {
                add_own_parts(own, x);
            }

            SYNC;
            if (makes_sources)
            {
                make_sources(
                    own, hidden_activation, hidden_alpha, hidden_scale, next_rows, false, rate, decays, decay, likeness, likeness_width,
                    sources_then
                );
            }

            SYNC;
        }
    }

    Inputs x_last = inputs_copy(x, copy_of(end_step + copies - 1, copies), rows_kept);
    if (looks_ahead && makes_sources)
    {
        move_own_weights(
            own, x_last, rule, rates[2 * end_step - 2], rates[2 * end_step - 1], state + first_source, hidden, parameter_count
        );
    }

    LOOPS_APART;
    if (looks_ahead && makes_sources)
    {
        move_own_biases(
            own, rule, rates[2 * end_step - 2], rates[2 * end_step - 1], state + first_source, hidden, parameter_count
        );
    }

    SYNC;
    for (int i = THREAD_X; looks_ahead && makes_sources && i < batch * owned; i += STAY)
    {
        z_after[i / owned * hidden + first_source + i % owned] = own.z[i / owned * own_width + i % owned];
    }

    LOOPS_APART;
    for (int i = THREAD_X; makes_sources && i < inputs * owned; i += STAY)
    {
        parameters[i / owned * hidden + first_source + i % owned] =
            own.weights[weight_place(i / owned) * own_width + i % owned];
    }

    LOOPS_APART;
    for (int i = THREAD_X; makes_sources && i < owned; i += STAY)
    {
        parameters[inputs * hidden + first_source + i] = own.bias[i];
    }

    LOOPS_APART;
    for (int i = THREAD_X; owns_sources && i < owned * units; i += STAY)
    {
        parameters[split_at + first_source * units + i] = split_weights[i / units * unit_width + i % units];
    }

    LOOPS_APART;
    for (int i = first_quad + THREAD_X; i < end_quad; i += STAY)
    {
        quad heard = hear_whole_quad(told_tail, tail.quads, i, (word)(tail_told + 1 + end_step - first_step) & 1);
        Places places = tail_places(tail, tail_quad(tail, i));
        UNROLL_WHOLE
        for (int j = 0; j < 4; j++)
        {
            if (j < places.count)
            {
                parameters[tail_at + places.first + j * places.apart] = QUAD_VALUE(heard, j);
            }
        }
    }
}

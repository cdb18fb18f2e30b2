#include "activations/activation.c"
#include "persistent/own_layer.c"
#include "persistent/words.c"

/*
 * Looking ahead: under plain SGD the own layer's z of the next batch need not wait for the gradients of this one. With x' the next
 * batch, and W and b before the step that x and its gradient in z, delta, take with the rate r and the decay d,
 *
 *   z' = x' (W (1 + d) - r x^T delta) + b (1 + d) - r sum_row delta = (x' W + b) (1 + d) - r (x' x^T + 1) delta
 *
 * The first product is made while groups wait for delta; the likenesses x' x^T + 1 of rows are made a step before, by the groups that
 * own rows, while they have little else to do; when delta comes, a sum over the rows of a batch is left. The weights move while groups
 * wait for the next delta.
 */

/* x'_other . x_row + 1, of rows of bytes, by a team. What a lane adds up is exact: of no more than 65,536 inputs it fits 32 bits. */
DEVICE_CALLED real likeness_of(Inputs x, int row, Inputs next, int other, LOCAL real* lanes)
{
    KEPT const byte_block* one = (KEPT const byte_block*)x.at + row * x.stride;
    KEPT const byte_block* two = (KEPT const byte_block*)next.at + other * next.stride;
    uint_bits sum = 0;
    UNROLL
    for (int i = LANE; i < x.eights / 2; i += LANES)
    {
        byte_block a = one[i];
        byte_block b = two[i];
        sum = ADD_BYTE_PRODUCTS(sum, a.x, b.x);
        sum = ADD_BYTE_PRODUCTS(sum, a.y, b.y);
        sum = ADD_BYTE_PRODUCTS(sum, a.z, b.z);
        sum = ADD_BYTE_PRODUCTS(sum, a.w, b.w);
    }

    return scaled_byte(scaled_byte(sum_of_lanes((real)sum, lanes))) + R(1.0);
}

/*
 * Likenesses are told in two copies, by the number of times that any were told: those of the next batch before those of this one have
 * been heard. A copy is told every second time.
 */
DEVICE int likeness_copy(int time)
{
    return time & 1;
}

DEVICE word likeness_mark(int time)
{
    return (word)((time + 1) / 2) & 1;
}

/* Tells those of own rows, a pair of rows a team, by the first so many threads where they are a warp or more, else by all. */
DEVICE_CALLED void tell_likenesses(
    Inputs x,
    Inputs next,
    int first_row,
    int own_rows,
    int row_groups,
    int rows_kept,
    int threads,
    GLOBAL word* told_rows,
    int row_quads,
    int likeness_quad,
    int time,
    LOCAL real* lanes
)
{
    int tellers = threads < TOGETHER ? STAY : threads;
    int place = 4 * (likeness_quad + likeness_copy(time) * (rows_kept / 4));
    KEEP_ROLLED
    for (int begin = FIRST_TEAM; THREAD_X < tellers && begin < own_rows * rows_kept; begin += tellers / LANES)
    {
        int i = begin + TEAM_OF_WARP;
        bool is_there = i < own_rows * rows_kept;
        int row = first_row + (is_there ? i / rows_kept : 0) * row_groups;
        int other = is_there ? i % rows_kept : 0;
        real alike = likeness_of(x, row, next, other, lanes);
        if (is_there && LANE == 0)
        {
            TELL_ONE(told_rows + (offset_t)row * row_quads * 4 + place + other, told_word(alike, likeness_mark(time)));
        }
    }
}

/*
 * Hears those of all rows of a batch, by threads from that one on: each has the same four of some rows, and looks for all of them at
 * once. They lie by [row, next row].
 */
DEVICE void hear_likenesses(
    int batch,
    int rows_kept,
    int first_thread,
    GLOBAL const word* told_rows,
    int row_quads,
    int likeness_quad,
    int time,
    KEPT real* likeness,
    int likeness_width
)
{
    int quads = rows_kept / 4;
    int hearers = STAY - first_thread;
    int rows_heard = hearers < quads ? 1 : hearers / quads;
    int most = places_of(0, batch, rows_heard, AT_ONCE);
    KEEP_ROLLED
    for (int i = THREAD_X - first_thread; THREAD_X >= first_thread && i < rows_heard * quads; i += hearers)
    {
        int quad_at = i % quads;
        KEEP_ROLLED
        for (int row = i / quads; row < batch; row += rows_heard * AT_ONCE)
        {
            quad heard[AT_ONCE];
            int count = places_of(row, batch, rows_heard, AT_ONCE);
            hear_quads(
                told_rows, (offset_t)row * row_quads + likeness_quad + likeness_copy(time) * quads + quad_at,
                (offset_t)rows_heard * row_quads, most, count, likeness_mark(time), heard
            );
            UNROLL_WHOLE
            for (int j = 0; j < AT_ONCE; j++)
            {
                if (j < most && j < count)
                {
                    STORE_QUAD(likeness + (row + j * rows_heard) * likeness_width + 4 * quad_at, heard[j]);
                }
            }
        }
    }
}

/*
 * Sources [rows, width] of the next batch, of its early z, a row a team, and z with them: corrected by what moves the weights that
 * the early z was made of, or as it is. `rows` are those of the next batch; likenesses lie by [row, next row], and rows that this one
 * lacks have a gradient of 0.
 */
DEVICE_CALLED void make_sources(
    Own own,
    int activation,
    real alpha,
    real scale,
    int rows,
    bool corrects,
    real rate,
    int decays,
    real decay,
    KEPT const real* likeness,
    int likeness_width,
    KEPT real* sources
)
{
    KEEP_ROLLED
    for (int begin = FIRST_TEAM; begin < own.rows; begin += TEAMS)
    {
        int row = begin + TEAM_OF_WARP;
        bool is_row = row < own.rows;
        KEEP_ROLLED
        for (int column = 0; column < own.width; column += 4)
        {
            int columns = WHERE_FIXED(own.owned - column, 4);
            real early[COLUMNS_A_LANE];
            UNROLL_WHOLE
            for (int n = 0; n < COLUMNS_A_LANE; n++)
            {
                real z = own.early_z[(is_row ? row : 0) * own.width + column + LANE_COLUMN(n)];
                early[n] = corrects && decays ? FMA(decay, z, z) : z;
            }

            quad sum = zero_quad();
            UNROLL_FIXED
            for (int first = 0; corrects && first < own.rows; first += LANES)
            {
                int other = first + LANE;
                if (is_row && other < own.rows)
                {
                    sum = add_product_of(
                        sum, likeness[other * likeness_width + row], LOAD_QUAD(own.delta + other * own.width + column), columns
                    );
                }
            }

            UNROLL_WHOLE
            for (int n = 0; n < COLUMNS_A_LANE; n++)
            {
                real total = column_of_lanes(sum, n);
                int i = column + LANE_COLUMN(n);
                if (is_row && SPEAKS && i < own.owned)
                {
                    real z = corrects ? FMA(-rate, total, early[n]) : early[n];
                    own.z[row * own.width + i] = z;
                    sources[row * own.width + i] = row < rows ? activation_value(activation, alpha, scale, z) : R(0.0);
                }
            }
        }
    }
}

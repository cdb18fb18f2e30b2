#include "persistent/fixed.c"
#include "persistent/inputs.c"
#include "persistent/moved_quad.c"
#include "persistent/teams.c"

/*
 * Products of the inputs of a batch with the columns of the first layer that a group owns, W [inputs, width], width in whole quads,
 * four columns at a time. A thread takes eight inputs of some of the rows: two of every eight, which neighbours share among them.
 */
#define ROW_SHARERS 4

/* Two eights apart, threads would read weights from the same banks: of every second eight the halves are exchanged. */
DEVICE int weight_place(int input)
{
    return input ^ (input >> 1 & 4);
}

/* From one part to the next: an odd number of quads. */
DEVICE int part_stride(int rows, int width)
{
    return rows * width + 4;
}

/* The columns that a group owns, and what it keeps of them for a batch: [rows, width], rows a multiple of eight. */
typedef struct
{
    int inputs;
    int owned;
    int width;
    int rows;
    KEPT real* weights;
    KEPT real* bias;
    /* z as far as it is known before the gradients of the step before; z; the gradient in it. */
    KEPT real* early_z;
    KEPT real* z;
    KEPT real* delta;
    /* Parts of x W, [parts, rows, width]. */
    KEPT real* products;
} Own;

/* Parts that sums over eights are made of: so many that most threads have one, and no more than lie in this many values. */
#define MOST_PRODUCTS 13312

DEVICE int parts_of(Own own, Inputs x)
{
    int most = STAY / ROW_SHARERS;
    int that_fit = MOST_PRODUCTS / (own.rows * own.width);
    most = that_fit < most ? that_fit : most;
    most = most < 1 ? 1 : most;
    return x.eights < most ? x.eights : most;
}

/* Threads that make them, in whole warps. */
DEVICE int product_threads(Own own, Inputs x)
{
    return whole_warps(parts_of(own, x) * ROW_SHARERS);
}

/* Whether each warp makes products with the very weights that it moves: where its threads share both alike, and the group has one round. */
DEVICE bool is_of_warp(Own own, Inputs x)
{
    return HAS_FROM_LANE && own.width == 4 && parts_of(own, x) == x.eights;
}

/*
 * Of the warps that take eight eights each the last one may have but one or two left. Were they taken as the others are, by four threads
 * each, it would issue as many instructions as a full warp, and its scheduler would be the last to end. So this many times as many threads
 * share each, by rows, where rows part evenly.
 */
#define MORE_SHARERS 4

/* Whether the threads of a warp do; `left`: eights from its first one on, 0 or less where it has none. */
DEVICE bool shares_more(int left, int rows)
{
    return HAS_FROM_LANE && left * ROW_SHARERS * MORE_SHARERS <= TOGETHER && rows % (8 * MORE_SHARERS) == 0;
}

/* One part of x W: of so many rows, which threads share, two of every eight, from the own first one on. */
DEVICE void make_part(Own own, Inputs x, int part, int first_row, int rows)
{
    int parts = parts_of(own, x);
    KEEP_ROLLED
    for (int column = 0; column < own.width; column += 4)
    {
        KEEP_ROLLED
        for (int begin = 0; begin < (part < parts ? rows : 0); begin += 32)
        {
            int columns = WHERE_FIXED(own.owned - column, 4);
            quad sums[8];
            UNROLL_WHOLE
            for (int r = 0; r < 8; r++)
            {
                sums[r] = zero_quad();
            }

            KEEP_ROLLED
            for (int eight = part; eight < x.eights; eight += parts)
            {
                quad weights[8];
                UNROLL_WHOLE
                for (int i = 0; i < 8; i++)
                {
                    weights[i] = LOAD_QUAD(own.weights + weight_place(8 * eight + i) * own.width + column);
                }

                UNROLL_WHOLE
                for (int r = 0; r < 8; r++)
                {
                    if (begin + r / 2 * 8 < rows)
                    {
                        quad values[2];
                        load_eight(x, first_row + begin + r / 2 * 8 + r % 2, eight, values);
                        UNROLL_WHOLE
                        for (int i = 0; i < 8; i++)
                        {
                            sums[r] = add_product_of(sums[r], QUAD_VALUE(values[i / 4], i % 4), weights[i], columns);
                        }
                    }
                }
            }

            KEPT real* to = own.products + part * part_stride(own.rows, own.width) + column;
            UNROLL_WHOLE
            for (int r = 0; r < 8; r++)
            {
                int row = first_row + begin + r / 2 * 8 + r % 2;
                if (begin + r / 2 * 8 < rows)
                {
                    STORE_QUAD(to + row * own.width, sums[r]);
                }
            }
        }
    }
}

/* Parts of x W. */
DEVICE_CALLED void own_products(Own own, Inputs x)
{
    int first_of_warp = THREAD_X / TOGETHER * TOGETHER / ROW_SHARERS;
    int first_row = 2 * (THREAD_X % ROW_SHARERS);
    if (shares_more(parts_of(own, x) - first_of_warp, own.rows))
    {
        int part = first_of_warp + THREAD_X % TOGETHER / (ROW_SHARERS * MORE_SHARERS);
        int rows = own.rows / MORE_SHARERS;
        make_part(own, x, part, first_row + THREAD_X / ROW_SHARERS % MORE_SHARERS * rows, rows);
    }
    else
    {
        make_part(own, x, THREAD_X / ROW_SHARERS, first_row, own.rows);
    }
}

/* x W + b of their parts, a row a team: its lanes add up the parts, then take the columns. */
DEVICE_CALLED void add_own_parts(Own own, Inputs x)
{
    int parts = parts_of(own, x);
    int stride = part_stride(own.rows, own.width);
    KEEP_ROLLED
    for (int begin = FIRST_TEAM; begin < own.rows; begin += TEAMS)
    {
        int row = begin + TEAM_OF_WARP;
        bool is_row = row < own.rows;
        KEEP_ROLLED
        for (int column = 0; column < own.width; column += 4)
        {
            quad sum = zero_quad();
            KEPT const real* from = own.products + (is_row ? row : 0) * own.width + column;
            UNROLL_FIXED
            for (int first = 0; first < parts; first += LANES)
            {
                int part = first + LANE;
                if (part < parts)
                {
                    sum = sum_of_quads(sum, LOAD_QUAD(from + part * stride));
                }
            }

            UNROLL_WHOLE
            for (int n = 0; n < COLUMNS_A_LANE; n++)
            {
                real total = column_of_lanes(sum, n);
                int i = column + LANE_COLUMN(n);
                if (is_row && SPEAKS && i < own.owned)
                {
                    own.early_z[row * own.width + i] = scaled_sum(x, total) + own.bias[i];
                }
            }
        }
    }
}

/* Where threads ask each other, those that share eight inputs add up what they have, and each ends with two of the inputs. */
#define GRADIENT_SHARERS (HAS_FROM_LANE ? ROW_SHARERS : 1)
#define GRADIENT_INPUTS (8 / GRADIENT_SHARERS)

/* One of two quads, and to it the other one of the thread that differs in that bit. */
DEVICE quad sum_with_lane(quad one, quad other, bool has_other, int bit)
{
    quad given = quad_from_lane(has_other ? one : other, bit);
    return sum_of_quads(has_other ? other : one, given);
}

/* Gradients sum_row x[row, i] delta[row, j] of eight inputs, four columns, over those of some rows that fall to the thread. */
DEVICE void gradients_of_eight(Own own, Inputs x, int eight, int column, int first_row, int rows, quad* sums)
{
    int columns = WHERE_FIXED(own.owned - column, 4);
    UNROLL_WHOLE
    for (int i = 0; i < 8; i++)
    {
        sums[i] = zero_quad();
    }

    UNROLL
    for (int begin = first_row; begin < first_row + rows; begin += 8)
    {
        UNROLL_WHOLE
        for (int r = 0; r < 8 / GRADIENT_SHARERS; r++)
        {
            int row = begin + 8 / GRADIENT_SHARERS * (THREAD_X % GRADIENT_SHARERS) + r;
            quad slopes = LOAD_QUAD(own.delta + row * own.width + column);
            quad values[2];
            load_eight(x, row, eight, values);
            UNROLL_WHOLE
            for (int i = 0; i < 8; i++)
            {
                sums[i] = add_product_of(sums[i], QUAD_VALUE(values[i / 4], i % 4), slopes, columns);
            }
        }
    }
}

/*
 * Moves the own weights, four columns at a time, by their gradients, with threads from the first one up. State lies beside weights
 * [inputs + 1, state_width], from the first own column on.
 */
DEVICE_CALLED void move_own_weights(
    Own own,
    Inputs x,
    Rule rule,
    real rate,
    real decay,
    GLOBAL real* state,
    int state_width,
    int parameters
)
{
    int sharer = THREAD_X % GRADIENT_SHARERS;
    /* Of an unsigned number, so that a compiler sees how few there are. */
    int of_lanes = (int)((uint_bits)THREAD_X % TOGETHER);
    int tasks = x.eights * (own.width / 4);
    KEEP_ROLLED
    for (
        /* Where the warp begins: all its threads must go the same way, and those of others may have other work. */
        int of_warp = THREAD_X / TOGETHER * TOGETHER / GRADIENT_SHARERS;
        of_warp < tasks;
        of_warp += STAY / GRADIENT_SHARERS
    )
    {
        bool shares = shares_more(tasks - of_warp, own.rows);
        int task = of_warp + of_lanes / (shares ? GRADIENT_SHARERS * MORE_SHARERS : GRADIENT_SHARERS);
        bool is_there = task < tasks;
        int eight = is_there ? task % x.eights : 0;
        /* Of one quad, as most have, a compiler shall see that it is the first. */
        int column = is_there && own.width > 4 ? task / x.eights * 4 : 0;
        int share = shares ? of_lanes / GRADIENT_SHARERS % MORE_SHARERS : 0;
        quad sums[8];
        if (shares)
        {
            int rows = own.rows / MORE_SHARERS;
            gradients_of_eight(own, x, eight, column, share * rows, rows, sums);
        }
        else
        {
            gradients_of_eight(own, x, eight, column, 0, own.rows, sums);
        }

#if HAS_FROM_LANE
        UNROLL_WHOLE
        for (int i = 0; i < 8; i++)
        {
            if ((i & 2) == 0)
            {
                sums[i] = sum_with_lane(sums[i], sums[i + 2], (sharer & 2) != 0, 2);
            }
        }

        UNROLL_WHOLE
        for (int i = 0; i < 8; i += 4)
        {
            sums[i / 4] = sum_with_lane(sums[i], sums[i + 1], (sharer & 1) != 0, 1);
        }

        UNROLL_WHOLE
        for (int bit = GRADIENT_SHARERS; shares && bit < GRADIENT_SHARERS * MORE_SHARERS; bit *= 2)
        {
            UNROLL_WHOLE
            for (int n = 0; n < GRADIENT_INPUTS; n++)
            {
                sums[n] = sum_of_quads(sums[n], quad_from_lane(sums[n], bit));
            }
        }
#endif
        UNROLL_WHOLE
        for (int n = 0; n < GRADIENT_INPUTS; n++)
        {
            int input = 8 * eight + (GRADIENT_SHARERS > 1 ? sharer + 4 * n : n);
            int left = own.owned - column;
            quad g = of_four(
                scaled_sum(x, sums[n].x), scaled_sum(x, sums[n].y), scaled_sum(x, sums[n].z), scaled_sum(x, sums[n].w)
            );
            KEPT real* of = own.weights + weight_place(input) * own.width + column;
            /* Of those that end with the same sums the first moves them. */
            if (is_there && share == 0 && input < own.inputs)
            {
                STORE_QUAD(
                    of,
                    moved_quad(
                        rule, rate, decay, LOAD_QUAD(of), g, left, state + input * state_width + column, 1, parameters
                    )
                );
            }
        }
    }
}

/*
 * Moves the own biases, a quad a team, whose lanes add up the rows, then take the columns. The last warp, which mostly has nothing to
 * multiply, begins.
 */
DEVICE_CALLED void move_own_biases(
    Own own,
    Rule rule,
    real rate,
    real decay,
    GLOBAL real* state,
    int state_width,
    int parameters
)
{
    KEEP_ROLLED
    for (int begin = TEAMS - TOGETHER / LANES - FIRST_TEAM; begin < own.width / 4; begin += TEAMS)
    {
        int column = 4 * (begin + TEAM_OF_WARP);
        bool is_there = column < own.width;
        quad sum = zero_quad();
        UNROLL_FIXED
        for (int first = 0; first < own.rows; first += LANES)
        {
            int row = first + LANE;
            if (is_there && row < own.rows)
            {
                sum = sum_of_quads(sum, LOAD_QUAD(own.delta + row * own.width + column));
            }
        }

        UNROLL_WHOLE
        for (int n = 0; n < COLUMNS_A_LANE; n++)
        {
            real g = column_of_lanes(sum, n);
            int i = column + LANE_COLUMN(n);
            if (is_there && SPEAKS && i < own.owned)
            {
                own.bias[i] = moved_weight(rule, rate, decay, own.bias[i], g, state + own.inputs * state_width + i, parameters);
            }
        }
    }
}

#include "functions/byte_value.c"
#include "persistent/duty.c"
#include "persistent/kept_matrix.c"

/*
 * Inputs that came as bytes and stay so: a product multiplies the bytes themselves, each exact, and its sum is divided by 255 once.
 * A group keeps the rows of a batch as [rows, blocks_of(inputs)] blocks of BLOCK_BYTES, where no row ends within a block.
 */

/* Blocks from one row to the next: an odd number, so that neighbouring rows are read from banks of their own. */
DEVICE int blocks_of(int inputs)
{
    return inputs / BLOCK_BYTES | 1;
}

/* sums + b W, for four bytes b and four columns of W. */
DEVICE quad add_bytes(quad sums, byte_quad four, KEPT const real* w, int stride)
{
    sums = add_product(sums, BYTE_VALUE(four, 0), LOAD_QUAD(w));
    sums = add_product(sums, BYTE_VALUE(four, 1), LOAD_QUAD(w + stride));
    sums = add_product(sums, BYTE_VALUE(four, 2), LOAD_QUAD(w + 2 * stride));
    return add_product(sums, BYTE_VALUE(four, 3), LOAD_QUAD(w + 3 * stride));
}

/* The sums of all parts of bytes times W [inputs, w_stride], as product_parts leaves them. */
DEVICE void product_of_bytes(
    Duty duty,
    int batch,
    KEPT const byte* bytes,
    int inputs,
    KEPT const real* w,
    int w_stride,
    int columns,
    int stride,
    KEPT real* partial
)
{
    KEPT const byte_block* blocks = (KEPT const byte_block*)bytes;
    KEEP_ROLLED
    for (int row = duty.row; row < batch; row += duty.span)
    {
        KEEP_ROLLED
        for (int column = 0; column < columns; column += 4)
        {
            quad sums = zero_quad();
            KEPT const byte_block* of_row = blocks + row * blocks_of(inputs) + duty.part;
            KEPT const real* by = w + BLOCK_BYTES * duty.part * w_stride + column;
            KEEP_ROLLED
            for (int left = inputs / BLOCK_BYTES - duty.part; left > 0; left -= duty.parts)
            {
                byte_block block = *of_row;
                sums = add_bytes(sums, block.x, by, w_stride);
                sums = add_bytes(sums, block.y, by + 4 * w_stride, w_stride);
                sums = add_bytes(sums, block.z, by + 8 * w_stride, w_stride);
                sums = add_bytes(sums, block.w, by + 12 * w_stride, w_stride);
                of_row += duty.parts;
                by += BLOCK_BYTES * duty.parts * w_stride;
            }

            KEPT real* to = partial + (duty.part * batch + row) * stride + column;
            UNROLL_WHOLE
            for (int j = 0; j < 4; j++)
            {
                if (column + j < columns)
                {
                    to[j] = QUAD_VALUE(sums, j);
                }
            }
        }
    }
}

/*
 * Where threads run side by side, two of a warp share the rows of four inputs: every second four rows each. Their numbers lie
 * SHARERS_APART from each other.
 */
#define SHARERS (TOGETHER > 1 ? 2 : 1)
#define SHARERS_APART (TOGETHER > 1 ? TOGETHER / 2 : 1)
#define THREAD_SHARER (TOGETHER > 1 ? (int)((uint_bits)THREAD_X / SHARERS_APART % 2) : 0)
#define THREAD_FOUR \
    (TOGETHER > 1 ? (int)((uint_bits)THREAD_X / TOGETHER * SHARERS_APART + (uint_bits)THREAD_X % SHARERS_APART) : THREAD_X)

/* Of the four inputs, those that one thread moves. */
#define OWN_INPUTS (4 / SHARERS)

/*
 * Gradients sum_row b[row, i] B[row, j] / 255 of four weights of each of the thread's inputs, from the four bytes at place `four`
 * of each row. B [rows, b_stride], whole quads; rows a multiple of four; `swap` holds 8 values a thread. All threads of a warp
 * must call it.
 */
DEVICE void gradient_of_bytes(
    KEPT const byte* bytes,
    int inputs,
    int four,
    KEPT const real* b,
    int b_stride,
    int rows,
    KEPT real* swap,
    quad* gradients
)
{
    int apart = blocks_of(inputs) * (BLOCK_BYTES / 4);
    int first = 4 * THREAD_SHARER;
    KEPT const byte_quad* fours = (KEPT const byte_quad*)bytes + four + first * apart;
    b += first * b_stride;
    quad sums[4];
    UNROLL_WHOLE
    for (int i = 0; i < 4; i++)
    {
        sums[i] = zero_quad();
    }

    KEEP_ROLLED
    for (int left = rows - first; left > 0; left -= 4 * SHARERS)
    {
        UNROLL_WHOLE
        for (int r = 0; r < 4; r++)
        {
            byte_quad of_row = fours[r * apart];
            quad by = LOAD_QUAD(b + r * b_stride);
            sums[0] = add_product(sums[0], BYTE_VALUE(of_row, 0), by);
            sums[1] = add_product(sums[1], BYTE_VALUE(of_row, 1), by);
            sums[2] = add_product(sums[2], BYTE_VALUE(of_row, 2), by);
            sums[3] = add_product(sums[3], BYTE_VALUE(of_row, 3), by);
        }

        fours += 4 * SHARERS * apart;
        b += 4 * SHARERS * b_stride;
    }

#if TOGETHER > 1
    /* Each gives the sums of the other's inputs, and adds what it is given. */
    bool is_second = THREAD_SHARER == 1;
    KEPT real* given = swap + 4 * THREAD_X;
    KEPT const real* got = swap + 4 * (is_second ? THREAD_X - SHARERS_APART : THREAD_X + SHARERS_APART);
    STORE_QUAD(given, is_second ? sums[0] : sums[2]);
    STORE_QUAD(given + 4 * STAY, is_second ? sums[1] : sums[3]);
    SYNC_ROW;
    sums[0] = sum_of_quads(is_second ? sums[2] : sums[0], LOAD_QUAD(got));
    sums[1] = sum_of_quads(is_second ? sums[3] : sums[1], LOAD_QUAD(got + 4 * STAY));
    SYNC_ROW;
#endif
    UNROLL_WHOLE
    for (int i = 0; i < OWN_INPUTS; i++)
    {
        gradients[i] =
            of_four(scaled_byte(sums[i].x), scaled_byte(sums[i].y), scaled_byte(sums[i].z), scaled_byte(sums[i].w));
    }
}

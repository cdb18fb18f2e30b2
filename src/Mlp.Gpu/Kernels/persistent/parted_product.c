#include "persistent/duty.c"
#include "persistent/kept_matrix.c"

/*
 * C[row, j] = sum_k A[row, k] B[k, j] within one group. Of k a thread takes its part of its row; then the parts are added up in
 * their order. Which parts there are follows from the batch and the threads alone, and with them the order of every sum.
 */

/* Columns that a thread takes at once, in quads. */
#define TILE_QUADS 3

/* The sums of all parts, to `partial` [parts, batch, stride]. B [inner, b_stride], whole quads. */
DEVICE void product_parts(
    Duty duty,
    int batch,
    Kept a,
    KEPT const real* b,
    int b_stride,
    int inner,
    int columns,
    int stride,
    KEPT real* partial
)
{
    /* As many for all, of which the last may multiply nothing: a compiler that knows how many fetches them together. */
    int steps = (inner + duty.parts - 1) / duty.parts;
    KEEP_ROLLED
    for (int row = duty.row; row < batch; row += duty.span)
    {
        KEEP_ROLLED
        for (int column = 0; column < columns; column += 4 * TILE_QUADS)
        {
            quad sums[TILE_QUADS];
            UNROLL_WHOLE
            for (int q = 0; q < TILE_QUADS; q++)
            {
                sums[q] = zero_quad();
            }

            UNROLL
            for (int step = 0; step < steps; step++)
            {
                int k = duty.part + step * duty.parts;
                bool is_there = k < inner;
                real value = is_there ? a.at[k * a.column + row] : R(0.0);
                KEPT const real* by = b + (is_there ? k : 0) * b_stride + column;
                UNROLL_WHOLE
                for (int q = 0; q < TILE_QUADS; q++)
                {
                    if (column + 4 * q < columns)
                    {
                        sums[q] = add_product(sums[q], value, LOAD_QUAD(by + 4 * q));
                    }
                }
            }

            KEPT real* to = partial + (duty.part * batch + row) * stride + column;
            UNROLL_WHOLE
            for (int j = 0; j < 4 * TILE_QUADS; j++)
            {
                if (column + j < columns)
                {
                    to[j] = QUAD_VALUE(sums[j / 4], j % 4);
                }
            }
        }
    }
}

/* One element, once all threads have met. */
DEVICE real product_value(KEPT const real* partial, int parts, int batch, int stride, int row, int column)
{
    KEPT const real* from = partial + row * stride + column;
    real sum = from[0];
    UNROLL_WHOLE
    for (int part = 1; part < parts; part++)
    {
        sum += from[part * batch * stride];
    }

    return sum;
}

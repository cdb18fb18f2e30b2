#include "persistent/kept_matrix.c"
#include "persistent/quads.c"

/*
 * C[row, j] = sum_k A[row, k] B[k, j] within one group. A thread takes two rows, four columns and a slice of k, so that neighbouring
 * threads read neighbouring rows of A and one quad of B; then the slices are added up in their order. Which slices there are
 * follows from the shapes alone, and with them the order of every sum.
 */

/* Slices of `inner` for a product of that many tiles of two rows and four columns. */
DEVICE int slices_of(int tiles, int inner)
{
    int slices = STAY / (tiles < 1 ? 1 : tiles);
    slices = slices < inner ? slices : inner;
    return slices < 1 ? 1 : slices;
}

/* Rows of the sums: an even number. */
DEVICE int whole_pairs(int rows)
{
    return (rows + 1) / 2 * 2;
}

/* Four sums of two rows, over sources [begin, end). B [inner, b_stride], whole quads. */
DEVICE void product_tile(
    Kept a,
    KEPT const real* b,
    int b_stride,
    int row,
    int column,
    int begin,
    int end,
    quad* first,
    quad* second
)
{
    KEPT const real* by = b + column;
    quad sum = zero_quad();
    quad next = zero_quad();
    UNROLL
    for (int k = begin; k < end; k++)
    {
        pair from = pair_of_rows(a, row, k);
        quad with = LOAD_QUAD(by + k * b_stride);
        sum = add_product(sum, from.x, with);
        next = add_product(next, from.y, with);
    }

    *first = sum;
    *second = next;
}

/* Four sums of one row. */
DEVICE quad product_quad(Kept a, KEPT const real* b, int b_stride, int row, int column, int inner)
{
    KEPT const real* from = a.at + row * a.row;
    KEPT const real* by = b + column;
    quad sum = zero_quad();
    UNROLL
    for (int k = 0; k < inner; k++)
    {
        sum = add_product(sum, from[k * a.column], LOAD_QUAD(by + k * b_stride));
    }

    return sum;
}

/* The sums of all slices, to `partial`. All threads of the group must call it. */
DEVICE void product_slices(
    Kept a,
    KEPT const real* b,
    int b_stride,
    int rows,
    int inner,
    int columns,
    KEPT real* partial
)
{
    int height = whole_pairs(rows);
    int quads = (columns + 3) / 4;
    int tiles = height / 2 * quads;
    int slices = slices_of(tiles, inner);
    for (int i = THREAD_X; i < tiles * slices; i += STAY)
    {
        int row = i % (height / 2) * 2;
        int across = i / (height / 2);
        int slice = across / quads;
        int end = (slice + 1) * inner / slices;
        quad first;
        quad second;
        product_tile(a, b, b_stride, row, across % quads * 4, slice * inner / slices, end, &first, &second);
        KEPT real* to = partial + across * 4 * height + row;
        to[0] = first.x;
        to[1] = second.x;
        to[height] = first.y;
        to[height + 1] = second.y;
        to[2 * height] = first.z;
        to[2 * height + 1] = second.z;
        to[3 * height] = first.w;
        to[3 * height + 1] = second.w;
    }
}

/* One element, once all threads have met. */
DEVICE real product_value(KEPT const real* partial, int rows, int inner, int columns, int row, int column)
{
    int height = whole_pairs(rows);
    int padded = whole_quads(columns);
    int slices = slices_of(height / 2 * padded / 4, inner);
    real sum = partial[column * height + row];
    UNROLL
    for (int slice = 1; slice < slices; slice++)
    {
        sum += partial[(slice * padded + column) * height + row];
    }

    return sum;
}

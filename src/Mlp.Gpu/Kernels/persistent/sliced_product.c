#include "persistent/kept_matrix.c"
#include "persistent/quads.c"

/*
 * C[row, j] = sum_k A[row, k] B[k, j] within one group. A thread takes a row, four columns and a slice of k, so that neighbouring
 * threads read neighbouring rows of A and one quad of B; then the slices are added up in their order. Which slices there are
 * follows from the shapes alone, and with them the order of every sum.
 */

/* Slices of `inner` for a product of that many tiles of a row and four columns. */
DEVICE int slices_of(int tiles, int inner)
{
    int slices = STAY / (tiles < 1 ? 1 : tiles);
    slices = slices < inner ? slices : inner;
    return slices < 1 ? 1 : slices;
}

/* Four sums of one row, over sources [begin, end). B [inner, b_stride], whole quads. */
DEVICE quad product_quad(Kept a, KEPT const real* b, int b_stride, int row, int column, int begin, int end)
{
    KEPT const real* from = a.at + row * a.row;
    KEPT const real* by = b + column;
    quad sum = zero_quad();
    UNROLL
    for (int k = begin; k < end; k++)
    {
        sum = add_product(sum, from[k * a.column], LOAD_QUAD(by + k * b_stride));
    }

    return sum;
}

/* The sums of all slices, to `partial`. B [inner, b_stride], whole quads. All threads of the group must call it. */
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
    int quads = (columns + 3) / 4;
    int tiles = rows * quads;
    int slices = slices_of(tiles, inner);
    for (int i = THREAD_X; i < tiles * slices; i += STAY)
    {
        int row = i % rows;
        int across = i / rows;
        int column = across % quads * 4;
        int slice = across / quads;
        int end = (slice + 1) * inner / slices;
        quad sum = product_quad(a, b, b_stride, row, column, slice * inner / slices, end);
        KEPT real* to = partial + across * 4 * rows + row;
        to[0] = sum.x;
        to[rows] = sum.y;
        to[2 * rows] = sum.z;
        to[3 * rows] = sum.w;
    }
}

/* One element, once all threads have met. */
DEVICE real product_value(KEPT const real* partial, int rows, int inner, int columns, int row, int column)
{
    int padded = whole_quads(columns);
    int slices = slices_of(rows * padded / 4, inner);
    real sum = partial[column * rows + row];
    for (int slice = 1; slice < slices; slice++)
    {
        sum += partial[(slice * padded + column) * rows + row];
    }

    return sum;
}

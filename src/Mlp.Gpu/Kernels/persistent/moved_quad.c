#include "persistent/kept_matrix.c"
#include "persistent/quads.c"
#include "updates/rule.c"

/* The gradient sum_row A[row, i] B[row, j] of four weights [i, column] and on. B [rows, b_stride], whole quads. */
DEVICE quad gradient_quad(Kept a, KEPT const real* b, int b_stride, int rows, int i, int column)
{
    KEPT const real* from = a.at + i * a.column;
    KEPT const real* by = b + column;
    quad sum = zero_quad();
    UNROLL
    for (int row = 0; row < rows; row++)
    {
        sum = add_product(sum, from[row * a.row], LOAD_QUAD(by + row * b_stride));
    }

    return sum;
}

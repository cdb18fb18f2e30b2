#include "persistent/kept_matrix.c"
#include "updates/rule.c"

/*
 * Gradients sum_row A[row, i] B[row, j] of four weights [i, column] and on, for two i at once. Rows a multiple of four; B [rows,
 * b_stride], whole quads.
 */
DEVICE void gradient_tile(
    Kept a,
    KEPT const real* b,
    int b_stride,
    int rows,
    int i,
    int other,
    int column,
    quad* first,
    quad* second
)
{
    KEPT const real* by = b + column;
    quad sum = zero_quad();
    quad next = zero_quad();
    UNROLL_LITTLE
    for (int row = 0; row < rows; row += 4)
    {
        quad from = rows_of_column(a, row, i);
        quad from_other = rows_of_column(a, row, other);
        UNROLL_WHOLE
        for (int r = 0; r < 4; r++)
        {
            quad with = LOAD_QUAD(by + (row + r) * b_stride);
            sum = add_product(sum, QUAD_VALUE(from, r), with);
            next = add_product(next, QUAD_VALUE(from_other, r), with);
        }
    }

    *first = sum;
    *second = next;
}

/* The first `count` weights of a quad after their gradients; their states lie `apart` from each other. */
DEVICE quad moved_quad(
    Rule rule,
    real rate,
    real decay,
    quad w,
    quad g,
    int count,
    GLOBAL real* state,
    int apart,
    int parameters
)
{
    if (count > 0)
    {
        w.x = moved_weight(rule, rate, decay, w.x, g.x, state, parameters);
    }

    if (count > 1)
    {
        w.y = moved_weight(rule, rate, decay, w.y, g.y, state + apart, parameters);
    }

    if (count > 2)
    {
        w.z = moved_weight(rule, rate, decay, w.z, g.z, state + 2 * apart, parameters);
    }

    if (count > 3)
    {
        w.w = moved_weight(rule, rate, decay, w.w, g.w, state + 3 * apart, parameters);
    }

    return w;
}

#include "persistent/kept_matrix.c"
#include "persistent/quads.c"
#include "updates/rule.c"

/*
 * Gradients sum_row A[row, i] B[row, j] of four weights [i, column] and on, for two i at once. Rows an even number; B [rows,
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
    UNROLL
    for (int row = 0; row < rows; row += 2)
    {
        pair from = pair_of_rows(a, row, i);
        pair from_other = pair_of_rows(a, row, other);
        quad with = LOAD_QUAD(by + row * b_stride);
        quad with_next = LOAD_QUAD(by + (row + 1) * b_stride);
        sum = add_product(add_product(sum, from.x, with), from.y, with_next);
        next = add_product(add_product(next, from_other.x, with), from_other.y, with_next);
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
    KEEP_ROLLED
    for (int j = 0; j < 4 && j < count; j++)
    {
        real moved =
            moved_weight(rule, rate, decay, QUAD_VALUE(w, j), QUAD_VALUE(g, j), state + j * apart, parameters);
        w.x = j == 0 ? moved : w.x;
        w.y = j == 1 ? moved : w.y;
        w.z = j == 2 ? moved : w.z;
        w.w = j == 3 ? moved : w.w;
    }

    return w;
}

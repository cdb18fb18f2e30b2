#include "functions/format.c"

/* A matrix that the group keeps: element [i, j] lies at i * row + j * column. Where row is 1, column is even, and so is its place. */
typedef struct
{
    KEPT real* at;
    int row;
    int column;
} Kept;

DEVICE Kept kept(KEPT real* at, int row, int column)
{
    Kept matrix;
    matrix.at = at;
    matrix.row = row;
    matrix.column = column;
    return matrix;
}

/* Elements [row, column] and [row + 1, column] of an even row. */
DEVICE pair pair_of_rows(Kept a, int row, int column)
{
    KEPT const real* from = a.at + row * a.row + column * a.column;
    pair both;
    if (a.row == 1)
    {
        both = LOAD_PAIR(from);
    }
    else
    {
        both.x = from[0];
        both.y = from[a.row];
    }

    return both;
}

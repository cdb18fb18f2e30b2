#include "persistent/quads.c"

/* A matrix that the group keeps by columns: element [i, j] lies at i + j * column. Both column and its place are whole quads. */
typedef struct
{
    KEPT real* at;
    int column;
} Kept;

DEVICE Kept kept(KEPT real* at, int column)
{
    Kept matrix;
    matrix.at = at;
    matrix.column = column;
    return matrix;
}

/* Elements [row, column] to [row + 3, column], of a row that is a multiple of four. */
DEVICE quad rows_of_column(Kept a, int row, int column)
{
    return LOAD_QUAD(a.at + row + column * a.column);
}

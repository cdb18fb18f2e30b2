#include "functions/format.c"

/* A matrix that the group keeps: element [i, j] lies at i * row + j * column. */
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

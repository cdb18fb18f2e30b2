#include "functions/format.c"

/*
 * C[i, j] = sum_k A[i, k] B[k, j] in tiles of TILE by TILE, by groups of 16 by 16 threads with 2 by 2 sums each. Panels of
 * DEPTH k pass through local memory. k runs upwards from 0 for every element, each product a fused multiply-add, whatever
 * the tile: the bits are those of the CPU.
 */
#define TILE 32
#define DEPTH 16
#define SIDE 16

/* A matrix of which element [i, j] lies at i * row + j * column. */
typedef struct
{
    GLOBAL const real* at;
    offset_t row;
    offset_t column;
    int rows;
    int columns;
} Matrix;

DEVICE Matrix matrix(GLOBAL const real* at, offset_t row, offset_t column, int rows, int columns)
{
    Matrix m;
    m.at = at;
    m.row = row;
    m.column = column;
    m.rows = rows;
    m.columns = columns;
    return m;
}

/* Zero beyond the edges. */
DEVICE real matrix_element(Matrix m, int i, int j)
{
    return i < m.rows && j < m.columns ? m.at[i * m.row + j * m.column] : R(0.0);
}

/* The four sums of a thread: those of rows THREAD_Y and THREAD_Y + SIDE, and of columns THREAD_X and THREAD_X + SIDE, of its tile. */
typedef struct
{
    real s00;
    real s01;
    real s10;
    real s11;
} Sums;

/* All threads of the group must call it. */
DEVICE Sums product(Matrix a, Matrix b, LOCAL real* a_panel, LOCAL real* b_panel)
{
    Sums sums;
    sums.s00 = R(0.0);
    sums.s01 = R(0.0);
    sums.s10 = R(0.0);
    sums.s11 = R(0.0);
    int top = GROUP_Y * TILE;
    int left = GROUP_X * TILE;
    int thread = THREAD_Y * SIDE + THREAD_X;
    for (int start = 0; start < a.columns; start += DEPTH)
    {
        /* Neighbouring threads read neighbouring values. */
        for (int i = thread; i < TILE * DEPTH; i += SIDE * SIDE)
        {
            int row = a.column == 1 ? i / DEPTH : i % TILE;
            int k = a.column == 1 ? i % DEPTH : i / TILE;
            a_panel[k * (TILE + 1) + row] = matrix_element(a, top + row, start + k);
        }

        for (int i = thread; i < TILE * DEPTH; i += SIDE * SIDE)
        {
            int column = b.column == 1 ? i % TILE : i / DEPTH;
            int k = b.column == 1 ? i / TILE : i % DEPTH;
            b_panel[k * (TILE + 1) + column] = matrix_element(b, start + k, left + column);
        }

        SYNC;
        int end = a.columns - start < DEPTH ? a.columns - start : DEPTH;
        for (int k = 0; k < end; k++)
        {
            real a0 = a_panel[k * (TILE + 1) + THREAD_Y];
            real a1 = a_panel[k * (TILE + 1) + THREAD_Y + SIDE];
            real b0 = b_panel[k * (TILE + 1) + THREAD_X];
            real b1 = b_panel[k * (TILE + 1) + THREAD_X + SIDE];
            sums.s00 = FMA(a0, b0, sums.s00);
            sums.s01 = FMA(a0, b1, sums.s01);
            sums.s10 = FMA(a1, b0, sums.s10);
            sums.s11 = FMA(a1, b1, sums.s11);
        }

        SYNC;
    }

    return sums;
}

/* Row and column, in C, of one of the four sums of a thread. */
#define SUM_ROW(i) (GROUP_Y * TILE + THREAD_Y + (i) / 2 * SIDE)
#define SUM_COLUMN(i) (GROUP_X * TILE + THREAD_X + (i) % 2 * SIDE)
#define SUM_VALUE(sums, i) ((i) == 0 ? sums.s00 : (i) == 1 ? sums.s01 : (i) == 2 ? sums.s10 : sums.s11)

#define PANELS                                          \
    LOCAL_ARRAY(real, a_panel, DEPTH * (TILE + 1));     \
    LOCAL_ARRAY(real, b_panel, DEPTH * (TILE + 1))

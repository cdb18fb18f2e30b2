#include "functions/format.c"

/*
 * C[i, j] = sum_k A[i, k] B[k, j] in tiles, each by a group of ACROSS by DOWN threads that hold THREAD_ROWS by THREAD_COLUMNS
 * sums each: these two and DEPTH are given, one program a tile (ProductTile). Panels of DEPTH k pass through local memory, two
 * in turn: one is multiplied while the next is on its way. k runs upwards from 0 for every element, each product a fused
 * multiply-add, whatever the tile: the bits are those of the CPU.
 */
#define ACROSS 8
#define DOWN 16
#define THREADS (ACROSS * DOWN)
#define THREAD THREAD_X
#define TILE_ROWS (DOWN * THREAD_ROWS)
#define TILE_COLUMNS (ACROSS * THREAD_COLUMNS)
#define THREAD_SUMS (THREAD_ROWS * THREAD_COLUMNS)

/* From one k of a panel to the next: whole quads, and an odd number of them, so that eight k lie in different banks. */
#define STEP(side) ((side) + 4)
#define PANEL(side) (DEPTH * STEP(side))
#define PANELS (PANEL(TILE_ROWS) + PANEL(TILE_COLUMNS))
#define PRODUCT_VALUES (2 * PANELS > TILE_ROWS * TILE_COLUMNS ? 2 * PANELS : TILE_ROWS * TILE_COLUMNS)

/*
 * A or B: its rows or columns, and k; from one to the next of each; and whether k lie side by side, or the others do, and then
 * whether in whole quads.
 */
typedef struct
{
    GLOBAL const real* at;
    int count;
    int next;
    int depth;
    int deeper;
    bool lies_by_k;
    bool has_quads;
} Operand;

/* Element [i, k] lies at i * next + k. */
DEVICE Operand lying_by_k(GLOBAL const real* at, int count, int next, int depth)
{
    Operand o;
    o.at = at;
    o.count = count;
    o.next = next;
    o.depth = depth;
    o.deeper = 1;
    o.lies_by_k = true;
    o.has_quads = false;
    return o;
}

/* Element [i, k] lies at offset + i + k * deeper. */
DEVICE Operand lying_by_count(GLOBAL const real* all, int offset, int count, int depth, int deeper)
{
    Operand o;
    o.at = all + offset;
    o.count = count;
    o.next = 1;
    o.depth = depth;
    o.deeper = deeper;
    o.lies_by_k = false;
    o.has_quads = offset % 4 == 0 && deeper % 4 == 0;
    return o;
}

/*
 * What one thread sends for of a panel [DEPTH, side]: its first value, the rows or columns that there are from there on, its first
 * k, and its first place. All that can be known before the first panel is: of a panel little is left to compute.
 */
typedef struct
{
    GLOBAL const real* from;
    int count;
    int k;
    int to;
} Share;

/* Of rows or columns from `first` on. Neighbours read neighbours and write to different banks: eight k of each, or one k of all. */
DEVICE Share thread_share(Operand o, int first, int side)
{
    int width = o.lies_by_k ? 8 : o.has_quads ? side / 4 : side;
    int i = o.lies_by_k ? THREAD / width : o.has_quads ? THREAD % width * 4 : THREAD % width;
    Share s;
    s.k = o.lies_by_k ? THREAD % width : THREAD / width;
    s.from = o.at + (offset_t)(first + i) * o.next + (offset_t)s.k * o.deeper;
    s.count = o.count - first - i;
    s.to = s.k * STEP(side) + i;
    return s;
}

/* Sends for the panel that begins there, with so many k: beyond the edges, where nothing is used, it stays as it is. */
DEVICE void send_for_panel(Operand o, Share s, bool is_whole, int depth, int side, LOCAL real* panel)
{
    LOCAL real* to = panel + s.to;
    GLOBAL const real* from = s.from;
    int left = depth - s.k;

    /* All threads together send for so many k at once. */
    int round = o.lies_by_k ? 8 : o.has_quads ? THREADS * 4 / side : THREADS / side;
    is_whole = is_whole && DEPTH % round == 0;
    if (o.lies_by_k)
    {
        offset_t jump = (offset_t)(THREADS / 8) * o.next;
        UNROLL_WHOLE
        for (int n = 0; n < side; n += THREADS / 8)
        {
            UNROLL_WHOLE
            for (int m = 0; m < DEPTH; m += 8)
            {
                BRING(to + m * STEP(side) + n, from + m, n < s.count && (is_whole || m < left));
            }

            from += jump;
        }
    }
    else if (o.has_quads)
    {
        offset_t jump = (offset_t)round * o.deeper;
        UNROLL_WHOLE
        for (int m = 0; m < DEPTH; m += THREADS * 4 / side)
        {
            BRING_QUAD(to + m * STEP(side), from, 0 < s.count && (is_whole || m < left));
            from += jump;
        }
    }
    else
    {
        offset_t jump = (offset_t)round * o.deeper;
        UNROLL_WHOLE
        for (int m = 0; m < DEPTH; m += THREADS / side)
        {
            BRING(to + m * STEP(side), from, 0 < s.count && (is_whole || m < left));
            from += jump;
        }
    }
}

/*
 * The rows and columns of a thread lie in runs of up to four, which are read at once: its first, and the n-th seen from there. Of
 * neighbours, two have the same columns and the next two the same rows: then a warp reads runs in half the time.
 */
#define RUN(each) ((each) < 4 ? (each) : 4)
#define FIRST_ROW ((THREAD / (2 * ACROSS) * 2 + THREAD % 2) * RUN(THREAD_ROWS))
#define FIRST_COLUMN (THREAD / 2 % ACROSS * RUN(THREAD_COLUMNS))
#define NEXT_ROW(n) ((n) / RUN(THREAD_ROWS) * DOWN * RUN(THREAD_ROWS) + (n) % RUN(THREAD_ROWS))
#define NEXT_COLUMN(n) ((n) / RUN(THREAD_COLUMNS) * ACROSS * RUN(THREAD_COLUMNS) + (n) % RUN(THREAD_COLUMNS))

/* Adds to each sum of a thread its product of one k. */
DEVICE void add_products(LOCAL const real* a, LOCAL const real* b, real* sums)
{
    real rows[THREAD_ROWS];
    real columns[THREAD_COLUMNS];
    UNROLL_WHOLE
    for (int i = 0; i < THREAD_ROWS; i++)
    {
        rows[i] = a[NEXT_ROW(i)];
    }

    UNROLL_WHOLE
    for (int j = 0; j < THREAD_COLUMNS; j++)
    {
        columns[j] = b[NEXT_COLUMN(j)];
    }

    UNROLL_WHOLE
    for (int i = 0; i < THREAD_SUMS; i++)
    {
        sums[i] = FMA(rows[i / THREAD_COLUMNS], columns[i % THREAD_COLUMNS], sums[i]);
    }
}

/* The same of so many k of a panel, with the sums in registers: what outlives a meeting, a CPU keeps in memory. */
DEVICE void add_panel(LOCAL const real* a, LOCAL const real* b, int depth, real* sums)
{
    real held[THREAD_SUMS];
    UNROLL_WHOLE
    for (int i = 0; i < THREAD_SUMS; i++)
    {
        held[i] = sums[i];
    }

    if (depth == DEPTH)
    {
        UNROLL_LONG
        for (int k = 0; k < DEPTH; k++)
        {
            add_products(a + k * STEP(TILE_ROWS), b + k * STEP(TILE_COLUMNS), held);
        }
    }
    else
    {
        KEEP_ROLLED
        for (int k = 0; k < depth; k++)
        {
            add_products(a + k * STEP(TILE_ROWS), b + k * STEP(TILE_COLUMNS), held);
        }
    }

    UNROLL_WHOLE
    for (int i = 0; i < THREAD_SUMS; i++)
    {
        sums[i] = held[i];
    }
}

/* Sends for the next panels of both operands, with so many k, none or less where there are no more. */
DEVICE void send_for_panels(Operand a, Share* of_a, Operand b, Share* of_b, int depth, LOCAL real* panels)
{
    if (depth >= DEPTH)
    {
        send_for_panel(a, *of_a, true, DEPTH, TILE_ROWS, panels);
        send_for_panel(b, *of_b, true, DEPTH, TILE_COLUMNS, panels + PANEL(TILE_ROWS));
    }
    else if (depth > 0)
    {
        send_for_panel(a, *of_a, false, depth, TILE_ROWS, panels);
        send_for_panel(b, *of_b, false, depth, TILE_COLUMNS, panels + PANEL(TILE_ROWS));
    }

    of_a->from += (offset_t)DEPTH * a.deeper;
    of_b->from += (offset_t)DEPTH * b.deeper;
}

/*
 * The tile of C that lies so many down and GROUP_X across, [TILE_ROWS, TILE_COLUMNS], left in local memory of PRODUCT_VALUES. All
 * threads must call it.
 */
DEVICE void product(Operand a, Operand b, int down, LOCAL real* tile)
{
    Share of_a = thread_share(a, down * TILE_ROWS, TILE_ROWS);
    Share of_b = thread_share(b, GROUP_X * TILE_COLUMNS, TILE_COLUMNS);
    real sums[THREAD_SUMS];
    UNROLL_WHOLE
    for (int i = 0; i < THREAD_SUMS; i++)
    {
        sums[i] = R(0.0);
    }

    int panels = 0;
    send_for_panels(a, &of_a, b, &of_b, a.depth, tile);
    for (int left = a.depth; left > 0; left -= DEPTH)
    {
        /* These panels are there, and nobody reads those before them any more. */
        BROUGHT;
        SYNC;
        send_for_panels(a, &of_a, b, &of_b, left - DEPTH, tile + PANELS - panels);
        LOCAL const real* rows = tile + panels + FIRST_ROW;
        LOCAL const real* columns = tile + panels + PANEL(TILE_ROWS) + FIRST_COLUMN;
        add_panel(rows, columns, left < DEPTH ? left : DEPTH, sums);
        panels = PANELS - panels;
    }

    SYNC;
    UNROLL_WHOLE
    for (int i = 0; i < THREAD_SUMS; i++)
    {
        int row = FIRST_ROW + NEXT_ROW(i / THREAD_COLUMNS);
        int column = FIRST_COLUMN + NEXT_COLUMN(i % THREAD_COLUMNS);
        tile[row * TILE_COLUMNS + column] = sums[i];
    }

    SYNC;
}

/* A thread goes on with the values THREAD, THREAD + THREADS, ... of the tile, some at once: what they need is fetched together. */
#define AT_ONCE (THREAD_SUMS < 8 ? THREAD_SUMS : 8)
#define TILE_ROW(down, i) ((down) * TILE_ROWS + (i) / TILE_COLUMNS)
#define TILE_COLUMN(i) (GROUP_X * TILE_COLUMNS + (i) % TILE_COLUMNS)

#include "functions/byte_value.c"
#include "persistent/quads.c"
#include "rows/lanes.c"

/* The rows of a data set, in an order: as values, or as bytes that stand for b / 255. */
typedef struct
{
    GLOBAL const real* values;
    GLOBAL const byte* raw;
    int is_raw;
    GLOBAL const int* order;
    int is_ordered;
    int inputs;
} Rows;

DEVICE Rows rows_of(
    GLOBAL const real* values,
    GLOBAL const byte* raw,
    int is_raw,
    GLOBAL const int* order,
    int is_ordered,
    int inputs
)
{
    Rows rows;
    rows.values = values;
    rows.raw = raw;
    rows.is_raw = is_raw;
    rows.order = order;
    rows.is_ordered = is_ordered;
    rows.inputs = inputs;
    return rows;
}

DEVICE int row_at(Rows rows, int place)
{
    return rows.is_ordered ? rows.order[place] : place;
}

/* Copies the numbers of rows from place `first` on to `numbers`, by one of so many threads. */
DEVICE void copy_numbers(Rows source, int first, int rows, KEPT int* numbers, int thread, int threads)
{
    KEEP_ROLLED
    for (int i = thread; i < rows; i += threads)
    {
        if (source.is_ordered)
        {
            COPY(numbers + i, source.order + first + i, int);
        }
        else
        {
            numbers[i] = first + i;
        }
    }
}

/*
 * Inputs of the rows of a batch that a group keeps, in eights: values, or bytes that stay bytes, each exact, so that a sum of
 * products with them is divided by 255 once. From one row to the next lie `stride` blocks, of four values or 16 bytes: an odd
 * number, so that neighbouring rows are read from banks of their own.
 */
typedef struct
{
    KEPT real* at;
    bool are_bytes;
    int eights;
    int stride;
} Inputs;

DEVICE Inputs inputs_of(KEPT real* at, bool are_bytes, int inputs)
{
    Inputs x;
    x.at = at;
    x.are_bytes = are_bytes;
    x.eights = (inputs + 7) / 8;
    x.stride = (are_bytes ? inputs / BLOCK_BYTES : 2 * x.eights) | 1;
    return x;
}

/* Batches whose numbers are kept together. */
#define NUMBER_COPIES 3

/* Which of so many copies a step has. */
DEVICE int copy_of(int step, int copies)
{
    /* Of unsigned numbers, so that a compiler sees that none is negative. */
    return (int)((uint_bits)step % (uint_bits)copies);
}

/* One of the copies; values have one alone. */
DEVICE Inputs inputs_copy(Inputs x, int copy, int rows)
{
    if (x.are_bytes)
    {
        x.at += copy * rows * x.stride * (BLOCK_BYTES / (int)sizeof(real));
    }

    return x;
}

/* Eight inputs of a row. */
DEVICE void load_eight(Inputs x, int row, int eight, quad* values)
{
    if (x.are_bytes)
    {
        byte_eight b = ((KEPT const byte_eight*)x.at)[2 * row * x.stride + eight];
        values[0] = of_four(BYTE_VALUE(b.x, 0), BYTE_VALUE(b.x, 1), BYTE_VALUE(b.x, 2), BYTE_VALUE(b.x, 3));
        values[1] = of_four(BYTE_VALUE(b.y, 0), BYTE_VALUE(b.y, 1), BYTE_VALUE(b.y, 2), BYTE_VALUE(b.y, 3));
    }
    else
    {
        KEPT const real* from = x.at + 4 * (row * x.stride + 2 * eight);
        values[0] = LOAD_QUAD(from);
        values[1] = LOAD_QUAD(from + 4);
    }
}

/* A sum of products with inputs, as it is with those that bytes stand for. */
DEVICE real scaled_sum(Inputs x, real sum)
{
    return x.are_bytes ? scaled_byte(sum) : sum;
}

/* Copies the bytes of the rows with these numbers, a row a warp of so many threads, of which this is one. */
DEVICE void copy_bytes(Rows source, KEPT const int* numbers, int rows, Inputs x, int thread, int threads)
{
    KEPT byte* bytes = (KEPT byte*)x.at;
    int blocks = source.inputs / BLOCK_BYTES;
    UNROLL
    for (int row = thread / TOGETHER; row < rows; row += threads / TOGETHER)
    {
        GLOBAL const byte* from = source.raw + (offset_t)numbers[row] * source.inputs;
        KEPT byte* to = bytes + row * x.stride * BLOCK_BYTES;
        UNROLL_FIXED
        for (int first = 0; first < blocks; first += TOGETHER)
        {
            int block = first + thread % TOGETHER;
            if (block < blocks)
            {
                COPY(to + block * BLOCK_BYTES, from + block * BLOCK_BYTES, byte_block);
            }
        }
    }
}

/* Inputs from `first_input` on, of rows from place `first` on, to [batch, inputs] values; 0 in rows that are absent. */
DEVICE void bring_inputs(
    Rows source,
    int first,
    int rows,
    int batch,
    int first_input,
    int inputs,
    KEPT real* values,
    int stride
)
{
    KEEP_ROLLED
    for (int i = THREAD_X; i < batch * inputs; i += STAY)
    {
        int row = i / inputs;
        int input = i % inputs;
        real value = R(0.0);
        if (row < rows)
        {
            offset_t at = (offset_t)row_at(source, first + row) * source.inputs + first_input + input;
            value = source.is_raw ? byte_value(source.raw[at]) : source.values[at];
        }

        values[row * stride + input] = value;
    }
}

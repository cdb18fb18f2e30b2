#include "persistent/bytes.c"

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

/* Copies the numbers of rows from place `first` on to `numbers`. */
DEVICE void copy_numbers(Rows source, int first, int rows, KEPT int* numbers)
{
    KEEP_ROLLED
    for (int i = THREAD_X; i < rows; i += STAY)
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

/* Copies the bytes of the rows with these numbers, as persistent/bytes.c keeps them. */
DEVICE void copy_bytes(Rows source, KEPT const int* numbers, int rows, KEPT byte* bytes)
{
    int width = source.inputs / BLOCK_BYTES;
    KEEP_ROLLED
    for (int i = THREAD_X; i < rows * width; i += STAY)
    {
        int row = i / width;
        int at = i % width * BLOCK_BYTES;
        GLOBAL const byte* from = source.raw + (offset_t)numbers[row] * source.inputs + at;
        COPY(bytes + row * blocks_of(source.inputs) * BLOCK_BYTES + at, from, byte_block);
    }
}

/* Inputs from `first_input` on, of rows from place `first` on, to x [batch, inputs]; 0 in rows that are absent. */
DEVICE void bring_inputs(Rows source, int first, int rows, int batch, int first_input, int inputs, Kept x)
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

        x.at[row + input * x.column] = value;
    }
}

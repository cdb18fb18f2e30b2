#include "functions/byte_value.c"
#include "persistent/kept_matrix.c"

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

/* Copies the bytes of the rows with these numbers, by blocks where no row ends within one. */
DEVICE void stage_bytes(Rows source, KEPT const int* numbers, int rows, KEPT byte* stage)
{
    if (source.inputs % BLOCK_BYTES == 0)
    {
        int width = source.inputs / BLOCK_BYTES;
        UNROLL
        for (int i = THREAD_X; i < rows * width; i += STAY)
        {
            offset_t from = (offset_t)numbers[i / width] * source.inputs + i % width * BLOCK_BYTES;
            COPY(stage + i * BLOCK_BYTES, source.raw + from, byte_block);
        }
    }
    else
    {
        for (int i = THREAD_X; i < rows * source.inputs; i += STAY)
        {
            stage[i] = source.raw[(offset_t)numbers[i / source.inputs] * source.inputs + i % source.inputs];
        }
    }
}

/* Staged bytes as values to x [batch, inputs]; 0 in rows that are absent. */
DEVICE void bring_staged(KEPT const byte* stage, int rows, int batch, int inputs, Kept x)
{
    if (inputs % 4 == 0)
    {
        KEPT const byte_quad* quads = (KEPT const byte_quad*)stage;
        UNROLL
        for (int i = THREAD_X; i < batch * (inputs / 4); i += STAY)
        {
            int row = i % batch;
            int quad_at = i / batch;
            byte_quad four = row < rows ? quads[row * (inputs / 4) + quad_at] : 0;
            KEPT real* to = x.at + row * x.row + 4 * quad_at * x.column;
            to[0] = byte_value(four & 255);
            to[x.column] = byte_value(four >> 8 & 255);
            to[2 * x.column] = byte_value(four >> 16 & 255);
            to[3 * x.column] = byte_value(four >> 24);
        }
    }
    else
    {
        for (int i = THREAD_X; i < batch * inputs; i += STAY)
        {
            int row = i / inputs;
            x.at[row * x.row + i % inputs * x.column] = row < rows ? byte_value(stage[i]) : R(0.0);
        }
    }
}

/* Inputs from `first_input` on, of rows from place `first` on, to x [batch, inputs]; 0 in rows that are absent. */
DEVICE void bring_inputs(Rows source, int first, int rows, int batch, int first_input, int inputs, Kept x)
{
    UNROLL
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

        x.at[row * x.row + input * x.column] = value;
    }
}

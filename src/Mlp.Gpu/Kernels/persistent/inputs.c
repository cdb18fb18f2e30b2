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

DEVICE_BRANCHED int row_at(Rows rows, int place)
{
    return rows.is_ordered ? rows.order[place] : place;
}

/* Copies the bytes of rows from place `first` on, by fours where no row ends between. */
DEVICE void stage_bytes(Rows source, int first, int rows, KEPT byte* stage)
{
    if (source.inputs % 4 == 0)
    {
        int width = source.inputs / 4;
        GLOBAL const byte_quad* from = (GLOBAL const byte_quad*)source.raw;
        KEPT byte_quad* to = (KEPT byte_quad*)stage;
        UNROLL
        for (int i = THREAD_X; i < rows * width; i += STAY)
        {
            to[i] = from[(offset_t)row_at(source, first + i / width) * width + i % width];
        }
    }
    else
    {
        for (int i = THREAD_X; i < rows * source.inputs; i += STAY)
        {
            int place = first + i / source.inputs;
            stage[i] = source.raw[(offset_t)row_at(source, place) * source.inputs + i % source.inputs];
        }
    }
}

DEVICE_BRANCHED real input_value(Rows source, int place, int input)
{
    offset_t at = (offset_t)row_at(source, place) * source.inputs + input;
    return source.is_raw ? byte_value(source.raw[at]) : source.values[at];
}

/* Inputs from `first_input` on, of rows from place `first` on, to x [rows, inputs]; bytes from the stage, if all were staged. */
DEVICE void bring_inputs(
    Rows source,
    int first,
    int rows,
    int first_input,
    int inputs,
    bool is_staged,
    KEPT const byte* stage,
    Kept x
)
{
    UNROLL
    for (int i = THREAD_X; i < rows * inputs; i += STAY)
    {
        int row = i / inputs;
        int input = i % inputs;
        x.at[row * x.row + input * x.column] =
            is_staged ? byte_value(stage[i]) : input_value(source, first + row, first_input + input);
    }
}

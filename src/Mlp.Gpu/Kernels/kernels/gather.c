#include "functions/byte_value.c"

/*
 * Rows of a data set, by their numbers, to where products read them: x [rows, stride]. Bytes become b / 255. The column
 * after the last input is left alone: it holds the ones that the biases are multiplied by.
 */
KERNEL(256) gather(
    GLOBAL const real* values,
    GLOBAL const byte* raw,
    int is_raw,
    GLOBAL const int* order,
    int is_ordered,
    int first,
    int rows,
    int inputs,
    GLOBAL real* x,
    int stride
)
{
    offset_t i = (offset_t)GROUP_X * 256 + THREAD_X;
    int row = (int)(i / inputs);
    int column = (int)(i % inputs);
    if (row < rows)
    {
        offset_t source = (offset_t)(is_ordered ? order[first + row] : first + row) * inputs + column;
        x[(offset_t)row * stride + column] = is_raw ? byte_value(raw[source]) : values[source];
    }
}

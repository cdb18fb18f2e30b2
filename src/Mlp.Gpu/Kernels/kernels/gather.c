#include "functions/byte_value.c"

/*
 * Rows of a data set, by their numbers, to where products read them: x [rows, stride], a group a row. Bytes become b / 255. What
 * comes after the last input is left alone: it holds the ones that the biases are multiplied by. Eight inputs of a thread are
 * fetched together.
 */
#define GATHERERS 128

KERNEL(GATHERERS) gather(
    GLOBAL const real* values,
    GLOBAL const byte* raw,
    int is_raw,
    GLOBAL const int* order,
    int is_ordered,
    int first,
    int inputs,
    GLOBAL real* x,
    int stride
)
{
    int place = first + GROUP_X;
    offset_t source = (offset_t)(is_ordered ? order[place] : place) * inputs;
    GLOBAL real* row = x + (offset_t)GROUP_X * stride;
    KEEP_ROLLED
    for (int start = THREAD_X; start < inputs; start += 8 * GATHERERS)
    {
        real eight[8];
        UNROLL_WHOLE
        for (int n = 0; n < 8; n++)
        {
            int i = start + n * GATHERERS;
            eight[n] = i >= inputs ? R(0.0) : is_raw ? byte_value(raw[source + i]) : values[source + i];
        }

        UNROLL_WHOLE
        for (int n = 0; n < 8; n++)
        {
            int i = start + n * GATHERERS;
            if (i < inputs)
            {
                row[i] = eight[n];
            }
        }
    }
}

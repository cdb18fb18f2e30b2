#include "functions/format.c"

/*
 * What a group tells all others lies in cells: one half of a cell is of the value, the other is the number of the telling, and both
 * are written at once. Who looks for a number finds the value with it, so that groups never need to meet. Numbers only rise. A
 * float64 takes two cells.
 */
#ifdef WIDE
#define CELLS 2
#else
#define CELLS 1
#endif

/* Values that a thread looks for together. */
#define AT_ONCE 16

DEVICE void tell(GLOBAL cell* cells, offset_t at, int number, real value)
{
    bits told_bits = AS_BITS(value);
    for (int i = 0; i < CELLS; i++)
    {
        TELL(cells + CELLS * at + i, (cell)(uint_bits)number << 32 | (uint_bits)(told_bits >> 32 * i));
    }
}

/*
 * Waits until `count` values have been told with a number: from place `at` on, `apart` from each other. No thread waits for more
 * than `most`, which is AT_ONCE at most: a compiler that knows it leaves the rest out.
 */
DEVICE void hear(
    GLOBAL const cell* cells,
    offset_t at,
    offset_t apart,
    int most,
    int count,
    int number,
    real* values
)
{
    bool all = false;
    while (!all)
    {
        cell found[CELLS * AT_ONCE];
        UNROLL_WHOLE
        for (int i = 0; i < CELLS * AT_ONCE; i++)
        {
            bool is_wanted = i / CELLS < most && i / CELLS < count;
            found[i] = is_wanted ? TOLD(cells + CELLS * (at + i / CELLS * apart) + i % CELLS) : 0;
        }

        all = true;
        UNROLL_WHOLE
        for (int i = 0; i < CELLS * AT_ONCE; i++)
        {
            bool is_wanted = i / CELLS < most && i / CELLS < count;
            all = all && (!is_wanted || (uint_bits)(found[i] >> 32) == (uint_bits)number);
        }

        UNROLL_WHOLE
        for (int i = 0; i < AT_ONCE; i++)
        {
            bits value = (uint_bits)found[CELLS * i];
#ifdef WIDE
            value |= (bits)(uint_bits)found[CELLS * i + 1] << 32;
#endif
            values[i] = AS_REAL(value);
        }
    }
}

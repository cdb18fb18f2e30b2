#include "functions/format.c"

/* The sum of squares of each block of SQUARES_BLOCK gradients, by a fixed tree over 256 threads. */
#define SQUARES_BLOCK 4096

KERNEL(256) squares(GLOBAL const real* gradients, int offset, int length, GLOBAL real* sums, int first)
{
    LOCAL_ARRAY(real, partial, 256);
    int start = GROUP_X * SQUARES_BLOCK;
    int end = length - start < SQUARES_BLOCK ? length : start + SQUARES_BLOCK;
    real sum = R(0.0);
    for (int i = start + THREAD_X; i < end; i += 256)
    {
        real g = gradients[offset + i];
        sum = FMA(g, g, sum);
    }

    partial[THREAD_X] = sum;
    SYNC;
    for (int count = 128; count > 0; count /= 2)
    {
        if (THREAD_X < count)
        {
            partial[THREAD_X] += partial[THREAD_X + count];
        }

        SYNC;
    }

    if (THREAD_X == 0)
    {
        sums[first + GROUP_X] = partial[0];
    }
}

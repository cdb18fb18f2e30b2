#include "functions/format.c"
#include "updates/sgd.c"

/*
 * The gradients in all weights from the sums of their blocks [blocks, length], added in the order of the blocks: kept in target,
 * or under plain SGD taken from the weights there.
 */
KERNEL(256) add_blocks(GLOBAL const real* sums, int blocks, int length, GLOBAL real* target, int moves, real rate)
{
    int i = GROUP_X * 256 + THREAD_X;
    if (i < length)
    {
        real gradient = sums[i];
        UNROLL
        for (int block = 1; block < blocks; block++)
        {
            gradient += sums[(offset_t)block * length + i];
        }

        target[i] = moves ? sgd_weight(target[i], gradient, rate) : gradient;
    }
}

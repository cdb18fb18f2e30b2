#include "functions/format.c"

/*
 * All groups of a launch meet: what they wrote before, all of them see. `arrivals` counts them up from 0, over the whole
 * launch; `round` is the number of this meeting, from 1. The groups must run at the same time, or none ever leaves.
 */
DEVICE void meet(GLOBAL volatile int* arrivals, int groups, int round)
{
    SYNC;
    if (THREAD_X == 0)
    {
        FENCE;
        ATOMIC_ADD(arrivals, 1);
        while (ATOMIC_READ(arrivals) < groups * round)
        {
        }

        FENCE;
    }

    SYNC;
}

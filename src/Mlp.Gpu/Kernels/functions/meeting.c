#include "functions/format.c"

/*
 * All groups of a launch meet: what they wrote before they arrived, all of them see once all have. `arrivals` counts them up
 * from 0, over the whole launch; `round` is the number of this meeting, from 1. The groups must run at the same time, or none
 * ever leaves. What a group does between arriving and waiting costs it no time, and must be nobody else's business.
 */
DEVICE void arrive(GLOBAL volatile int* arrivals)
{
    SYNC;
    if (THREAD_X == 0)
    {
        ARRIVE(arrivals);
    }

    ARRIVED_ALONE;
}

DEVICE void wait_for_all(GLOBAL volatile int* arrivals, int groups, int round)
{
    if (THREAD_X == 0)
    {
        while (ARRIVED(arrivals) < groups * round)
        {
        }

        ARRIVED_ALL;
    }

    SYNC;
}

#include "metrics/first_maximum.c"

/*
 * Whether the true class is found. Without places (0): where it is the first maximum, NaN above all. With k places: where
 * fewer than k outputs exceed it, NaN exceeding all and never hitting.
 */
DEVICE bool is_found(GLOBAL const real* y, real truth, int n, int places)
{
    if (places == 0)
    {
        return truth == (real)first_maximum(y, n);
    }

    /* A label that is no class is found nowhere. */
    if (!(truth >= R(0.0) && truth < (real)n))
    {
        return false;
    }

    real own = y[(int)truth];
    int above = 0;
    for (int i = 0; i < n; i++)
    {
        above += y[i] > own || is_nan(y[i]) ? 1 : 0;
    }

    return !is_nan(own) && above < places;
}

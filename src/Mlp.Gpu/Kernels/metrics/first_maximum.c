#include "functions/format.c"

/* The index of the first maximum of n values; NaN is above all, and the first NaN wins. */
DEVICE int first_maximum(GLOBAL const real* values, int n)
{
    int best = 0;
    for (int i = 1; i < n && !is_nan(values[best]); i++)
    {
        if (values[i] > values[best] || is_nan(values[i]))
        {
            best = i;
        }
    }

    return best;
}

#include "functions/format.c"

/* 1 / 255 in two parts. */
#ifdef WIDE
#define BYTE_UNIT 0.00392156862745098
#define BYTE_UNIT_REST 5.442269728554689e-20
#else
#define BYTE_UNIT 0.0039215688593685627f
#define BYTE_UNIT_REST -2.3191758236063009e-10f
#endif

/* b / 255, rounded once for all bytes (SameBitsAsCpuTests has them). */
DEVICE real scaled_byte(real b)
{
    return FMA(b, BYTE_UNIT, b * BYTE_UNIT_REST);
}

/* The same of a byte. */
DEVICE real byte_value(byte b)
{
    return scaled_byte((real)b);
}

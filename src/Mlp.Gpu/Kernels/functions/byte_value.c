#include "functions/format.c"

/* b / 255 of a byte, rounded once: times the inverse in two parts (SameBitsAsCpuTests has all of them). */
DEVICE real byte_value(byte b)
{
    real inverse = R(1.0) / R(255.0);
    real rest = FMA(-inverse, R(255.0), R(1.0)) / R(255.0);
    real value = (real)b;
    return FMA(value, inverse, value * rest);
}

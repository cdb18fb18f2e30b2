#include "functions/format.c"

/* b / 255 of a byte, rounded once: the quotient by the inverse, and what that leaves over (SameBitsAsCpuTests has all of them). */
DEVICE real byte_value(byte b)
{
    real inverse = R(1.0) / R(255.0);
    real value = (real)b;
    real quotient = value * inverse;
    return FMA(FMA(-quotient, R(255.0), value), inverse, quotient);
}

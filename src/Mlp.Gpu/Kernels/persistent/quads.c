#include "functions/format.c"

/* One of the four values of a quad. */
#define QUAD_VALUE(q, i) ((i) == 0 ? (q).x : (i) == 1 ? (q).y : (i) == 2 ? (q).z : (q).w)

DEVICE quad of_four(real x, real y, real z, real w)
{
    quad q;
    q.x = x;
    q.y = y;
    q.z = z;
    q.w = w;
    return q;
}

DEVICE quad zero_quad(void)
{
    return of_four(R(0.0), R(0.0), R(0.0), R(0.0));
}

/* sum + a b, value by value, each rounded once. */
DEVICE quad add_product(quad sum, real a, quad b)
{
    sum.x = FMA(a, b.x, sum.x);
    sum.y = FMA(a, b.y, sum.y);
    sum.z = FMA(a, b.z, sum.z);
    sum.w = FMA(a, b.w, sum.w);
    return sum;
}

DEVICE quad sum_of_quads(quad a, quad b)
{
    return of_four(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
}

/* The least multiple of four from n on. */
DEVICE int whole_quads(int n)
{
    return (n + 3) / 4 * 4;
}

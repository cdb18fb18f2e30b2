#include "functions/format.c"

/* One of the four values of a quad. */
#define QUAD_VALUE(q, i) ((i) == 0 ? (q).x : (i) == 1 ? (q).y : (i) == 2 ? (q).z : (q).w)

DEVICE quad zero_quad(void)
{
    quad q;
    q.x = R(0.0);
    q.y = R(0.0);
    q.z = R(0.0);
    q.w = R(0.0);
    return q;
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

/* The least multiple of four from n on. */
DEVICE int whole_quads(int n)
{
    return (n + 3) / 4 * 4;
}

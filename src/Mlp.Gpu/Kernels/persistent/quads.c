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

/* The same of the first so many values, or of more: what the others are, nobody uses. */
DEVICE quad add_product_of(quad sum, real a, quad b, int count)
{
    sum.x = FMA(a, b.x, sum.x);
    sum.y = count > 1 ? FMA(a, b.y, sum.y) : sum.y;
    sum.z = count > 2 ? FMA(a, b.z, sum.z) : sum.z;
    sum.w = count > 3 ? FMA(a, b.w, sum.w) : sum.w;
    return sum;
}

/* sum + a1 b1 + a2 b2 + a3 b3 + a4 b4, one after another, each rounded once. */
DEVICE real sum_of_products(real sum, quad a, quad b)
{
    sum = FMA(a.x, b.x, sum);
    sum = FMA(a.y, b.y, sum);
    sum = FMA(a.z, b.z, sum);
    return FMA(a.w, b.w, sum);
}

/* The first `count` of four rows of four values, `apart` from each other; 0 in place of the others. */
typedef struct
{
    quad x;
    quad y;
    quad z;
    quad w;
} QuadBlock;

DEVICE QuadBlock load_block(KEPT const real* at, int apart, int count)
{
    QuadBlock b;
    b.x = count > 0 ? LOAD_QUAD(at) : zero_quad();
    b.y = count > 1 ? LOAD_QUAD(at + apart) : zero_quad();
    b.z = count > 2 ? LOAD_QUAD(at + 2 * apart) : zero_quad();
    b.w = count > 3 ? LOAD_QUAD(at + 3 * apart) : zero_quad();
    return b;
}

/* To each of the first `count` of four sums the product of a with one row. */
DEVICE quad add_block(quad sum, quad a, QuadBlock b, int count)
{
    sum.x = count > 0 ? sum_of_products(sum.x, a, b.x) : sum.x;
    sum.y = count > 1 ? sum_of_products(sum.y, a, b.y) : sum.y;
    sum.z = count > 2 ? sum_of_products(sum.z, a, b.z) : sum.z;
    sum.w = count > 3 ? sum_of_products(sum.w, a, b.w) : sum.w;
    return sum;
}

DEVICE quad sum_of_quads(quad a, quad b)
{
    return of_four(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
}

/* The first `count` of four values that lie `apart` from each other, and 0 for those that are not there. */
DEVICE quad quad_of_places(GLOBAL const real* at, int apart, int count)
{
    return of_four(
        count > 0 ? at[0] : R(0.0),
        count > 1 ? at[apart] : R(0.0),
        count > 2 ? at[2 * apart] : R(0.0),
        count > 3 ? at[3 * apart] : R(0.0)
    );
}

/* The least multiple of four from n on. */
DEVICE int whole_quads(int n)
{
    return (n + 3) / 4 * 4;
}

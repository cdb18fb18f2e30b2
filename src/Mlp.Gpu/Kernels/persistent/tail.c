#include "functions/format.c"

/*
 * The tail: the bias of the split layer and, of three layers, the last layer. Its quads, in their order: for each four units their
 * weights to the first output, to the second, ..., and their biases; then the biases of each four outputs.
 */
typedef struct
{
    int units;
    int outputs;
    int unit_quads;
    int output_quads;
    int columns;
    int quads;
} Tail;

/* Of so many units, and the outputs of a last layer, 0 without one. */
DEVICE Tail tail_of(int units, int outputs)
{
    Tail tail;
    tail.units = units;
    tail.outputs = outputs;
    tail.unit_quads = (units + 3) / 4;
    tail.output_quads = (outputs + 3) / 4;
    tail.columns = outputs + 1;
    tail.quads = tail.unit_quads * tail.columns + tail.output_quads;
    return tail;
}

/* The first quad of a share, whose shares are of four units each, and one of the biases of all outputs. */
DEVICE int tail_begin(Tail tail, int share)
{
    return share <= tail.unit_quads ? share * tail.columns : tail.quads;
}

DEVICE int tail_shares(Tail tail)
{
    return tail.unit_quads + (tail.outputs > 0 ? 1 : 0);
}

/* Whose a quad is: the first of its units, or of its outputs where these are their biases; and its column, `outputs` if biases. */
typedef struct
{
    bool is_last_bias;
    int first;
    int column;
} TailQuad;

DEVICE TailQuad tail_quad(Tail tail, int i)
{
    TailQuad q;
    int of_units = tail.unit_quads * tail.columns;
    q.is_last_bias = i >= of_units;
    q.first = 4 * (q.is_last_bias ? i - of_units : i / tail.columns);
    q.column = q.is_last_bias ? tail.outputs : i % tail.columns;
    return q;
}

/* Where among the parameters of the tail its values lie: the first, how far apart, and how many there are. */
typedef struct
{
    int first;
    int apart;
    int count;
} Places;

DEVICE Places tail_places(Tail tail, TailQuad q)
{
    Places p;
    bool is_weight = q.column < tail.outputs;
    int left = (q.is_last_bias ? tail.outputs : tail.units) - q.first;
    p.first = q.is_last_bias ? tail.units + tail.units * tail.outputs + q.first
        : is_weight ? tail.units + q.first * tail.outputs + q.column
        : q.first;
    p.apart = is_weight ? tail.outputs : 1;
    p.count = left < 4 ? left : 4;
    return p;
}

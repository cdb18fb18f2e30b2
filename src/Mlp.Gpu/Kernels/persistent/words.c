#include "persistent/quads.c"

/*
 * What a group tells others are words, each a value whose last bit gives way to a mark: 1 when the word is told the first time, and
 * then 0 and 1 in turn. Who waits for the mark finds the value with it, so that groups never need to meet. Two marks are enough
 * because every word is told once a step, or every second one, and not again before all who need it have heard it
 * (kernels/train_steps.c says why). Sums of parts, gradients and likenesses do without their last bit; weights are told whole. Words are
 * looked for in quads.
 */
typedef bits word;

/* Quads that a thread looks for together. */
#define AT_ONCE 8

DEVICE word told_word(real value, word mark)
{
    return (AS_BITS(value) & ~(word)1) | mark;
}

DEVICE real word_value(word w)
{
    return AS_REAL(w & ~(word)1);
}

/* What four words lack of a mark: 1 in the last bit until all have it. */
DEVICE word unmarked(const word* four, word mark)
{
    return WHERE_DIFFER(four[0], four[1], four[2], four[3], mark);
}

DEVICE bool is_awaited(word lacks)
{
    return (lacks & 1) != 0;
}

/* Tells the quad that takes this place among quads. */
DEVICE void tell_quad(GLOBAL word* words, offset_t at, word mark, quad value)
{
    TELL_FOUR(
        words + 4 * at,
        told_word(value.x, mark),
        told_word(value.y, mark),
        told_word(value.z, mark),
        told_word(value.w, mark)
    );
}

/* Tells a quad to the last bit: behind all quads, `quads`, lies a word for each with the bits that its values lack. */
DEVICE void tell_whole_quad(GLOBAL word* words, offset_t quads, offset_t at, word mark, quad value)
{
    word last_bits = 0;
    UNROLL_WHOLE
    for (int i = 0; i < 4; i++)
    {
        last_bits |= (AS_BITS(QUAD_VALUE(value, i)) & 1) << (i + 1);
    }

    tell_quad(words, at, mark, value);
    TELL_ONE(words + 4 * quads + at, last_bits | mark);
}

/* A quad that is told whole, at a place among `quads`, and whether it is looked for. */
typedef struct
{
    GLOBAL const word* words;
    offset_t quads;
    offset_t at;
    word mark;
    bool is_wanted;
} WholeQuad;

DEVICE WholeQuad whole_quad(GLOBAL const word* words, offset_t quads, offset_t at, word mark, bool is_wanted)
{
    WholeQuad whole;
    whole.words = words;
    whole.quads = quads;
    whole.at = at;
    whole.mark = mark;
    whole.is_wanted = is_wanted;
    return whole;
}

/*
 * Waits until `count` quads have been told with a mark: from place `at` on, `apart` from each other; and in the same trip for a whole
 * quad, which is given back. No thread waits for more than `most`, which is AT_ONCE at most: a compiler that knows it leaves the rest
 * out. What is not waited for is 0.
 */
DEVICE_CALLED quad hear(
    GLOBAL const word* words,
    offset_t at,
    offset_t apart,
    int most,
    int count,
    word mark,
    quad* values,
    WholeQuad whole
)
{
    /* What is not waited for is there as if told. */
    word found[4 * AT_ONCE];
    word lacks[AT_ONCE];
    UNROLL_WHOLE
    for (int n = 0; n < AT_ONCE; n++)
    {
        found[4 * n] = found[4 * n + 1] = found[4 * n + 2] = found[4 * n + 3] = mark;
        lacks[n] = n < most && n < count ? 1 : 0;
    }

    word of_whole[4];
    of_whole[0] = of_whole[1] = of_whole[2] = of_whole[3] = whole.mark;
    word last_bits = whole.mark;
    word lacks_whole = whole.is_wanted ? 1 : 0;
    word any;
    do
    {
        UNROLL_WHOLE
        for (int n = 0; n < AT_ONCE; n++)
        {
            if (n < most)
            {
                TOLD_FOUR(
                    is_awaited(lacks[n]), words + 4 * (at + n * apart), found[4 * n], found[4 * n + 1], found[4 * n + 2],
                    found[4 * n + 3]
                );
            }
        }

        TOLD_FOUR(is_awaited(lacks_whole), whole.words + 4 * whole.at, of_whole[0], of_whole[1], of_whole[2], of_whole[3]);
        TOLD_ONE(is_awaited(lacks_whole), whole.words + 4 * whole.quads + whole.at, last_bits);
        lacks_whole = whole.is_wanted ? (last_bits ^ whole.mark) | unmarked(of_whole, whole.mark) : 0;
        any = lacks_whole;
        UNROLL_WHOLE
        for (int n = 0; n < AT_ONCE; n++)
        {
            lacks[n] = n < most ? unmarked(found + 4 * n, mark) : 0;
            any |= lacks[n];
        }
    } while (is_awaited(any));

    UNROLL_WHOLE
    for (int n = 0; n < AT_ONCE; n++)
    {
        values[n] = of_four(
            word_value(found[4 * n]), word_value(found[4 * n + 1]), word_value(found[4 * n + 2]), word_value(found[4 * n + 3])
        );
    }

    return of_four(
        AS_REAL((of_whole[0] & ~(word)1) | (last_bits >> 1 & 1)),
        AS_REAL((of_whole[1] & ~(word)1) | (last_bits >> 2 & 1)),
        AS_REAL((of_whole[2] & ~(word)1) | (last_bits >> 3 & 1)),
        AS_REAL((of_whole[3] & ~(word)1) | (last_bits >> 4 & 1))
    );
}

/* Quads alone. */
DEVICE void hear_quads(
    GLOBAL const word* words,
    offset_t at,
    offset_t apart,
    int most,
    int count,
    word mark,
    quad* values
)
{
    hear(words, at, apart, most, count, mark, values, whole_quad(words, 0, 0, 0, false));
}

/* One quad. */
DEVICE quad hear_quad(GLOBAL const word* words, offset_t at, word mark)
{
    quad values[AT_ONCE];
    hear_quads(words, at, 0, 1, 1, mark, values);
    return values[0];
}

/* A whole one. */
DEVICE quad hear_whole_quad(GLOBAL const word* words, offset_t quads, offset_t at, word mark)
{
    quad values[AT_ONCE];
    return hear(words, 0, 0, 0, 0, mark, values, whole_quad(words, quads, at, mark, true));
}

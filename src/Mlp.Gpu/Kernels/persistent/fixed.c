/*
 * Compiled for one model, a kernel has constants in place of those of its arguments that stay the same for all of a training:
 * FIXED assigns them (`batch = 32; ...`). The figures are the same; loops unroll, and no index is divided at run time.
 * What is worth leaving out only then is asked for by WHERE_FIXED: else it is the most that it can be.
 */
#ifdef FIXED
#define WHERE_FIXED(value, most) (value)
#else
#define FIXED
#define WHERE_FIXED(value, most) (most)
#endif

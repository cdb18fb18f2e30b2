/*
 * Compiled for one model, a kernel has constants in place of those of its arguments that stay the same for all of a training:
 * FIXED assigns them (`batch = 32; ...`). The figures are the same; loops unroll, and no index is divided at run time.
 */
#ifndef FIXED
#define FIXED
#endif

/* The products of the general path and of the single operations, for one tile. */
#include "kernels/forward.c"
#include "kernels/inputs_gradient.c"
#include "kernels/weights_gradient.c"

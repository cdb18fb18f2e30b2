/* The general path and the single operations, all but the products. */
#include "kernels/activate.c"
#include "kernels/activate_backward.c"
#include "kernels/add_blocks.c"
#include "kernels/gather.c"
#include "kernels/head.c"
#include "kernels/squares.c"
#include "kernels/update.c"

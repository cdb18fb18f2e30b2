#include "losses/absolute_error.c"
#include "losses/binary_of_logits.c"
#include "losses/binary_of_probabilities.c"
#include "losses/squared_error.c"

/* Numbers as in LossKind. */
#define NO_LOSS 0
#define SQUARED_ERROR 1
#define ABSOLUTE_ERROR 2
#define BINARY_OF_LOGITS 3
#define BINARY_OF_PROBABILITIES 4
#define CATEGORICAL_OF_LOGITS 5
#define CATEGORICAL_OF_PROBABILITIES 6
#define SPARSE_OF_LOGITS 7
#define SPARSE_OF_PROBABILITIES 8

/* What one output costs against its own label: losses that are means of that over the outputs. */
DEVICE real pairwise_value(int loss, real p, real t)
{
    switch (loss)
    {
        case SQUARED_ERROR:
            return squared_error_value(p, t);
        case ABSOLUTE_ERROR:
            return absolute_error_value(p, t);
        case BINARY_OF_LOGITS:
            return binary_of_logits_value(p, t);
        case BINARY_OF_PROBABILITIES:
            return binary_of_probabilities_value(p, t);
        default:
            return R(0.0);
    }
}

DEVICE real pairwise_slope(int loss, real p, real t)
{
    switch (loss)
    {
        case SQUARED_ERROR:
            return squared_error_slope(p, t);
        case ABSOLUTE_ERROR:
            return absolute_error_slope(p, t);
        case BINARY_OF_LOGITS:
            return binary_of_logits_slope(p, t);
        case BINARY_OF_PROBABILITIES:
            return binary_of_probabilities_slope(p, t);
        default:
            return R(0.0);
    }
}

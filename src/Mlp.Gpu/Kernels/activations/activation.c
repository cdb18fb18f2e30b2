#include "activations/elu.c"
#include "activations/gelu.c"
#include "activations/gelu_tanh.c"
#include "activations/leaky_relu.c"
#include "activations/linear.c"
#include "activations/relu.c"
#include "activations/silu.c"
#include "activations/softplus.c"
#include "activations/tanh.c"

/* Numbers as in ActivationKind. The last two work along rows and are no concern of a single value. */
#define LINEAR 0
#define RELU 1
#define LEAKY_RELU 2
#define ELU 3
#define GELU 4
#define GELU_TANH 5
#define SILU 6
#define SOFTPLUS 7
#define SIGMOID 8
#define TANH 9
#define SOFTMAX 10
#define LOG_SOFTMAX 11

/* f(x); alpha is the slope of leaky relu, alpha and scale are those of elu and selu. */
DEVICE_CALLED real longer_activation_value(int kind, real alpha, real scale, real x)
{
    switch (kind)
    {
        case LEAKY_RELU:
            return leaky_relu_value(x, alpha);
        case ELU:
            return elu_value(x, alpha, scale);
        case GELU:
            return gelu_value(x);
        case GELU_TANH:
            return gelu_tanh_value(x);
        case SILU:
            return silu_value(x);
        case SOFTPLUS:
            return softplus_value(x);
        case SIGMOID:
            return logistic(x);
        case TANH:
            return tanh_value(x);
        default:
            return linear_value(x);
    }
}

/* The commonest costs no call. */
DEVICE real activation_value(int kind, real alpha, real scale, real x)
{
    return kind == RELU ? relu_value(x) : longer_activation_value(kind, alpha, scale, x);
}

/* f'(x). */
DEVICE_CALLED real longer_activation_slope(int kind, real alpha, real scale, real x)
{
    switch (kind)
    {
        case LEAKY_RELU:
            return leaky_relu_slope(x, alpha);
        case ELU:
            return elu_slope(x, alpha, scale);
        case GELU:
            return gelu_slope(x);
        case GELU_TANH:
            return gelu_tanh_slope(x);
        case SILU:
            return silu_slope(x);
        case SOFTPLUS:
            return softplus_slope(x);
        case SIGMOID:
            return logistic_slope(x);
        case TANH:
            return tanh_slope(x);
        default:
            return linear_slope(x);
    }
}

DEVICE real activation_slope(int kind, real alpha, real scale, real x)
{
    return kind == RELU ? relu_slope(x) : longer_activation_slope(kind, alpha, scale, x);
}

/* Shapes and what an operation's numbers are called, for all kernels. */
#ifndef NAS_SHAPE_H
#define NAS_SHAPE_H

typedef struct {
    int height, width, channels;
} nas_shape;

typedef enum {
    NAS_NONE, NAS_RELU, NAS_RELU6, NAS_HARD_SWISH, NAS_HARD_SIGMOID, NAS_SIGMOID, NAS_TANH, NAS_GELU
} nas_activation;

/* A window that moves over an image: convolution and pooling. */
typedef struct {
    nas_shape input, output;
    int kernel_height, kernel_width, stride_height, stride_width, dilation_height, dilation_width;
    /* Padding below and on the right follows from the output's shape. */
    int padding_top, padding_left, padding_bottom, padding_right;
    int groups;
} nas_convolution;

static inline long nas_elements(nas_shape shape) { return (long)shape.height * shape.width * shape.channels; }

#endif

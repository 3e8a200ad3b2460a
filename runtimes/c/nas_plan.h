/* Plans: networks as text (docs/board-runtime.md). */
#ifndef NAS_PLAN_H
#define NAS_PLAN_H

#include <stdint.h>
#include <stdio.h>

#include "nas_shape.h"

typedef enum {
    NAS_INPUT, NAS_CONVOLUTION, NAS_DEPTHWISE, NAS_DENSE, NAS_SCALE, NAS_ACTIVATE, NAS_MAX_POOL, NAS_AVERAGE_POOL, NAS_GLOBAL_MAX,
    NAS_GLOBAL_AVERAGE, NAS_ADD, NAS_MULTIPLY, NAS_CONCATENATE, NAS_SHUFFLE, NAS_FLATTEN, NAS_ZERO, NAS_SOFTMAX
} nas_kind;

/* An operation; it makes the tensor of its own number. */
typedef struct {
    nas_kind kind;
    nas_shape output;
    int operand_count;
    int *operands;
    /* Convolutions, dense layers (as 1 x 1 convolutions of 1 x 1) and pooling. */
    nas_convolution window;
    int counts_padding;
    /* Of a channel shuffle. */
    int groups;
    nas_activation activation;
} nas_step;

typedef struct {
    char *name;
    int is_int8;
    uint64_t seed;
    int step_count;
    nas_step *steps;
    int result;
} nas_network;

/* Reads the networks of a file. What is wrong is said on standard error, with the line: 0 then, else 1. */
int nas_plan_read(const char *path, nas_network **networks, int *count);

void nas_plan_free(nas_network *networks, int count);

#endif

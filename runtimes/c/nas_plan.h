/* Plans: networks as text (docs/board-runtime.md). */
#ifndef NAS_PLAN_H
#define NAS_PLAN_H

#include <stdint.h>
#include <stdio.h>

#include "nas_shape.h"

typedef struct nas_operation nas_operation;

/* An operation; it makes the tensor of its own number. */
typedef struct {
    /* NULL of the input. */
    const nas_operation *operation;
    nas_shape output;
    int operand_count;
    int *operands;
    /* Convolutions, dense layers (as 1 x 1 convolutions of 1 x 1), scales (as depthwise 1 x 1 convolutions) and pooling. */
    nas_convolution window;
    /* Groups of a channel shuffle; whether average pooling counts padding. */
    int setting;
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

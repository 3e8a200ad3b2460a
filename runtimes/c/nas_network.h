/* A network of a plan, ready to run: weights made and packed, tensors placed in one block. */
#ifndef NAS_NETWORK_H
#define NAS_NETWORK_H

#include "nas_i8.h"
#include "nas_plan.h"

/* What a step of either precision has besides its plan. */
typedef struct {
    void *weights, *bias;
    nas_factor *factors;
    /* Of sums: a factor of each operand in units of 2^-16; of other operations with several operands, their factors. */
    int32_t *operand_factors;
    nas_i8_result result;
    int8_t *table;
    /* Of the tensor that the step makes. */
    float scale;
    int zero_point;
    /* Where it is in the block. */
    long offset;
} nas_prepared_step;

typedef struct {
    const nas_network *network;
    nas_prepared_step *steps;
    char *block;
    /* What lies outside an image; sums and exponentials of one operation. */
    void *outside, *scratch;
} nas_prepared;

/* 1, or 0 where memory is short. */
int nas_prepare(const nas_network *network, nas_prepared *prepared);
void nas_release(nas_prepared *prepared);

/* One inference. */
void nas_run(nas_prepared *prepared);

/* The result's tensor: floats, or bytes of 8 bits. */
const void *nas_result(const nas_prepared *prepared);

void *nas_tensor(const nas_prepared *prepared, int tensor);

#endif

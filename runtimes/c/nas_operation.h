/* An operation of plans: how its line is read, and how each precision prepares and runs it. Each has a file of its own, nas_op_*.c,
 * and a line in the table of nas_operations.c. */
#ifndef NAS_OPERATION_H
#define NAS_OPERATION_H

#include "nas_network.h"
#include "nas_reader.h"

/* A step of a network with what it reads and makes. */
typedef struct {
    nas_prepared *prepared;
    const nas_network *network;
    int index;
    const nas_step *step;
    nas_prepared_step *own;
    /* The first operand, and its shape; the result's own where there is none. */
    const nas_prepared_step *operand;
    nas_shape shape;
    /* The first operand's tensor, or NULL; the result's. */
    const void *input;
    void *output;
} nas_call;

typedef struct {
    /* Makes weights, and in 8 bits chooses the result's scale: 1, or 0 where memory is short. NULL where there is nothing to do. */
    int (*prepare)(const nas_call *call);
    void (*run)(const nas_call *call);
} nas_kernels;

struct nas_operation {
    /* The first of its line. */
    const char *word;
    /* Reads the rest of the line, and says which shape results. */
    void (*read)(nas_reader *reader, nas_step *step);
    nas_kernels f32, i8;
};

/* NULL where no operation has that word. */
const nas_operation *nas_operation_named(const char *word);

#endif

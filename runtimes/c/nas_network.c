#include "nas_network.h"

#include <stdlib.h>
#include <string.h>

#include "nas_operation.h"
#include "nas_random.h"

enum { ALIGNMENT = 64 };

static long size_of(const nas_prepared *prepared, int tensor) {
    const nas_network *network = prepared->network;
    long bytes = nas_elements(network->steps[tensor].output) * (network->is_int8 ? 1 : (long)sizeof(float));
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *nas_tensor(const nas_prepared *prepared, int tensor) { return prepared->block + prepared->steps[tensor].offset; }

const void *nas_result(const nas_prepared *prepared) { return nas_tensor(prepared, prepared->network->result); }

/* Each tensor at the first place that no tensor takes which lives while it does. */
static long place_tensors(nas_prepared *prepared, int *last_use) {
    const nas_network *network = prepared->network;
    for (int step = 0; step < network->step_count; step++) last_use[step] = step;
    for (int step = 0; step < network->step_count; step++)
        for (int i = 0; i < network->steps[step].operand_count; i++) last_use[network->steps[step].operands[i]] = step;
    last_use[network->result] = network->step_count;
    /* The input stays for the next inference. */
    last_use[0] = network->step_count;
    long end = 0;
    for (int step = 0; step < network->step_count; step++) {
        long offset = 0, size = size_of(prepared, step);
        for (int moved = 1; moved;) {
            moved = 0;
            for (int other = 0; other < step; other++) {
                long start = prepared->steps[other].offset, stop = start + size_of(prepared, other);
                if (last_use[other] >= step && offset < stop && start < offset + size) {
                    offset = stop;
                    moved = 1;
                }
            }
        }
        prepared->steps[step].offset = offset;
        if (offset + size > end) end = offset + size;
    }
    return end;
}

/* Room for what is outside an image, and for the sums of the largest operation. */
static int make_scratch(nas_prepared *prepared) {
    long most = 1, channels = 1;
    for (int step = 0; step < prepared->network->step_count; step++) {
        nas_shape shape = prepared->network->steps[step].output;
        if (nas_elements(shape) > most) most = nas_elements(shape);
        if (shape.channels > channels) channels = shape.channels;
    }
    prepared->outside = calloc((size_t)channels, sizeof(float));
    prepared->scratch = malloc((size_t)most * sizeof(int32_t));
    return prepared->outside && prepared->scratch;
}

static nas_call call_of(nas_prepared *prepared, int index) {
    const nas_step *step = &prepared->network->steps[index];
    int operand = step->operand_count ? step->operands[0] : index;
    nas_call call = {prepared,
                     prepared->network,
                     index,
                     step,
                     &prepared->steps[index],
                     &prepared->steps[operand],
                     prepared->network->steps[operand].output,
                     step->operand_count ? nas_tensor(prepared, operand) : NULL,
                     nas_tensor(prepared, index)};
    return call;
}

static const nas_kernels *kernels_of(const nas_network *network, int index) {
    const nas_operation *operation = network->steps[index].operation;
    return network->is_int8 ? &operation->i8 : &operation->f32;
}

static void draw_input(nas_prepared *prepared) {
    const nas_network *network = prepared->network;
    long count = nas_elements(network->steps[0].output);
    if (network->is_int8) {
        int8_t *input = nas_tensor(prepared, 0);
        prepared->steps[0].scale = 1.0f / 64.0f;
        for (long i = 0; i < count; i++) input[i] = nas_random_int8(network->seed, 0, NAS_DRAW_INPUT, i);
    } else {
        float *input = nas_tensor(prepared, 0);
        for (long i = 0; i < count; i++) input[i] = nas_random_float(network->seed, 0, NAS_DRAW_INPUT, i);
    }
}

static int prepare_steps(nas_prepared *prepared) {
    for (int index = 1; index < prepared->network->step_count; index++) {
        const nas_kernels *kernels = kernels_of(prepared->network, index);
        nas_call call = call_of(prepared, index);
        if (kernels->prepare && !kernels->prepare(&call)) return 0;
    }
    return 1;
}

int nas_prepare(const nas_network *network, nas_prepared *prepared) {
    memset(prepared, 0, sizeof *prepared);
    prepared->network = network;
    prepared->steps = calloc((size_t)network->step_count, sizeof *prepared->steps);
    int *last_use = malloc((size_t)network->step_count * sizeof *last_use);
    int is_done = prepared->steps && last_use;
    if (is_done) {
        prepared->block = malloc((size_t)place_tensors(prepared, last_use));
        is_done = prepared->block && make_scratch(prepared);
    }
    if (is_done) {
        draw_input(prepared);
        is_done = prepare_steps(prepared);
    }
    free(last_use);
    if (!is_done) nas_release(prepared);
    return is_done;
}

void nas_release(nas_prepared *prepared) {
    for (int step = 0; prepared->steps && step < prepared->network->step_count; step++) {
        free(prepared->steps[step].weights);
        free(prepared->steps[step].bias);
        free(prepared->steps[step].factors);
        free(prepared->steps[step].operand_factors);
        free(prepared->steps[step].table);
    }
    free(prepared->steps);
    free(prepared->block);
    free(prepared->outside);
    free(prepared->scratch);
    memset(prepared, 0, sizeof *prepared);
}

void nas_run(nas_prepared *prepared) {
    for (int index = 1; index < prepared->network->step_count; index++) {
        nas_call call = call_of(prepared, index);
        kernels_of(prepared->network, index)->run(&call);
    }
}

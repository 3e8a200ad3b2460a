/* The maximum of each channel. */
#include <string.h>

#include "nas_operation.h"
#include "nas_pool.h"
#include "nas_quantization.h"

static void global_max_f32(nas_shape shape, const float *input, float *output) {
    memcpy(output, input, (size_t)shape.channels * sizeof *output);
    for (long position = 1; position < (long)shape.height * shape.width; position++) {
        input += shape.channels;
        for (int c = 0; c < shape.channels; c++) output[c] = input[c] > output[c] ? input[c] : output[c];
    }
}

static void global_max_i8(nas_shape shape, const int8_t *input, int8_t *output) {
    memcpy(output, input, (size_t)shape.channels);
    for (long position = 1; position < (long)shape.height * shape.width; position++) {
        input += shape.channels;
        for (int c = 0; c < shape.channels; c++) output[c] = input[c] > output[c] ? input[c] : output[c];
    }
}

static void run_f32(const nas_call *call) { global_max_f32(call->shape, call->input, call->output); }

static void run_i8(const nas_call *call) { global_max_i8(call->shape, call->input, call->output); }

const nas_operation nas_op_global_max = {"globalmax", nas_read_global_pool, {NULL, run_f32}, {nas_i8_keep_scale, run_i8}};

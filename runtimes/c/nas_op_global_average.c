/* The mean of each channel. */
#include "nas_i8.h"
#include "nas_operation.h"
#include "nas_pool.h"
#include "nas_quantization.h"

static void global_average_f32(nas_shape shape, const float *input, float *output) {
    long positions = (long)shape.height * shape.width;
    for (int c = 0; c < shape.channels; c++) output[c] = 0.0f;
    for (long position = 0; position < positions; position++, input += shape.channels)
        for (int c = 0; c < shape.channels; c++) output[c] += input[c];
    float factor = 1.0f / (float)positions;
    for (int c = 0; c < shape.channels; c++) output[c] *= factor;
}

/* `sums`: room for one a channel. */
static void global_average_i8(nas_shape shape, const int8_t *input, int32_t zero_point, int32_t *sums, int8_t *output) {
    long positions = (long)shape.height * shape.width;
    for (int c = 0; c < shape.channels; c++) sums[c] = 0;
    for (long position = 0; position < positions; position++, input += shape.channels)
        for (int c = 0; c < shape.channels; c++) sums[c] += input[c] - zero_point;
    for (int c = 0; c < shape.channels; c++) output[c] = nas_i8_average(sums[c], (int32_t)positions, zero_point);
}

static void run_f32(const nas_call *call) { global_average_f32(call->shape, call->input, call->output); }

static void run_i8(const nas_call *call) {
    global_average_i8(call->shape, call->input, call->operand->zero_point, call->prepared->scratch, call->output);
}

const nas_operation nas_op_global_average = {"globalavg", nas_read_global_pool, {NULL, run_f32}, {nas_i8_keep_scale, run_i8}};

/* To a vector in the order channel, row, column. */
#include "nas_operation.h"
#include "nas_quantization.h"

static void read(nas_reader *reader, nas_step *step) {
    nas_shape input = nas_take_operand(reader, step);
    nas_shape output = {1, 1, (int)nas_elements(input)};
    step->output = output;
}

static void flatten_f32(nas_shape shape, const float *input, float *output) {
    long positions = (long)shape.height * shape.width;
    for (long position = 0; position < positions; position++)
        for (int c = 0; c < shape.channels; c++) output[c * positions + position] = *input++;
}

static void flatten_i8(nas_shape shape, const int8_t *input, int8_t *output) {
    long positions = (long)shape.height * shape.width;
    for (long position = 0; position < positions; position++)
        for (int c = 0; c < shape.channels; c++) output[c * positions + position] = *input++;
}

static void run_f32(const nas_call *call) { flatten_f32(call->shape, call->input, call->output); }

static void run_i8(const nas_call *call) { flatten_i8(call->shape, call->input, call->output); }

const nas_operation nas_op_flatten = {"flatten", read, {NULL, run_f32}, {nas_i8_keep_scale, run_i8}};

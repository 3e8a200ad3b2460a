/* The product of two operands; the second may have one value a channel. */
#include "nas_f32.h"
#include "nas_i8.h"
#include "nas_operation.h"
#include "nas_quantization.h"

static void read(nas_reader *reader, nas_step *step) {
    step->output = nas_take_operand(reader, step);
    nas_shape second = nas_take_operand(reader, step);
    int is_same = second.height == step->output.height && second.width == step->output.width;
    if (second.channels != step->output.channels || (!is_same && (second.height != 1 || second.width != 1)))
        nas_refuse(reader, "the operands' shapes differ");
    step->activation = nas_take_activation(reader);
}

static int is_by_channel(const nas_call *call) {
    return nas_elements(call->network->steps[call->step->operands[1]].output) != nas_elements(call->shape);
}

static void multiply_f32(nas_shape shape, const float *first, const float *second, int by_channel, nas_activation activation,
                         float *output) {
    long positions = (long)shape.height * shape.width;
    for (long position = 0; position < positions; position++) {
        const float *factor = by_channel ? second : second + position * shape.channels;
        const float *value = first + position * shape.channels;
        float *result = output + position * shape.channels;
        for (int c = 0; c < shape.channels; c++) result[c] = value[c] * factor[c];
        if (activation != NAS_NONE) nas_f32_activate(activation, result, shape.channels, result);
    }
}

static void run_f32(const nas_call *call) {
    multiply_f32(call->shape, call->input, nas_tensor(call->prepared, call->step->operands[1]), is_by_channel(call),
                 call->step->activation, call->output);
}

static int prepare_i8(const nas_call *call) {
    nas_i8_choose_scale(call);
    return nas_i8_make_factors(call, nas_i8_operand(call, 1)->scale);
}

static void multiply_i8(nas_shape shape, const int8_t *first, int32_t first_zero_point, const int8_t *second,
                        int32_t second_zero_point, int by_channel, nas_factor factor, const nas_i8_result *result, int8_t *output) {
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        const int8_t *value = first + position * shape.channels;
        const int8_t *other = by_channel ? second : second + position * shape.channels;
        int8_t *place = output + position * shape.channels;
        for (int c = 0; c < shape.channels; c++) {
            int32_t product = (value[c] - first_zero_point) * (other[c] - second_zero_point);
            place[c] = nas_i8_finish(nas_i8_times(product, factor), result);
        }
    }
}

static void run_i8(const nas_call *call) {
    multiply_i8(call->shape, call->input, call->operand->zero_point, nas_tensor(call->prepared, call->step->operands[1]),
                nas_i8_operand(call, 1)->zero_point, is_by_channel(call), call->own->factors[0], &call->own->result, call->output);
}

const nas_operation nas_op_multiply = {"multiply", read, {NULL, run_f32}, {prepare_i8, run_i8}};

/* Softmax over the channels of each position. In 8 bits from fp32 exponentials, to scale 1 / 256 and zero point -128. */
#include "nas_functions.h"
#include "nas_operation.h"
#include "nas_quantization.h"

static void read(nas_reader *reader, nas_step *step) { step->output = nas_take_operand(reader, step); }

static void softmax_f32(nas_shape shape, const float *input, float *output) {
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        float largest = input[0], sum = 0.0f;
        for (int c = 1; c < shape.channels; c++) largest = input[c] > largest ? input[c] : largest;
        for (int c = 0; c < shape.channels; c++) sum += output[c] = nas_exp(input[c] - largest);
        for (int c = 0; c < shape.channels; c++) output[c] /= sum;
        input += shape.channels;
        output += shape.channels;
    }
}

static void run_f32(const nas_call *call) { softmax_f32(call->shape, call->input, call->output); }

static int prepare_i8(const nas_call *call) {
    call->own->scale = 1.0f / 256.0f;
    call->own->zero_point = -128;
    return 1;
}

/* `exponentials`: room for one a channel. */
static void softmax_i8(nas_shape shape, const int8_t *input, float scale, float *exponentials, int8_t *output) {
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        int largest = input[0];
        float sum = 0.0f;
        for (int c = 1; c < shape.channels; c++) largest = input[c] > largest ? input[c] : largest;
        for (int c = 0; c < shape.channels; c++) sum += exponentials[c] = nas_exp((float)(input[c] - largest) * scale);
        for (int c = 0; c < shape.channels; c++) output[c] = nas_i8_quantized(exponentials[c] / sum, 1.0f / 256.0f, -128);
        input += shape.channels;
        output += shape.channels;
    }
}

static void run_i8(const nas_call *call) {
    softmax_i8(call->shape, call->input, call->operand->scale, call->prepared->scratch, call->output);
}

const nas_operation nas_op_softmax = {"softmax", read, {NULL, run_f32}, {prepare_i8, run_i8}};

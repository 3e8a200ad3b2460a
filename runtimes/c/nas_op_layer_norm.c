/* Layer normalisation over the channels of each position. In 8 bits in double precision between bytes. */
#include <math.h>

#include "nas_product.h"
#include "nas_quantization.h"

static const float epsilon = 1e-5f;

static void read(nas_reader *reader, nas_step *step) { step->output = nas_take_operand(reader, step); }

static int prepare_f32(const nas_call *call) {
    call->own->weights = nas_draw_floats(call, NAS_DRAW_SCALE, call->shape.channels, 0.25f, 1.0f);
    call->own->bias = nas_draw_floats(call, NAS_DRAW_BIAS, call->shape.channels, 0.25f, 0.0f);
    return call->own->weights && call->own->bias;
}

static void run_f32(const nas_call *call) {
    const float *input = call->input, *scale = call->own->weights, *shift = call->own->bias;
    float *output = call->output;
    int channels = call->shape.channels;
    for (long position = 0; position < (long)call->shape.height * call->shape.width; position++) {
        float sum = 0.0f, squares = 0.0f;
        for (int c = 0; c < channels; c++) sum += input[c];
        float mean = sum / (float)channels;
        for (int c = 0; c < channels; c++) squares += (input[c] - mean) * (input[c] - mean);
        float inverse = 1.0f / sqrtf(squares / (float)channels + epsilon);
        for (int c = 0; c < channels; c++) output[c] = (input[c] - mean) * inverse * scale[c] + shift[c];
        input += channels;
        output += channels;
    }
}

static int prepare_i8(const nas_call *call) {
    nas_i8_choose_scale(call);
    return prepare_f32(call);
}

static void run_i8(const nas_call *call) {
    const int8_t *input = call->input;
    const float *scale = call->own->weights, *shift = call->own->bias;
    const nas_prepared_step *from = call->operand, *to = call->own;
    int8_t *output = call->output;
    int channels = call->shape.channels;
    for (long position = 0; position < (long)call->shape.height * call->shape.width; position++) {
        double sum = 0.0, squares = 0.0;
        for (int c = 0; c < channels; c++) sum += (double)(input[c] - from->zero_point) * from->scale;
        double mean = sum / channels;
        for (int c = 0; c < channels; c++) {
            double difference = (double)(input[c] - from->zero_point) * from->scale - mean;
            squares += difference * difference;
        }
        double deviation = sqrt(squares / channels + (double)epsilon);
        for (int c = 0; c < channels; c++) {
            double value = ((double)(input[c] - from->zero_point) * from->scale - mean) / deviation * scale[c] + shift[c];
            output[c] = nas_i8_quantized((float)value, to->scale, to->zero_point);
        }
        input += channels;
        output += channels;
    }
}

const nas_operation nas_op_layer_norm = {"layernorm", read, {prepare_f32, run_f32}, {prepare_i8, run_i8}};

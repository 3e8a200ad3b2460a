/* Batch norm that is not folded: a scale and a shift for each channel. In 8 bits a depthwise 1 x 1 convolution. */
#include "nas_f32.h"
#include "nas_operation.h"
#include "nas_product.h"

static void read(nas_reader *reader, nas_step *step) {
    step->output = nas_take_operand(reader, step);
    step->activation = nas_take_activation(reader);
    nas_convolution each = {step->output, step->output, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, step->output.channels};
    step->window = each;
}

static int prepare_f32(const nas_call *call) {
    call->own->weights = nas_draw_floats(call, NAS_DRAW_SCALE, call->shape.channels, 0.25f, 1.0f);
    call->own->bias = nas_draw_floats(call, NAS_DRAW_BIAS, call->shape.channels, 0.25f, 0.0f);
    return call->own->weights && call->own->bias;
}

static int prepare_i8(const nas_call *call) { return nas_i8_make_product(call, 1); }

static void scale(nas_shape shape, const float *input, const float *scale, const float *shift, nas_activation activation,
                  float *output) {
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        for (int c = 0; c < shape.channels; c++) output[c] = input[c] * scale[c] + shift[c];
        if (activation != NAS_NONE) nas_f32_activate(activation, output, shape.channels, output);
        input += shape.channels;
        output += shape.channels;
    }
}

static void run_f32(const nas_call *call) {
    scale(call->shape, call->input, call->own->weights, call->own->bias, call->step->activation, call->output);
}

const nas_operation nas_op_scale = {"scale", read, {prepare_f32, run_f32}, {prepare_i8, nas_i8_run_depthwise}};

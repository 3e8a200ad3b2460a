/* Channels dealt out to groups in turn. */
#include "nas_operation.h"
#include "nas_quantization.h"

static void read(nas_reader *reader, nas_step *step) {
    step->output = nas_take_operand(reader, step);
    step->setting = nas_take_number(reader, 1, NAS_MOST_SIDE);
    if (step->output.channels % step->setting) nas_refuse(reader, "groups do not divide the channels");
}

static void shuffle_f32(nas_shape shape, int groups, const float *input, float *output) {
    int each = shape.channels / groups;
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        for (int group = 0; group < groups; group++)
            for (int c = 0; c < each; c++) output[c * groups + group] = input[group * each + c];
        input += shape.channels;
        output += shape.channels;
    }
}

static void shuffle_i8(nas_shape shape, int groups, const int8_t *input, int8_t *output) {
    int each = shape.channels / groups;
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        for (int group = 0; group < groups; group++)
            for (int c = 0; c < each; c++) output[c * groups + group] = input[group * each + c];
        input += shape.channels;
        output += shape.channels;
    }
}

static void run_f32(const nas_call *call) { shuffle_f32(call->shape, call->step->setting, call->input, call->output); }

static void run_i8(const nas_call *call) { shuffle_i8(call->shape, call->step->setting, call->input, call->output); }

const nas_operation nas_op_shuffle = {"shuffle", read, {NULL, run_f32}, {nas_i8_keep_scale, run_i8}};

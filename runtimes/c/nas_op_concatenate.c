/* Operands joined along the channels. In 8 bits each is brought to the scale of the result. */
#include <string.h>

#include "nas_i8.h"
#include "nas_operation.h"
#include "nas_quantization.h"

static void read(nas_reader *reader, nas_step *step) { nas_take_operands(reader, step, 1); }

/* Copies an operand to its place. */
static void place_f32(nas_shape shape, const float *input, int first_channel, int all_channels, float *output) {
    output += first_channel;
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        memcpy(output, input, (size_t)shape.channels * sizeof *output);
        input += shape.channels;
        output += all_channels;
    }
}

static void run_f32(const nas_call *call) {
    int channel = 0;
    for (int i = 0; i < call->step->operand_count; i++) {
        nas_shape part = call->network->steps[call->step->operands[i]].output;
        place_f32(part, nas_tensor(call->prepared, call->step->operands[i]), channel, call->step->output.channels, call->output);
        channel += part.channels;
    }
}

static int prepare_i8(const nas_call *call) {
    nas_i8_choose_scale(call);
    return nas_i8_make_factors(call, 1.0f);
}

/* The same, in the scale of the result. */
static void place_i8(nas_shape shape, const int8_t *input, int32_t zero_point, nas_factor factor, const nas_i8_result *result,
                     int first_channel, int all_channels, int8_t *output) {
    output += first_channel;
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        for (int c = 0; c < shape.channels; c++) output[c] = nas_i8_finish(nas_i8_times(input[c] - zero_point, factor), result);
        input += shape.channels;
        output += all_channels;
    }
}

static void run_i8(const nas_call *call) {
    int channel = 0;
    for (int i = 0; i < call->step->operand_count; i++) {
        nas_shape part = call->network->steps[call->step->operands[i]].output;
        place_i8(part, nas_tensor(call->prepared, call->step->operands[i]), nas_i8_operand(call, i)->zero_point, call->own->factors[i],
                 &call->own->result, channel, call->step->output.channels, call->output);
        channel += part.channels;
    }
}

const nas_operation nas_op_concatenate = {"concat", read, {NULL, run_f32}, {prepare_i8, run_i8}};

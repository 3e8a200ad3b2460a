/* An activation function by itself. In 8 bits a table. */
#include "nas_f32.h"
#include "nas_operation.h"
#include "nas_quantization.h"

static void read(nas_reader *reader, nas_step *step) {
    step->output = nas_take_operand(reader, step);
    step->activation = nas_take_activation(reader);
}

static void run_f32(const nas_call *call) {
    nas_f32_activate(call->step->activation, call->input, nas_elements(call->shape), call->output);
}

static int prepare_i8(const nas_call *call) {
    nas_i8_choose_scale(call);
    call->own->table = nas_i8_make_table(call->step->activation, call->operand->scale, call->operand->zero_point, call->own);
    return call->own->table != NULL;
}

static void run_i8(const nas_call *call) {
    const int8_t *input = call->input, *table = call->own->table;
    int8_t *output = call->output;
    long count = nas_elements(call->shape);
    for (long i = 0; i < count; i++) output[i] = table[input[i] + 128];
}

const nas_operation nas_op_activation = {"activation", read, {NULL, run_f32}, {prepare_i8, run_i8}};

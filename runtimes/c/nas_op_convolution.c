/* Convolution; with as many groups as channels in and out a depthwise one, with kernels of its own. */
#include <string.h>

#include "nas_f32.h"
#include "nas_i8.h"
#include "nas_operation.h"
#include "nas_product.h"

static void read(nas_reader *reader, nas_step *step) {
    nas_shape input = nas_take_operand(reader, step);
    int outputs = nas_take_number(reader, 1, NAS_MOST_SIDE);
    nas_take_window(reader, &step->window, input, 1);
    step->window.groups = nas_take_number(reader, 1, NAS_MOST_SIDE);
    step->window.output.channels = outputs;
    step->activation = nas_take_activation(reader);
    if (input.channels % step->window.groups || outputs % step->window.groups) nas_refuse(reader, "groups do not divide the channels");
    step->output = step->window.output;
}

static int is_depthwise(const nas_step *step) {
    const nas_convolution *op = &step->window;
    return op->groups > 1 && op->groups == op->input.channels && op->output.channels == op->input.channels;
}

static int prepare_f32(const nas_call *call) { return nas_f32_make_product(call, is_depthwise(call->step)); }

static int prepare_i8(const nas_call *call) { return nas_i8_make_product(call, is_depthwise(call->step)); }

static void run_f32(const nas_call *call) {
    const nas_prepared_step *own = call->own;
    if (is_depthwise(call->step))
        nas_f32_depthwise(&call->step->window, call->input, own->weights, own->bias, call->step->activation, call->output);
    else
        nas_f32_run_product(call);
}

static void run_i8(const nas_call *call) {
    if (is_depthwise(call->step))
        nas_i8_run_depthwise(call);
    else
        nas_i8_run_product(call);
}

const nas_operation nas_op_convolution = {"conv", read, {prepare_f32, run_f32}, {prepare_i8, run_i8}};

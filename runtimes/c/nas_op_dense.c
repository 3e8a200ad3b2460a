/* Dense layer: a 1 x 1 convolution of 1 x 1. */
#include "nas_operation.h"
#include "nas_product.h"

static void read(nas_reader *reader, nas_step *step) {
    nas_shape input = nas_take_operand(reader, step);
    if (input.height != 1 || input.width != 1) nas_refuse(reader, "a dense layer takes a vector");
    nas_shape output = {1, 1, nas_take_number(reader, 1, NAS_MOST_SIDE)};
    nas_convolution dense = {input, output, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1};
    step->window = dense;
    step->output = output;
    step->activation = nas_take_activation(reader);
}

static int prepare_f32(const nas_call *call) { return nas_f32_make_product(call, 0); }

static int prepare_i8(const nas_call *call) { return nas_i8_make_product(call, 0); }

const nas_operation nas_op_dense = {"dense", read, {prepare_f32, nas_f32_run_product}, {prepare_i8, nas_i8_run_product}};

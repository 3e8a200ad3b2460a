/* Zeros. */
#include <string.h>

#include "nas_operation.h"
#include "nas_quantization.h"

static void read(nas_reader *reader, nas_step *step) { step->output = nas_take_shape(reader); }

static void run_f32(const nas_call *call) { memset(call->output, 0, (size_t)nas_elements(call->shape) * sizeof(float)); }

static int prepare_i8(const nas_call *call) {
    nas_i8_choose_scale(call);
    return 1;
}

static void run_i8(const nas_call *call) { memset(call->output, call->own->zero_point, (size_t)nas_elements(call->shape)); }

const nas_operation nas_op_zero = {"zero", read, {NULL, run_f32}, {prepare_i8, run_i8}};

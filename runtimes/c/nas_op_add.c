/* The sum of operands. In 8 bits each is brought to units of 2^-16 of the result by a factor. */
#include <math.h>
#include <stdlib.h>

#include "nas_f32.h"
#include "nas_i8.h"
#include "nas_operation.h"
#include "nas_quantization.h"

static void read(nas_reader *reader, nas_step *step) {
    nas_take_operands(reader, step, 0);
    step->activation = nas_take_activation(reader);
}

/* output = first + second; to add more, output and first may be the same. */
static void add_f32(const float *first, const float *second, long count, nas_activation activation, float *output) {
    if (activation == NAS_RELU) {
        for (long i = 0; i < count; i++) {
            float sum = first[i] + second[i];
            output[i] = sum > 0.0f ? sum : 0.0f;
        }
        return;
    }
    for (long i = 0; i < count; i++) output[i] = first[i] + second[i];
    if (activation != NAS_NONE) nas_f32_activate(activation, output, count, output);
}

static void run_f32(const nas_call *call) {
    const nas_step *step = call->step;
    long count = nas_elements(call->shape);
    if (step->operand_count == 1) nas_f32_activate(step->activation, call->input, count, call->output);
    for (int i = 1; i < step->operand_count; i++)
        add_f32(i == 1 ? call->input : call->output, nas_tensor(call->prepared, step->operands[i]), count,
                i == step->operand_count - 1 ? step->activation : NAS_NONE, call->output);
}

static int prepare_i8(const nas_call *call) {
    int count = call->step->operand_count;
    nas_i8_choose_scale(call);
    float target = nas_i8_choose_result(call);
    int32_t *factors = malloc((size_t)count * sizeof *factors);
    call->own->operand_factors = factors;
    for (int i = 0; factors && i < count; i++)
        factors[i] = (int32_t)floor((double)nas_i8_operand(call, i)->scale / target * 65536.0 + 0.5);
    return factors != NULL;
}

/* sums += (input - zero point) x factor, in units of 2^-16; of the first operand sums = ... */
static void add_i8(const int8_t *input, int32_t zero_point, int32_t factor, int is_first, long count, int32_t *sums) {
    if (is_first)
        for (long i = 0; i < count; i++) sums[i] = (input[i] - zero_point) * factor;
    else
        for (long i = 0; i < count; i++) sums[i] += (input[i] - zero_point) * factor;
}

static void finish_i8(const int32_t *sums, long count, const nas_i8_result *result, int8_t *output) {
    for (long i = 0; i < count; i++) {
        int32_t sum = sums[i] + (1 << 15);
        output[i] = nas_i8_finish(sum >= 0 ? sum >> 16 : ~(~sum >> 16), result);
    }
}

static void run_i8(const nas_call *call) {
    long count = nas_elements(call->step->output);
    for (int i = 0; i < call->step->operand_count; i++)
        add_i8(nas_tensor(call->prepared, call->step->operands[i]), nas_i8_operand(call, i)->zero_point, call->own->operand_factors[i],
               i == 0, count, call->prepared->scratch);
    finish_i8(call->prepared->scratch, count, &call->own->result, call->output);
}

const nas_operation nas_op_add = {"add", read, {NULL, run_f32}, {prepare_i8, run_i8}};

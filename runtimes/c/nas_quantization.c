#include "nas_quantization.h"

#include <stdlib.h>

#include "nas_functions.h"

/* Where an activation is no clamp: the scale of its argument. */
static const float argument_scale = 1.0f / 16.0f;

void nas_i8_choose_scale(const nas_call *call) {
    nas_prepared_step *own = call->own;
    switch (call->step->activation) {
    case NAS_RELU6:
    case NAS_RELU:
        own->scale = (float)(3 + call->index % 3) / 128.0f;
        own->zero_point = -128;
        return;
    case NAS_SIGMOID:
    case NAS_HARD_SIGMOID:
        own->scale = 1.0f / 256.0f;
        own->zero_point = -128;
        return;
    default:
        own->scale = (float)(3 + call->index % 3) / 64.0f;
        own->zero_point = call->index % 5 - 2;
    }
}

int nas_i8_keep_scale(const nas_call *call) {
    call->own->scale = call->operand->scale;
    call->own->zero_point = call->operand->zero_point;
    return 1;
}

int8_t *nas_i8_make_table(nas_activation activation, float from, int zero_point, const nas_prepared_step *to) {
    int8_t *table = malloc(256);
    for (int q = -128; table && q < 128; q++)
        table[q + 128] = nas_i8_quantized(nas_apply(activation, (float)(q - zero_point) * from), to->scale, to->zero_point);
    return table;
}

float nas_i8_choose_result(const nas_call *call) {
    nas_activation activation = call->step->activation;
    nas_prepared_step *own = call->own;
    nas_i8_result whole = {own->zero_point, -128, 127, NULL};
    own->result = whole;
    if (activation == NAS_NONE || activation == NAS_RELU || activation == NAS_RELU6) {
        if (activation != NAS_NONE) own->result.least = own->zero_point;
        if (activation == NAS_RELU6) own->result.most = nas_i8_quantized(6.0f, own->scale, own->zero_point);
        return own->scale;
    }
    own->table = nas_i8_make_table(activation, argument_scale, 0, own);
    own->result.zero_point = 0;
    own->result.table = own->table;
    return argument_scale;
}

int nas_i8_make_factors(const nas_call *call, float factor) {
    int count = call->step->operand_count;
    float target = nas_i8_choose_result(call);
    nas_factor *factors = malloc((size_t)count * sizeof *factors);
    call->own->factors = factors;
    for (int i = 0; factors && i < count; i++) factors[i] = nas_i8_factor((double)nas_i8_operand(call, i)->scale / target * factor);
    return factors != NULL;
}

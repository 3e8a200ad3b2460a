#include "nas_product.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nas_f32.h"
#include "nas_quantization.h"

float *nas_draw_floats(const nas_call *call, nas_draw what, long count, float factor, float middle) {
    float *values = malloc((size_t)count * sizeof *values);
    for (long i = 0; values && i < count; i++)
        values[i] = middle + factor * nas_random_float(call->network->seed, call->index, what, i);
    return values;
}

/* Weights uniform with variance 1 / fan-in, so that activations neither vanish nor grow. */
int nas_f32_make_product(const nas_call *call, int is_depthwise) {
    const nas_convolution *op = &call->step->window;
    long inputs = op->input.channels / op->groups, taps = (long)op->kernel_height * op->kernel_width, channels = op->output.channels;
    float *weights = nas_draw_floats(call, NAS_DRAW_WEIGHTS, channels * taps * inputs, 1.0f, 0.0f);
    float factor = 1.7320508f / sqrtf((float)(inputs * taps));
    float *packed = malloc((size_t)(is_depthwise ? channels * taps : nas_f32_packed_count(op)) * sizeof *packed);
    call->own->bias = nas_draw_floats(call, NAS_DRAW_BIAS, channels, 0.25f, 0.0f);
    call->own->weights = packed;
    if (!weights || !packed || !call->own->bias) {
        free(weights);
        return 0;
    }
    for (long i = 0; i < channels * taps * inputs; i++) weights[i] *= factor;
    if (is_depthwise) {
        for (long c = 0; c < channels; c++)
            for (long tap = 0; tap < taps; tap++) packed[tap * channels + c] = weights[c * taps + tap];
    } else {
        nas_f32_pack(op, weights, packed);
    }
    free(weights);
    return 1;
}

int nas_i8_make_product(const nas_call *call, int is_depthwise) {
    const nas_convolution *op = &call->step->window;
    nas_prepared_step *own = call->own;
    long inputs = op->input.channels / op->groups, taps = (long)op->kernel_height * op->kernel_width, channels = op->output.channels;
    int8_t *weights = malloc((size_t)(channels * taps * inputs));
    int32_t *bias = malloc((size_t)channels * sizeof *bias);
    own->bias = bias;
    own->factors = malloc((size_t)channels * sizeof *own->factors);
    own->weights = malloc((size_t)(is_depthwise ? channels * taps : nas_i8_packed_count(op)));
    if (!weights || !own->bias || !own->factors || !own->weights) {
        free(weights);
        return 0;
    }
    for (long i = 0; i < channels * taps * inputs; i++)
        weights[i] = nas_random_int8(call->network->seed, call->index, NAS_DRAW_WEIGHTS, i);
    nas_i8_choose_scale(call);
    float target = nas_i8_choose_result(call);
    for (long c = 0; c < channels; c++) {
        double scale = (1.0 + (double)(c % 4) / 8.0) / (73.0 * sqrt((double)(inputs * taps))) * call->operand->scale;
        own->factors[c] = nas_i8_factor(scale / target);
        bias[c] = (int32_t)floor(0.25 * nas_random_float(call->network->seed, call->index, NAS_DRAW_BIAS, c) / scale + 0.5);
        if (is_depthwise) continue;
        int32_t sum = 0;
        for (long i = 0; i < taps * inputs; i++) sum += weights[c * taps * inputs + i];
        bias[c] -= call->operand->zero_point * sum;
    }
    if (is_depthwise) {
        int8_t *turned = own->weights;
        for (long c = 0; c < channels; c++)
            for (long tap = 0; tap < taps; tap++) turned[tap * channels + c] = weights[c * taps + tap];
    } else {
        nas_i8_pack(op, weights, own->weights);
    }
    free(weights);
    return 1;
}

void nas_f32_run_product(const nas_call *call) {
    nas_f32_convolution(&call->step->window, call->input, call->own->weights, call->own->bias, call->prepared->outside,
                        call->step->activation, call->output);
}

void nas_i8_run_product(const nas_call *call) {
    const nas_convolution *op = &call->step->window;
    const nas_prepared_step *own = call->own;
    memset(call->prepared->outside, call->operand->zero_point, (size_t)(op->input.channels / op->groups));
    nas_i8_convolution(op, call->input, own->weights, own->bias, call->prepared->outside, own->factors, &own->result, call->output);
}

void nas_i8_run_depthwise(const nas_call *call) {
    const nas_prepared_step *own = call->own;
    nas_i8_depthwise(&call->step->window, call->input, call->operand->zero_point, own->weights, own->bias, own->factors, &own->result,
                     call->output);
}

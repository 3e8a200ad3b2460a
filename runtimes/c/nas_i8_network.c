#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nas_functions.h"
#include "nas_i8.h"
#include "nas_network.h"
#include "nas_random.h"

/* Where an activation is no clamp: the scale of its argument. */
static const float argument_scale = 1.0f / 16.0f;

static int is_clamp(nas_activation activation) {
    return activation == NAS_NONE || activation == NAS_RELU || activation == NAS_RELU6;
}

/* A made-up quantization, such as training would give: scales that differ, zero points that use the range. */
static void choose_scale(const nas_network *network, int index, nas_prepared_step *steps) {
    const nas_step *step = &network->steps[index];
    nas_prepared_step *own = &steps[index];
    switch (step->kind) {
    case NAS_MAX_POOL:
    case NAS_AVERAGE_POOL:
    case NAS_GLOBAL_MAX:
    case NAS_GLOBAL_AVERAGE:
    case NAS_SHUFFLE:
    case NAS_FLATTEN:
        own->scale = steps[step->operands[0]].scale;
        own->zero_point = steps[step->operands[0]].zero_point;
        return;
    case NAS_SOFTMAX:
        own->scale = 1.0f / 256.0f;
        own->zero_point = -128;
        return;
    default: break;
    }
    switch (step->activation) {
    case NAS_RELU6:
    case NAS_RELU:
        own->scale = (float)(3 + index % 3) / 128.0f;
        own->zero_point = -128;
        return;
    case NAS_SIGMOID:
    case NAS_HARD_SIGMOID:
        own->scale = 1.0f / 256.0f;
        own->zero_point = -128;
        return;
    default:
        own->scale = (float)(3 + index % 3) / 64.0f;
        own->zero_point = index % 5 - 2;
    }
}

/* The table from bytes of one scale to bytes of another, through a function. */
static int8_t *make_table(nas_activation activation, float from, int zero_point, const nas_prepared_step *to) {
    int8_t *table = malloc(256);
    for (int q = -128; table && q < 128; q++)
        table[q + 128] = nas_i8_quantized(nas_apply(activation, (float)(q - zero_point) * from), to->scale, to->zero_point);
    return table;
}

/* What sums become: the scale that they are brought to. */
static float choose_result(nas_activation activation, nas_prepared_step *own) {
    nas_i8_result whole = {own->zero_point, -128, 127, NULL};
    own->result = whole;
    if (is_clamp(activation)) {
        if (activation != NAS_NONE) own->result.least = own->zero_point;
        if (activation == NAS_RELU6) own->result.most = nas_i8_quantized(6.0f, own->scale, own->zero_point);
        return own->scale;
    }
    own->table = make_table(activation, argument_scale, 0, own);
    own->result.zero_point = 0;
    own->result.table = own->table;
    return argument_scale;
}

static int make_convolution(const nas_network *network, int index, nas_prepared_step *steps) {
    const nas_step *step = &network->steps[index];
    nas_prepared_step *own = &steps[index];
    const nas_prepared_step *operand = &steps[step->operands[0]];
    nas_convolution op = step->window;
    if (step->kind == NAS_SCALE) {
        nas_convolution each = {step->output, step->output, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, step->output.channels};
        op = each;
    }
    int is_depthwise = step->kind == NAS_DEPTHWISE || step->kind == NAS_SCALE;
    long inputs = op.input.channels / op.groups, taps = (long)op.kernel_height * op.kernel_width, channels = op.output.channels;
    int8_t *weights = malloc((size_t)(channels * taps * inputs));
    int32_t *bias = malloc((size_t)channels * sizeof *bias);
    own->bias = bias;
    own->factors = malloc((size_t)channels * sizeof *own->factors);
    own->weights = malloc((size_t)(is_depthwise ? channels * taps : nas_i8_packed_count(&op)));
    if (!weights || !own->bias || !own->factors || !own->weights) {
        free(weights);
        return 0;
    }
    for (long i = 0; i < channels * taps * inputs; i++) weights[i] = nas_random_int8(network->seed, index, NAS_DRAW_WEIGHTS, i);
    float target = choose_result(step->activation, own);
    for (long c = 0; c < channels; c++) {
        double scale = (1.0 + (double)(c % 4) / 8.0) / (73.0 * sqrt((double)(inputs * taps))) * operand->scale;
        own->factors[c] = nas_i8_factor(scale / target);
        bias[c] = (int32_t)floor(0.25 * nas_random_float(network->seed, index, NAS_DRAW_BIAS, c) / scale + 0.5);
        if (is_depthwise) continue;
        int32_t sum = 0;
        for (long i = 0; i < taps * inputs; i++) sum += weights[c * taps * inputs + i];
        bias[c] -= operand->zero_point * sum;
    }
    if (is_depthwise) {
        int8_t *turned = own->weights;
        for (long c = 0; c < channels; c++)
            for (long tap = 0; tap < taps; tap++) turned[tap * channels + c] = weights[c * taps + tap];
    } else {
        nas_i8_pack(&op, weights, own->weights);
    }
    free(weights);
    return 1;
}

/* Sums, products and concatenations: a factor for each operand. */
static int make_factors(const nas_network *network, int index, nas_prepared_step *steps) {
    const nas_step *step = &network->steps[index];
    nas_prepared_step *own = &steps[index];
    float target = choose_result(step->activation, own);
    own->factors = malloc((size_t)step->operand_count * sizeof *own->factors);
    own->operand_factors = malloc((size_t)step->operand_count * sizeof *own->operand_factors);
    if (!own->factors || !own->operand_factors) return 0;
    for (int i = 0; i < step->operand_count; i++) {
        double ratio = (double)steps[step->operands[i]].scale / target;
        own->operand_factors[i] = (int32_t)floor(ratio * 65536.0 + 0.5);
        own->factors[i] = nas_i8_factor(step->kind == NAS_MULTIPLY ? ratio * steps[step->operands[1]].scale : ratio);
    }
    return 1;
}

int nas_i8_prepare(nas_prepared *prepared) {
    const nas_network *network = prepared->network;
    nas_prepared_step *steps = prepared->steps;
    steps[0].scale = 1.0f / 64.0f;
    int8_t *input = nas_tensor(prepared, 0);
    for (long i = 0; i < nas_elements(network->steps[0].output); i++)
        input[i] = nas_random_int8(network->seed, 0, NAS_DRAW_INPUT, i);
    for (int index = 1; index < network->step_count; index++) {
        const nas_step *step = &network->steps[index];
        choose_scale(network, index, steps);
        int is_made = 1;
        switch (step->kind) {
        case NAS_CONVOLUTION:
        case NAS_DEPTHWISE:
        case NAS_DENSE:
        case NAS_SCALE: is_made = make_convolution(network, index, steps); break;
        case NAS_ADD:
        case NAS_MULTIPLY:
        case NAS_CONCATENATE: is_made = make_factors(network, index, steps); break;
        case NAS_ACTIVATE: {
            const nas_prepared_step *operand = &steps[step->operands[0]];
            steps[index].table = make_table(step->activation, operand->scale, operand->zero_point, &steps[index]);
            is_made = steps[index].table != NULL;
            break;
        }
        default: break;
        }
        if (!is_made) return 0;
    }
    return 1;
}

static void add(nas_prepared *prepared, int index, int8_t *output) {
    const nas_step *step = &prepared->network->steps[index];
    const nas_prepared_step *own = &prepared->steps[index];
    long count = nas_elements(step->output);
    for (int i = 0; i < step->operand_count; i++)
        nas_i8_add(nas_tensor(prepared, step->operands[i]), prepared->steps[step->operands[i]].zero_point, own->operand_factors[i],
                   i == 0, count, prepared->scratch);
    nas_i8_add_finish(prepared->scratch, count, &own->result, output);
}

static void concatenate(nas_prepared *prepared, int index, int8_t *output) {
    const nas_step *step = &prepared->network->steps[index];
    const nas_prepared_step *own = &prepared->steps[index];
    int channel = 0;
    for (int i = 0; i < step->operand_count; i++) {
        nas_shape part = prepared->network->steps[step->operands[i]].output;
        nas_i8_place(part, nas_tensor(prepared, step->operands[i]), prepared->steps[step->operands[i]].zero_point, own->factors[i],
                     &own->result, channel, step->output.channels, output);
        channel += part.channels;
    }
}

static void convolve(nas_prepared *prepared, int index, const int8_t *input, int zero_point, int8_t *output) {
    const nas_step *step = &prepared->network->steps[index];
    const nas_prepared_step *own = &prepared->steps[index];
    memset(prepared->outside, zero_point, (size_t)(step->window.input.channels / step->window.groups));
    nas_i8_convolution(&step->window, input, own->weights, own->bias, prepared->outside, own->factors, &own->result, output);
}

void nas_i8_run(nas_prepared *prepared, int index) {
    const nas_network *network = prepared->network;
    const nas_step *step = &network->steps[index];
    const nas_prepared_step *own = &prepared->steps[index];
    const nas_prepared_step *operand = step->operand_count ? &prepared->steps[step->operands[0]] : own;
    const int8_t *input = step->operand_count ? nas_tensor(prepared, step->operands[0]) : NULL;
    nas_shape shape = step->operand_count ? network->steps[step->operands[0]].output : step->output;
    int8_t *output = nas_tensor(prepared, index);
    switch (step->kind) {
    case NAS_INPUT: break;
    case NAS_CONVOLUTION:
    case NAS_DENSE: convolve(prepared, index, input, operand->zero_point, output); break;
    case NAS_DEPTHWISE:
        nas_i8_depthwise(&step->window, input, operand->zero_point, own->weights, own->bias, own->factors, &own->result, output);
        break;
    case NAS_SCALE: {
        nas_convolution each = {shape, shape, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, shape.channels};
        nas_i8_depthwise(&each, input, operand->zero_point, own->weights, own->bias, own->factors, &own->result, output);
        break;
    }
    case NAS_ACTIVATE: nas_i8_by_table(own->table, input, nas_elements(shape), output); break;
    case NAS_MAX_POOL: nas_i8_max_pool(&step->window, input, output); break;
    case NAS_AVERAGE_POOL: nas_i8_average_pool(&step->window, step->counts_padding, input, operand->zero_point, output); break;
    case NAS_GLOBAL_MAX: nas_i8_global_max(shape, input, output); break;
    case NAS_GLOBAL_AVERAGE: nas_i8_global_average(shape, input, operand->zero_point, prepared->scratch, output); break;
    case NAS_ADD: add(prepared, index, output); break;
    case NAS_MULTIPLY:
        nas_i8_multiply(shape, input, operand->zero_point, nas_tensor(prepared, step->operands[1]),
                        prepared->steps[step->operands[1]].zero_point,
                        nas_elements(network->steps[step->operands[1]].output) != nas_elements(shape), own->factors[0], &own->result,
                        output);
        break;
    case NAS_CONCATENATE: concatenate(prepared, index, output); break;
    case NAS_SHUFFLE: nas_i8_shuffle(shape, step->groups, input, output); break;
    case NAS_FLATTEN: nas_i8_flatten(shape, input, output); break;
    case NAS_ZERO: memset(output, own->zero_point, (size_t)nas_elements(shape)); break;
    case NAS_SOFTMAX: nas_i8_softmax(shape, input, operand->scale, prepared->scratch, output); break;
    }
}

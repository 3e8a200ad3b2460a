#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nas_f32.h"
#include "nas_network.h"
#include "nas_random.h"

static float *draw(const nas_network *network, int step, nas_draw what, long count, float factor, float middle) {
    float *values = malloc((size_t)count * sizeof *values);
    for (long i = 0; values && i < count; i++) values[i] = middle + factor * nas_random_float(network->seed, step, what, i);
    return values;
}

/* Weights uniform with variance 1 / fan-in, so that activations neither vanish nor grow. */
static int make_convolution(const nas_network *network, int index, nas_prepared_step *prepared) {
    const nas_step *step = &network->steps[index];
    long inputs = step->window.input.channels / step->window.groups, taps = (long)step->window.kernel_height * step->window.kernel_width;
    float *weights = draw(network, index, NAS_DRAW_WEIGHTS, step->output.channels * taps * inputs, 1.0f, 0.0f);
    float factor = 1.7320508f / sqrtf((float)(inputs * taps));
    prepared->bias = draw(network, index, NAS_DRAW_BIAS, step->output.channels, 0.25f, 0.0f);
    if (!weights || !prepared->bias) {
        free(weights);
        return 0;
    }
    for (long i = 0; i < step->output.channels * taps * inputs; i++) weights[i] *= factor;
    if (step->kind == NAS_DEPTHWISE) {
        float *turned = malloc((size_t)(taps * step->output.channels) * sizeof *turned);
        for (long c = 0; turned && c < step->output.channels; c++)
            for (long tap = 0; tap < taps; tap++) turned[tap * step->output.channels + c] = weights[c * taps + tap];
        prepared->weights = turned;
    } else {
        float *packed = malloc((size_t)nas_f32_packed_count(&step->window) * sizeof *packed);
        if (packed) nas_f32_pack(&step->window, weights, packed);
        prepared->weights = packed;
    }
    free(weights);
    return prepared->weights != NULL;
}

int nas_f32_prepare(nas_prepared *prepared) {
    const nas_network *network = prepared->network;
    float *input = nas_tensor(prepared, 0);
    for (long i = 0; i < nas_elements(network->steps[0].output); i++)
        input[i] = nas_random_float(network->seed, 0, NAS_DRAW_INPUT, i);
    for (int index = 1; index < network->step_count; index++) {
        nas_prepared_step *step = &prepared->steps[index];
        long channels = network->steps[index].output.channels;
        switch (network->steps[index].kind) {
        case NAS_CONVOLUTION:
        case NAS_DEPTHWISE:
        case NAS_DENSE:
            if (!make_convolution(network, index, step)) return 0;
            break;
        case NAS_SCALE:
            step->weights = draw(network, index, NAS_DRAW_SCALE, channels, 0.25f, 1.0f);
            step->bias = draw(network, index, NAS_DRAW_BIAS, channels, 0.25f, 0.0f);
            if (!step->weights || !step->bias) return 0;
            break;
        default: break;
        }
    }
    return 1;
}

void nas_f32_run(nas_prepared *prepared, int index) {
    const nas_network *network = prepared->network;
    const nas_step *step = &network->steps[index];
    const nas_prepared_step *own = &prepared->steps[index];
    const float *input = step->operand_count ? nas_tensor(prepared, step->operands[0]) : NULL;
    nas_shape shape = step->operand_count ? network->steps[step->operands[0]].output : step->output;
    float *output = nas_tensor(prepared, index);
    switch (step->kind) {
    case NAS_INPUT: break;
    case NAS_CONVOLUTION:
    case NAS_DENSE:
        nas_f32_convolution(&step->window, input, own->weights, own->bias, prepared->outside, step->activation, output);
        break;
    case NAS_DEPTHWISE: nas_f32_depthwise(&step->window, input, own->weights, own->bias, step->activation, output); break;
    case NAS_SCALE: nas_f32_scale(shape, input, own->weights, own->bias, step->activation, output); break;
    case NAS_ACTIVATE: nas_f32_activate(step->activation, input, nas_elements(shape), output); break;
    case NAS_MAX_POOL: nas_f32_max_pool(&step->window, input, output); break;
    case NAS_AVERAGE_POOL: nas_f32_average_pool(&step->window, step->counts_padding, input, output); break;
    case NAS_GLOBAL_MAX: nas_f32_global_max(shape, input, output); break;
    case NAS_GLOBAL_AVERAGE: nas_f32_global_average(shape, input, output); break;
    case NAS_ADD:
        if (step->operand_count == 1) nas_f32_activate(step->activation, input, nas_elements(shape), output);
        for (int i = 1; i < step->operand_count; i++)
            nas_f32_add(i == 1 ? input : output, nas_tensor(prepared, step->operands[i]), nas_elements(shape),
                        i == step->operand_count - 1 ? step->activation : NAS_NONE, output);
        break;
    case NAS_MULTIPLY:
        nas_f32_multiply(shape, input, nas_tensor(prepared, step->operands[1]),
                         nas_elements(network->steps[step->operands[1]].output) != nas_elements(shape), step->activation, output);
        break;
    case NAS_CONCATENATE: {
        int channel = 0;
        for (int i = 0; i < step->operand_count; i++) {
            nas_shape part = network->steps[step->operands[i]].output;
            nas_f32_place(part, nas_tensor(prepared, step->operands[i]), channel, step->output.channels, output);
            channel += part.channels;
        }
        break;
    }
    case NAS_SHUFFLE: nas_f32_shuffle(shape, step->groups, input, output); break;
    case NAS_FLATTEN: nas_f32_flatten(shape, input, output); break;
    case NAS_ZERO: memset(output, 0, (size_t)nas_elements(shape) * sizeof *output); break;
    case NAS_SOFTMAX: nas_f32_softmax(shape, input, output); break;
    }
}

#include "nas_f32.h"

#include "nas_functions.h"

void nas_f32_activate(nas_activation activation, const float *input, long count, float *output) {
    switch (activation) {
    case NAS_NONE:
        for (long i = 0; i < count; i++) output[i] = input[i];
        break;
    case NAS_RELU:
        for (long i = 0; i < count; i++) output[i] = input[i] > 0.0f ? input[i] : 0.0f;
        break;
    case NAS_RELU6:
        for (long i = 0; i < count; i++) {
            float value = input[i] > 0.0f ? input[i] : 0.0f;
            output[i] = value < 6.0f ? value : 6.0f;
        }
        break;
    default:
        for (long i = 0; i < count; i++) output[i] = nas_apply(activation, input[i]);
    }
}

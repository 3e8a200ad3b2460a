#include "nas_f32.h"

#include <string.h>

#include "nas_functions.h"
#include "nas_span.h"

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

void nas_f32_max_pool(const nas_convolution *op, const float *input, float *output) {
    int channels = op->input.channels;
    for (int row = 0; row < op->output.height; row++)
        for (int column = 0; column < op->output.width; column++, output += channels) {
            nas_span span = nas_span_of(op, row, column);
            int is_first = 1;
            for (int y = span.first_row; y < span.last_row; y++)
                for (int x = span.first_column; x < span.last_column; x++, is_first = 0) {
                    const float *value = input + ((long)y * op->input.width + x) * channels;
                    if (is_first) {
                        memcpy(output, value, (size_t)channels * sizeof *output);
                        continue;
                    }
                    for (int c = 0; c < channels; c++) output[c] = value[c] > output[c] ? value[c] : output[c];
                }
        }
}

void nas_f32_average_pool(const nas_convolution *op, int counts_padding, const float *input, float *output) {
    int channels = op->input.channels;
    for (int row = 0; row < op->output.height; row++)
        for (int column = 0; column < op->output.width; column++, output += channels) {
            nas_span span = nas_span_of(op, row, column);
            for (int c = 0; c < channels; c++) output[c] = 0.0f;
            for (int y = span.first_row; y < span.last_row; y++)
                for (int x = span.first_column; x < span.last_column; x++) {
                    const float *value = input + ((long)y * op->input.width + x) * channels;
                    for (int c = 0; c < channels; c++) output[c] += value[c];
                }
            float factor = 1.0f / (float)nas_divisor(op, counts_padding, row, column);
            for (int c = 0; c < channels; c++) output[c] *= factor;
        }
}

void nas_f32_global_max(nas_shape shape, const float *input, float *output) {
    memcpy(output, input, (size_t)shape.channels * sizeof *output);
    for (long position = 1; position < (long)shape.height * shape.width; position++) {
        input += shape.channels;
        for (int c = 0; c < shape.channels; c++) output[c] = input[c] > output[c] ? input[c] : output[c];
    }
}

void nas_f32_global_average(nas_shape shape, const float *input, float *output) {
    long positions = (long)shape.height * shape.width;
    for (int c = 0; c < shape.channels; c++) output[c] = 0.0f;
    for (long position = 0; position < positions; position++, input += shape.channels)
        for (int c = 0; c < shape.channels; c++) output[c] += input[c];
    float factor = 1.0f / (float)positions;
    for (int c = 0; c < shape.channels; c++) output[c] *= factor;
}

void nas_f32_scale(nas_shape shape, const float *input, const float *scale, const float *shift, nas_activation activation,
                   float *output) {
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        for (int c = 0; c < shape.channels; c++) output[c] = input[c] * scale[c] + shift[c];
        if (activation != NAS_NONE) nas_f32_activate(activation, output, shape.channels, output);
        input += shape.channels;
        output += shape.channels;
    }
}

void nas_f32_add(const float *first, const float *second, long count, nas_activation activation, float *output) {
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

void nas_f32_multiply(nas_shape shape, const float *first, const float *second, int by_channel, nas_activation activation,
                      float *output) {
    long positions = (long)shape.height * shape.width;
    for (long position = 0; position < positions; position++) {
        const float *factor = by_channel ? second : second + position * shape.channels;
        const float *value = first + position * shape.channels;
        float *result = output + position * shape.channels;
        for (int c = 0; c < shape.channels; c++) result[c] = value[c] * factor[c];
        if (activation != NAS_NONE) nas_f32_activate(activation, result, shape.channels, result);
    }
}

void nas_f32_place(nas_shape shape, const float *input, int first_channel, int all_channels, float *output) {
    output += first_channel;
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        memcpy(output, input, (size_t)shape.channels * sizeof *output);
        input += shape.channels;
        output += all_channels;
    }
}

void nas_f32_shuffle(nas_shape shape, int groups, const float *input, float *output) {
    int each = shape.channels / groups;
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        for (int group = 0; group < groups; group++)
            for (int c = 0; c < each; c++) output[c * groups + group] = input[group * each + c];
        input += shape.channels;
        output += shape.channels;
    }
}

void nas_f32_flatten(nas_shape shape, const float *input, float *output) {
    long positions = (long)shape.height * shape.width;
    for (long position = 0; position < positions; position++)
        for (int c = 0; c < shape.channels; c++) output[c * positions + position] = *input++;
}

void nas_f32_softmax(nas_shape shape, const float *input, float *output) {
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        float largest = input[0], sum = 0.0f;
        for (int c = 1; c < shape.channels; c++) largest = input[c] > largest ? input[c] : largest;
        for (int c = 0; c < shape.channels; c++) sum += output[c] = nas_exp(input[c] - largest);
        for (int c = 0; c < shape.channels; c++) output[c] /= sum;
        input += shape.channels;
        output += shape.channels;
    }
}

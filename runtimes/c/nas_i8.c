#include "nas_i8.h"

#include <math.h>
#include <string.h>

#include "nas_functions.h"
#include "nas_span.h"

nas_factor nas_i8_factor(double factor) {
    int exponent;
    double fraction = frexp(factor, &exponent);
    int64_t mantissa = (int64_t)(fraction * 2147483648.0 + 0.5);
    if (mantissa == (int64_t)1 << 31) {
        mantissa >>= 1;
        exponent++;
    }
    int shift = 31 - exponent;
    /* So small that every result is 0. */
    if (shift > 62) {
        mantissa = 0;
        shift = 62;
    }
    nas_factor result = {(int32_t)mantissa, shift};
    return result;
}

int8_t nas_i8_quantized(float value, float scale, int zero_point) {
    float units = value / scale;
    if (units > 1000.0f) units = 1000.0f;
    if (units < -1000.0f) units = -1000.0f;
    int rounded = (int)(units >= 0.0f ? units + 0.5f : units - 0.5f) + zero_point;
    return (int8_t)(rounded < -128 ? -128 : rounded > 127 ? 127 : rounded);
}

void nas_i8_max_pool(const nas_convolution *op, const int8_t *input, int8_t *output) {
    int channels = op->input.channels;
    for (int row = 0; row < op->output.height; row++)
        for (int column = 0; column < op->output.width; column++, output += channels) {
            nas_span span = nas_span_of(op, row, column);
            memset(output, -128, (size_t)channels);
            for (int y = span.first_row; y < span.last_row; y++)
                for (int x = span.first_column; x < span.last_column; x++) {
                    const int8_t *value = input + ((long)y * op->input.width + x) * channels;
                    for (int c = 0; c < channels; c++) output[c] = value[c] > output[c] ? value[c] : output[c];
                }
        }
}

/* To the nearest, halves away from zero. */
static int8_t average(int32_t sum, int32_t count, int32_t zero_point) {
    return (int8_t)((sum >= 0 ? sum + count / 2 : sum - count / 2) / count + zero_point);
}

void nas_i8_average_pool(const nas_convolution *op, int counts_padding, const int8_t *input, int32_t zero_point, int8_t *output) {
    enum { BLOCK = 16 };
    int channels = op->input.channels;
    for (int row = 0; row < op->output.height; row++)
        for (int column = 0; column < op->output.width; column++, output += channels) {
            nas_span span = nas_span_of(op, row, column);
            int32_t count = nas_divisor(op, counts_padding, row, column);
            for (int first = 0; first < channels; first += BLOCK) {
                int width = channels - first < BLOCK ? channels - first : BLOCK;
                int32_t sums[BLOCK] = {0};
                for (int y = span.first_row; y < span.last_row; y++)
                    for (int x = span.first_column; x < span.last_column; x++) {
                        const int8_t *value = input + ((long)y * op->input.width + x) * channels + first;
                        for (int c = 0; c < width; c++) sums[c] += value[c] - zero_point;
                    }
                for (int c = 0; c < width; c++) output[first + c] = average(sums[c], count, zero_point);
            }
        }
}

void nas_i8_global_max(nas_shape shape, const int8_t *input, int8_t *output) {
    memcpy(output, input, (size_t)shape.channels);
    for (long position = 1; position < (long)shape.height * shape.width; position++) {
        input += shape.channels;
        for (int c = 0; c < shape.channels; c++) output[c] = input[c] > output[c] ? input[c] : output[c];
    }
}

void nas_i8_global_average(nas_shape shape, const int8_t *input, int32_t zero_point, int32_t *sums, int8_t *output) {
    long positions = (long)shape.height * shape.width;
    for (int c = 0; c < shape.channels; c++) sums[c] = 0;
    for (long position = 0; position < positions; position++, input += shape.channels)
        for (int c = 0; c < shape.channels; c++) sums[c] += input[c] - zero_point;
    for (int c = 0; c < shape.channels; c++) output[c] = average(sums[c], (int32_t)positions, zero_point);
}

void nas_i8_by_table(const int8_t *table, const int8_t *input, long count, int8_t *output) {
    for (long i = 0; i < count; i++) output[i] = table[input[i] + 128];
}

void nas_i8_add(const int8_t *input, int32_t zero_point, int32_t factor, int is_first, long count, int32_t *sums) {
    if (is_first)
        for (long i = 0; i < count; i++) sums[i] = (input[i] - zero_point) * factor;
    else
        for (long i = 0; i < count; i++) sums[i] += (input[i] - zero_point) * factor;
}

void nas_i8_add_finish(const int32_t *sums, long count, const nas_i8_result *result, int8_t *output) {
    for (long i = 0; i < count; i++) {
        int32_t sum = sums[i] + (1 << 15);
        output[i] = nas_i8_finish(sum >= 0 ? sum >> 16 : ~(~sum >> 16), result);
    }
}

void nas_i8_multiply(nas_shape shape, const int8_t *first, int32_t first_zero_point, const int8_t *second, int32_t second_zero_point,
                     int by_channel, nas_factor factor, const nas_i8_result *result, int8_t *output) {
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        const int8_t *value = first + position * shape.channels;
        const int8_t *other = by_channel ? second : second + position * shape.channels;
        int8_t *place = output + position * shape.channels;
        for (int c = 0; c < shape.channels; c++) {
            int32_t product = (value[c] - first_zero_point) * (other[c] - second_zero_point);
            place[c] = nas_i8_finish(nas_i8_times(product, factor), result);
        }
    }
}

void nas_i8_place(nas_shape shape, const int8_t *input, int32_t zero_point, nas_factor factor, const nas_i8_result *result,
                  int first_channel, int all_channels, int8_t *output) {
    output += first_channel;
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        for (int c = 0; c < shape.channels; c++) output[c] = nas_i8_finish(nas_i8_times(input[c] - zero_point, factor), result);
        input += shape.channels;
        output += all_channels;
    }
}

void nas_i8_shuffle(nas_shape shape, int groups, const int8_t *input, int8_t *output) {
    int each = shape.channels / groups;
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        for (int group = 0; group < groups; group++)
            for (int c = 0; c < each; c++) output[c * groups + group] = input[group * each + c];
        input += shape.channels;
        output += shape.channels;
    }
}

void nas_i8_flatten(nas_shape shape, const int8_t *input, int8_t *output) {
    long positions = (long)shape.height * shape.width;
    for (long position = 0; position < positions; position++)
        for (int c = 0; c < shape.channels; c++) output[c * positions + position] = *input++;
}

void nas_i8_softmax(nas_shape shape, const int8_t *input, float scale, float *exponentials, int8_t *output) {
    for (long position = 0; position < (long)shape.height * shape.width; position++) {
        int largest = input[0];
        float sum = 0.0f;
        for (int c = 1; c < shape.channels; c++) largest = input[c] > largest ? input[c] : largest;
        for (int c = 0; c < shape.channels; c++) sum += exponentials[c] = nas_exp((float)(input[c] - largest) * scale);
        for (int c = 0; c < shape.channels; c++) output[c] = nas_i8_quantized(exponentials[c] / sum, 1.0f / 256.0f, -128);
        input += shape.channels;
        output += shape.channels;
    }
}

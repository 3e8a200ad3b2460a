#include "nas_i8.h"

enum { C = NAS_I8_CHANNELS, P = NAS_I8_POSITIONS };

static int blocks(int channels) { return (channels + C - 1) / C; }

long nas_i8_packed_count(const nas_convolution *op) {
    long taps = (long)op->kernel_height * op->kernel_width;
    return taps * (op->input.channels / op->groups) * op->groups * blocks(op->output.channels / op->groups) * C;
}

void nas_i8_pack(const nas_convolution *op, const int8_t *weights, int8_t *packed) {
    int taps = op->kernel_height * op->kernel_width;
    int inputs = op->input.channels / op->groups, outputs = op->output.channels / op->groups;
    for (int group = 0; group < op->groups; group++)
        for (int block = 0; block < blocks(outputs); block++)
            for (int tap = 0; tap < taps; tap++)
                for (int input = 0; input < inputs; input++)
                    for (int lane = 0; lane < C; lane++) {
                        int output = block * C + lane;
                        long place = ((long)(group * outputs + output) * taps + tap) * inputs + input;
                        *packed++ = (int8_t)(output < outputs ? weights[place] : 0);
                    }
}

static inline void add_tap(const int8_t *const *rows, const int8_t *weights, int inputs, int32_t sums[P][C]) {
    int32_t local[P][C];
    for (int p = 0; p < P; p++)
        for (int c = 0; c < C; c++) local[p][c] = sums[p][c];
    for (int input = 0; input < inputs; input++) {
        const int8_t *w = weights + (long)input * C;
        for (int p = 0; p < P; p++) {
            int16_t value = rows[p][input];
            for (int c = 0; c < C; c++) local[p][c] += (int16_t)(value * w[c]);
        }
    }
    for (int p = 0; p < P; p++)
        for (int c = 0; c < C; c++) sums[p][c] = local[p][c];
}

static inline void add_tap_single(const int8_t *row, const int8_t *weights, int inputs, int32_t sums[C]) {
    int32_t local[C];
    for (int c = 0; c < C; c++) local[c] = sums[c];
    for (int input = 0; input < inputs; input++) {
        const int8_t *w = weights + (long)input * C;
        int16_t value = row[input];
        for (int c = 0; c < C; c++) local[c] += (int16_t)(value * w[c]);
    }
    for (int c = 0; c < C; c++) sums[c] = local[c];
}

static inline const int8_t *at_tap(const nas_convolution *op, const int8_t *input, const int8_t *outside, int y, int x, int first) {
    if (y < 0 || y >= op->input.height || x < 0 || x >= op->input.width) return outside;
    return input + ((long)y * op->input.width + x) * op->input.channels + first;
}

void nas_i8_convolution(const nas_convolution *op, const int8_t *input, const int8_t *packed, const int32_t *bias,
                        const int8_t *outside, const nas_factor *factors, const nas_i8_result *result, int8_t *output) {
    int inputs = op->input.channels / op->groups, outputs = op->output.channels / op->groups;
    long of_tap = (long)inputs * C;
    long of_block = of_tap * op->kernel_height * op->kernel_width;
    for (int row = 0; row < op->output.height; row++) {
        for (int column = 0; column < op->output.width; column += P) {
            int positions = op->output.width - column < P ? op->output.width - column : P;
            for (int group = 0; group < op->groups; group++) {
                for (int block = 0; block < blocks(outputs); block++) {
                    const int8_t *weights = packed + (long)(group * blocks(outputs) + block) * of_block;
                    int first = group * outputs + block * C;
                    int count = outputs - block * C < C ? outputs - block * C : C;
                    int32_t sums[P][C];
                    for (int p = 0; p < P; p++)
                        for (int c = 0; c < C; c++) sums[p][c] = c < count ? bias[first + c] : 0;
                    for (int ky = 0; ky < op->kernel_height; ky++) {
                        int y = row * op->stride_height - op->padding_top + ky * op->dilation_height;
                        for (int kx = 0; kx < op->kernel_width; kx++) {
                            int x = column * op->stride_width - op->padding_left + kx * op->dilation_width;
                            if (positions == P) {
                                const int8_t *rows[P];
                                for (int p = 0; p < P; p++)
                                    rows[p] = at_tap(op, input, outside, y, x + p * op->stride_width, group * inputs);
                                add_tap(rows, weights, inputs, sums);
                            } else {
                                for (int p = 0; p < positions; p++)
                                    add_tap_single(at_tap(op, input, outside, y, x + p * op->stride_width, group * inputs), weights,
                                                   inputs, sums[p]);
                            }
                            weights += of_tap;
                        }
                    }
                    for (int p = 0; p < positions; p++) {
                        int8_t *place = output + ((long)row * op->output.width + column + p) * op->output.channels + first;
                        for (int c = 0; c < count; c++)
                            place[c] = nas_i8_finish(nas_i8_times(sums[p][c], factors[first + c]), result);
                    }
                }
            }
        }
    }
}

void nas_i8_depthwise(const nas_convolution *op, const int8_t *input, int32_t input_zero_point, const int8_t *weights,
                      const int32_t *bias, const nas_factor *factors, const nas_i8_result *result, int8_t *output) {
    int channels = op->output.channels;
    for (int row = 0; row < op->output.height; row++) {
        int top = row * op->stride_height - op->padding_top;
        for (int column = 0; column < op->output.width; column++) {
            int left = column * op->stride_width - op->padding_left;
            int8_t *place = output + ((long)row * op->output.width + column) * channels;
            for (int first = 0; first < channels; first += C) {
                int count = channels - first < C ? channels - first : C;
                int32_t sums[C];
                for (int c = 0; c < C; c++) sums[c] = c < count ? bias[first + c] : 0;
                for (int ky = 0; ky < op->kernel_height; ky++) {
                    int y = top + ky * op->dilation_height;
                    if (y < 0 || y >= op->input.height) continue;
                    for (int kx = 0; kx < op->kernel_width; kx++) {
                        int x = left + kx * op->dilation_width;
                        if (x < 0 || x >= op->input.width) continue;
                        const int8_t *value = input + ((long)y * op->input.width + x) * channels + first;
                        const int8_t *weight = weights + ((long)ky * op->kernel_width + kx) * channels + first;
                        if (count == C) {
                            for (int c = 0; c < C; c++) sums[c] += (value[c] - input_zero_point) * weight[c];
                        } else {
                            for (int c = 0; c < count; c++) sums[c] += (value[c] - input_zero_point) * weight[c];
                        }
                    }
                }
                for (int c = 0; c < count; c++)
                    place[first + c] = nas_i8_finish(nas_i8_times(sums[c], factors[first + c]), result);
            }
        }
    }
}

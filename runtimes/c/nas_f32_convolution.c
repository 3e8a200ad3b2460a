#include "nas_f32.h"

#include <string.h>

enum { C = NAS_F32_CHANNELS, P = NAS_F32_POSITIONS };

static int blocks(int channels) { return (channels + C - 1) / C; }

long nas_f32_packed_count(const nas_convolution *op) {
    long taps = (long)op->kernel_height * op->kernel_width;
    return taps * (op->input.channels / op->groups) * op->groups * blocks(op->output.channels / op->groups) * C;
}

void nas_f32_pack(const nas_convolution *op, const float *weights, float *packed) {
    int taps = op->kernel_height * op->kernel_width;
    int inputs = op->input.channels / op->groups, outputs = op->output.channels / op->groups;
    for (int group = 0; group < op->groups; group++)
        for (int block = 0; block < blocks(outputs); block++)
            for (int tap = 0; tap < taps; tap++)
                for (int input = 0; input < inputs; input++)
                    for (int lane = 0; lane < C; lane++) {
                        int output = block * C + lane;
                        long place = ((long)(group * outputs + output) * taps + tap) * inputs + input;
                        *packed++ = output < outputs ? weights[place] : 0.0f;
                    }
}

/* Four numbers in one register where the CPU has such for IEEE arithmetic (NEON of ARMv7 has not): gcc does not find them by
 * itself. The sums and their order are the same everywhere. */
#if defined(__GNUC__) && (defined(__SSE2__) || defined(__aarch64__))
typedef float nas_vector __attribute__((vector_size(16), may_alias, aligned(4)));
#define NAS_SPREAD(x) {x, x, x, x}
#else
typedef float nas_vector;
#define NAS_SPREAD(x) x
#endif
enum { V = C * sizeof(float) / sizeof(nas_vector) };

/* sums[p][c] += the products of one tap: `inputs` channels of P positions by C channels of weights. */
static inline void add_tap(const float *const *rows, const float *weights, int inputs, float sums[P][C]) {
    nas_vector local[P][V];
    memcpy(local, sums, sizeof local);
    for (int input = 0; input < inputs; input++, weights += C) {
        const nas_vector *w = (const nas_vector *)weights;
        for (int p = 0; p < P; p++) {
            const nas_vector value = NAS_SPREAD(rows[p][input]);
            for (int v = 0; v < V; v++) local[p][v] += value * w[v];
        }
    }
    memcpy(sums, local, sizeof local);
}

static inline void add_tap_single(const float *row, const float *weights, int inputs, float sums[C]) {
    nas_vector local[V];
    memcpy(local, sums, sizeof local);
    for (int input = 0; input < inputs; input++, weights += C) {
        const nas_vector *w = (const nas_vector *)weights;
        const nas_vector value = NAS_SPREAD(row[input]);
        for (int v = 0; v < V; v++) local[v] += value * w[v];
    }
    memcpy(sums, local, sizeof local);
}

/* One value of the input at a tap, or zeros outside the image. */
static inline const float *at_tap(const nas_convolution *op, const float *input, const float *zeros, int y, int x, int first) {
    if (y < 0 || y >= op->input.height || x < 0 || x >= op->input.width) return zeros;
    return input + ((long)y * op->input.width + x) * op->input.channels + first;
}

void nas_f32_convolution(const nas_convolution *op, const float *input, const float *packed, const float *bias, const float *zeros,
                         nas_activation activation, float *output) {
    int inputs = op->input.channels / op->groups, outputs = op->output.channels / op->groups;
    long of_tap = (long)inputs * C;
    long of_block = of_tap * op->kernel_height * op->kernel_width;
    for (int row = 0; row < op->output.height; row++) {
        for (int column = 0; column < op->output.width; column += P) {
            int positions = op->output.width - column < P ? op->output.width - column : P;
            for (int group = 0; group < op->groups; group++) {
                for (int block = 0; block < blocks(outputs); block++) {
                    const float *weights = packed + (long)(group * blocks(outputs) + block) * of_block;
                    int first = group * outputs + block * C;
                    int count = outputs - block * C < C ? outputs - block * C : C;
                    float sums[P][C];
                    for (int p = 0; p < P; p++)
                        for (int c = 0; c < C; c++) sums[p][c] = c < count ? bias[first + c] : 0.0f;
                    for (int ky = 0; ky < op->kernel_height; ky++) {
                        int y = row * op->stride_height - op->padding_top + ky * op->dilation_height;
                        for (int kx = 0; kx < op->kernel_width; kx++) {
                            int x = column * op->stride_width - op->padding_left + kx * op->dilation_width;
                            if (positions == P) {
                                const float *rows[P];
                                for (int p = 0; p < P; p++)
                                    rows[p] = at_tap(op, input, zeros, y, x + p * op->stride_width, group * inputs);
                                add_tap(rows, weights, inputs, sums);
                            } else {
                                for (int p = 0; p < positions; p++)
                                    add_tap_single(at_tap(op, input, zeros, y, x + p * op->stride_width, group * inputs), weights,
                                                   inputs, sums[p]);
                            }
                            weights += of_tap;
                        }
                    }
                    for (int p = 0; p < positions; p++) {
                        float *result = output + ((long)row * op->output.width + column + p) * op->output.channels + first;
                        nas_f32_activate(activation, sums[p], count, result);
                    }
                }
            }
        }
    }
}

void nas_f32_depthwise(const nas_convolution *op, const float *input, const float *weights, const float *bias,
                       nas_activation activation, float *output) {
    int channels = op->output.channels;
    for (int row = 0; row < op->output.height; row++) {
        int top = row * op->stride_height - op->padding_top;
        for (int column = 0; column < op->output.width; column++) {
            int left = column * op->stride_width - op->padding_left;
            float *result = output + ((long)row * op->output.width + column) * channels;
            for (int first = 0; first < channels; first += C) {
                int count = channels - first < C ? channels - first : C;
                float sums[C];
                for (int c = 0; c < C; c++) sums[c] = c < count ? bias[first + c] : 0.0f;
                for (int ky = 0; ky < op->kernel_height; ky++) {
                    int y = top + ky * op->dilation_height;
                    if (y < 0 || y >= op->input.height) continue;
                    for (int kx = 0; kx < op->kernel_width; kx++) {
                        int x = left + kx * op->dilation_width;
                        if (x < 0 || x >= op->input.width) continue;
                        const float *value = input + ((long)y * op->input.width + x) * channels + first;
                        const float *weight = weights + ((long)ky * op->kernel_width + kx) * channels + first;
                        if (count == C) {
                            for (int c = 0; c < C; c++) sums[c] += value[c] * weight[c];
                        } else {
                            for (int c = 0; c < count; c++) sums[c] += value[c] * weight[c];
                        }
                    }
                }
                nas_f32_activate(activation, sums, count, result + first);
            }
        }
    }
}

/* Kernels of the C runtime in 8 bits, as TensorFlow Lite defines quantization (Jacob et al. 2018): a real value is
 * scale x (q - zero point), a scale for each tensor, and one for each output channel of weights, whose zero point is 0. Sums are
 * exact in 32 bits; every rounding is of integers, so that all CPUs give the same. Nothing here allocates. */
#ifndef NAS_I8_H
#define NAS_I8_H

#include <stdint.h>

#include "nas_shape.h"

#if defined(__SSE2__) || defined(__aarch64__) || defined(__ARM_NEON)
#define NAS_I8_CHANNELS 8
#define NAS_I8_POSITIONS 4
#else
#define NAS_I8_CHANNELS 4
#define NAS_I8_POSITIONS 2
#endif

/* A real factor as mantissa x 2^-shift: mantissa 2^30 to 2^31, shift 1 to 62. */
typedef struct {
    int32_t mantissa;
    int shift;
} nas_factor;

/* - factor: above 0, below 2^30. */
nas_factor nas_i8_factor(double factor);

/* sum x factor, to the nearest integer, halves up. */
static inline int32_t nas_i8_times(int32_t sum, nas_factor factor) {
    int64_t product = (int64_t)sum * factor.mantissa + ((int64_t)1 << (factor.shift - 1));
    /* Division by a power of 2 that rounds down, whatever the compiler's shift of negative numbers does. */
    return (int32_t)(product >= 0 ? product >> factor.shift : ~(~product >> factor.shift));
}

/* What becomes of a sum: times a factor, plus the zero point, within limits; then by a table where the activation is no clamp. */
typedef struct {
    int32_t zero_point, least, most;
    const int8_t *table;
} nas_i8_result;

static inline int8_t nas_i8_finish(int32_t scaled, const nas_i8_result *result) {
    int32_t value = scaled + result->zero_point;
    value = value < result->least ? result->least : value;
    value = value > result->most ? result->most : value;
    return result->table ? result->table[value + 128] : (int8_t)value;
}

/* A mean, rounded to the nearest, halves away from zero. */
static inline int8_t nas_i8_average(int32_t sum, int32_t count, int32_t zero_point) {
    return (int8_t)((sum >= 0 ? sum + count / 2 : sum - count / 2) / count + zero_point);
}

long nas_i8_packed_count(const nas_convolution *op);
void nas_i8_pack(const nas_convolution *op, const int8_t *weights, int8_t *packed);

/* `bias` has the input's zero point in it: less zero point x sum of the weights. `outside`: as many zero points as a group has
 * input channels. `factors`: one for each output channel. */
void nas_i8_convolution(const nas_convolution *op, const int8_t *input, const int8_t *packed, const int32_t *bias,
                        const int8_t *outside, const nas_factor *factors, const nas_i8_result *result, int8_t *output);

/* Weights [taps][channels]; `bias` without the zero point. */
void nas_i8_depthwise(const nas_convolution *op, const int8_t *input, int32_t input_zero_point, const int8_t *weights,
                      const int32_t *bias, const nas_factor *factors, const nas_i8_result *result, int8_t *output);

/* Rounded to the nearest, halves away from zero, and kept within -128 to 127. */
int8_t nas_i8_quantized(float value, float scale, int zero_point);

#endif

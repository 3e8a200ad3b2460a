#include "nas_i8.h"

#include <math.h>

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

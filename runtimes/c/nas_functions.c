#include "nas_functions.h"

#include <stdint.h>
#include <string.h>

/* 2^n by the exponent's bits; n from -126 to 127. */
static float power_of_two(int n) {
    uint32_t bits = (uint32_t)(n + 127) << 23;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* e^x = 2^n e^r with |r| <= ln 2 / 2, where e^r is Taylor's polynomial of degree 7; ln 2 in two parts (Cody and Waite 1980). */
float nas_exp(float x) {
    if (x > 88.0f) x = 88.0f;
    if (x < -87.0f) return 0.0f;
    float scaled = x * 1.44269504f;
    int n = (int)(scaled >= 0.0f ? scaled + 0.5f : scaled - 0.5f);
    float r = x - (float)n * 0.693359375f;
    r = r + (float)n * 2.12194440e-4f;
    float sum = 1.98412698e-4f;
    sum = sum * r + 1.38888889e-3f;
    sum = sum * r + 8.33333333e-3f;
    sum = sum * r + 4.16666667e-2f;
    sum = sum * r + 1.66666667e-1f;
    sum = sum * r + 0.5f;
    sum = sum * r + 1.0f;
    sum = sum * r + 1.0f;
    return sum * power_of_two(n);
}

static float sigmoid(float x) { return 1.0f / (1.0f + nas_exp(-x)); }

static float hyperbolic_tangent(float x) {
    float size = x < 0.0f ? -x : x;
    float value;
    if (size < 0.25f) {
        /* Where 1 - e would lose digits: Taylor's polynomial of degree 9. */
        float s = x * x;
        float sum = 2.18694885e-2f;
        sum = sum * s - 5.39682540e-2f;
        sum = sum * s + 1.33333333e-1f;
        sum = sum * s - 3.33333333e-1f;
        return x + x * s * sum;
    }
    value = size > 10.0f ? 1.0f : 1.0f - 2.0f / (nas_exp(2.0f * size) + 1.0f);
    return x < 0.0f ? -value : value;
}

/* The normal distribution function, by Abramowitz and Stegun 7.1.26: within 1e-7. */
static float normal_distribution(float x) {
    float z = (x < 0.0f ? -x : x) * 0.70710678f;
    float t = 1.0f / (1.0f + 0.3275911f * z);
    float sum = 1.061405429f;
    sum = sum * t - 1.453152027f;
    sum = sum * t + 1.421413741f;
    sum = sum * t - 0.284496736f;
    sum = sum * t + 0.254829592f;
    float tail = 0.5f * sum * t * nas_exp(-z * z);
    return x < 0.0f ? tail : 1.0f - tail;
}

float nas_apply(nas_activation activation, float x) {
    switch (activation) {
    case NAS_NONE: return x;
    case NAS_RELU: return x > 0.0f ? x : 0.0f;
    case NAS_RELU6: return x > 0.0f ? (x < 6.0f ? x : 6.0f) : 0.0f;
    case NAS_HARD_SIGMOID: {
        float y = x * (1.0f / 6.0f) + 0.5f;
        return y > 0.0f ? (y < 1.0f ? y : 1.0f) : 0.0f;
    }
    case NAS_HARD_SWISH: return x * nas_apply(NAS_HARD_SIGMOID, x);
    case NAS_SIGMOID: return sigmoid(x);
    case NAS_TANH: return hyperbolic_tangent(x);
    case NAS_GELU: return x * normal_distribution(x);
    }
    return x;
}

#ifndef C_KERNEL_SHIMS_H
#define C_KERNEL_SHIMS_H

#include <stdbool.h>

/// a * b + c, which the compiler may contract into one fused multiply-add and may vectorise.
/// Swift's own `a * b + c` never contracts, and `addingProduct` calls `fmaf` where the target lacks FMA.
static inline __attribute__((always_inline)) float nas_multiply_add(float a, float b, float c) {
#pragma clang fp contract(fast)
    return a * b + c;
}

/// The widest vector of floats that this build's kernels use. Swift sees `SIMD16<Float>`, `SIMD8<Float>` or `SIMD4<Float>`.
#if defined(__AVX512F__)
#define NAS_VECTOR_LANES 16
#elif defined(__AVX__)
#define NAS_VECTOR_LANES 8
#else
#define NAS_VECTOR_LANES 4
#endif
typedef float nas_vector __attribute__((ext_vector_type(NAS_VECTOR_LANES)));

/// a * b + c in each lane, contracted where the CPU can.
static inline __attribute__((always_inline)) nas_vector nas_vector_multiply_add(nas_vector a, nas_vector b, nas_vector c) {
#pragma clang fp contract(fast)
    return a * b + c;
}

/// In each lane a where a is smaller than the limit or not a number, else the limit.
static inline __attribute__((always_inline)) nas_vector nas_vector_at_most(nas_vector a, nas_vector limit) {
    return a > limit ? limit : a;
}

/// In each lane a where a is larger than the limit or not a number, else the limit.
static inline __attribute__((always_inline)) nas_vector nas_vector_at_least(nas_vector a, nas_vector limit) {
    return a < limit ? limit : a;
}

/// In each lane x where a > b, else y.
static inline __attribute__((always_inline)) nas_vector nas_vector_where_greater(nas_vector a, nas_vector b, nas_vector x, nas_vector y) {
    return a > b ? x : y;
}

/// Asks for the cache line at an address, which need not be one of ours, before it is read.
static inline __attribute__((always_inline)) void nas_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

/// a + b, which the compiler may reorder: a plain float sum does not vectorise.
static inline __attribute__((always_inline)) float nas_relaxed_add(float a, float b) {
#pragma clang fp reassociate(on)
    return a + b;
}

/// Whether this CPU runs code built for x86-64-v3 (AVX2, FMA, BMI2). True on other architectures,
/// where no such code is built.
static inline bool nas_cpu_runs_x86_64_v3(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
#else
    return true;
#endif
}

/// Whether this CPU runs code built for x86-64-v4 (AVX-512 F, BW, CD, DQ and VL).
static inline bool nas_cpu_runs_x86_64_v4(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return nas_cpu_runs_x86_64_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
    return true;
#endif
}

#endif

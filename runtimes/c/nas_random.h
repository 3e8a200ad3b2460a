/* Weights and inputs from a seed, by a counter: the same wherever they are made (docs/board-runtime.md). */
#ifndef NAS_RANDOM_H
#define NAS_RANDOM_H

#include <stdint.h>

typedef enum { NAS_DRAW_INPUT, NAS_DRAW_WEIGHTS, NAS_DRAW_BIAS, NAS_DRAW_SCALE } nas_draw;

/* 32 bits for an element of a step: the finalizer of MurmurHash3 (Appleby, public domain). */
static inline uint32_t nas_random(uint64_t seed, int step, nas_draw draw, long index) {
    uint32_t h = (uint32_t)seed ^ (uint32_t)(seed >> 32) * 0x9E3779B1u;
    h ^= (uint32_t)step * 0x85EBCA77u + (uint32_t)draw * 0xC2B2AE3Du + (uint32_t)index * 0x27D4EB2Fu;
    h ^= h >> 16;
    h *= 0x85EBCA6Bu;
    h ^= h >> 13;
    h *= 0xC2B2AE35u;
    h ^= h >> 16;
    return h;
}

/* From -1 to 1. */
static inline float nas_random_float(uint64_t seed, int step, nas_draw draw, long index) {
    return (float)((int32_t)(nas_random(seed, step, draw, index) >> 8) - (1 << 23)) * (1.0f / (1 << 23));
}

/* -127 to 127. */
static inline int8_t nas_random_int8(uint64_t seed, int step, nas_draw draw, long index) {
    return (int8_t)((int32_t)((nas_random(seed, step, draw, index) >> 8) % 255u) - 127);
}

#endif

/* Kernels of the C runtime in fp32 that several operations use; the others stand with their operation, in nas_op_*.c.
 * Activations are height x width x channels, one image. Every result is one sum in a fixed order (taps by row and column, then
 * channels), whatever the blocks: with -ffp-contract=off all CPUs give the same bits. Nothing here allocates. */
#ifndef NAS_F32_H
#define NAS_F32_H

#include "nas_shape.h"

/* Channels of a result that are computed together, and positions of a row: as many sums as a CPU's registers hold. */
#if defined(__SSE2__) || defined(__aarch64__)
#define NAS_F32_CHANNELS 8
#define NAS_F32_POSITIONS 4
#else
#define NAS_F32_CHANNELS 4
#define NAS_F32_POSITIONS 2
#endif

/* Floats that packed weights of a convolution take. */
long nas_f32_packed_count(const nas_convolution *op);

/* Weights [outputs][taps][inputs of a group], packed into blocks of channels. */
void nas_f32_pack(const nas_convolution *op, const float *weights, float *packed);

/* `zeros`: as many as a group has input channels, for what is outside the image. Dense layers are 1 x 1 convolutions of 1 x 1. */
void nas_f32_convolution(const nas_convolution *op, const float *input, const float *packed, const float *bias, const float *zeros,
                         nas_activation activation, float *output);

/* As many groups as channels in and out; weights [taps][channels]. */
void nas_f32_depthwise(const nas_convolution *op, const float *input, const float *weights, const float *bias,
                       nas_activation activation, float *output);

void nas_f32_activate(nas_activation activation, const float *input, long count, float *output);

#endif

/* The part of a window that lies within the image, for pooling. */
#ifndef NAS_SPAN_H
#define NAS_SPAN_H

#include "nas_shape.h"

typedef struct {
    int first_row, last_row, first_column, last_column;
} nas_span;

static inline nas_span nas_span_of(const nas_convolution *op, int row, int column) {
    int top = row * op->stride_height - op->padding_top, left = column * op->stride_width - op->padding_left;
    nas_span span = {top, top + op->kernel_height, left, left + op->kernel_width};
    if (span.first_row < 0) span.first_row = 0;
    if (span.first_column < 0) span.first_column = 0;
    if (span.last_row > op->input.height) span.last_row = op->input.height;
    if (span.last_column > op->input.width) span.last_column = op->input.width;
    return span;
}

/* What an average is divided by: positions within the image, or within the padded image, beyond which a last window may reach. */
static inline int nas_divisor(const nas_convolution *op, int counts_padding, int row, int column) {
    nas_span span = nas_span_of(op, row, column);
    if (!counts_padding) return (span.last_row - span.first_row) * (span.last_column - span.first_column);
    int top = row * op->stride_height - op->padding_top, left = column * op->stride_width - op->padding_left;
    int bottom = top + op->kernel_height, right = left + op->kernel_width;
    if (bottom > op->input.height + op->padding_bottom) bottom = op->input.height + op->padding_bottom;
    if (right > op->input.width + op->padding_right) right = op->input.width + op->padding_right;
    return (bottom - top) * (right - left);
}

#endif

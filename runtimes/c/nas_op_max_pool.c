/* Max pooling. */
#include <string.h>

#include "nas_operation.h"
#include "nas_pool.h"
#include "nas_quantization.h"
#include "nas_span.h"

static void read(nas_reader *reader, nas_step *step) { nas_take_pool(reader, step, 0); }

static void max_pool_f32(const nas_convolution *op, const float *input, float *output) {
    int channels = op->input.channels;
    for (int row = 0; row < op->output.height; row++)
        for (int column = 0; column < op->output.width; column++, output += channels) {
            nas_span span = nas_span_of(op, row, column);
            int is_first = 1;
            for (int y = span.first_row; y < span.last_row; y++)
                for (int x = span.first_column; x < span.last_column; x++, is_first = 0) {
                    const float *value = input + ((long)y * op->input.width + x) * channels;
                    if (is_first) {
                        memcpy(output, value, (size_t)channels * sizeof *output);
                        continue;
                    }
                    for (int c = 0; c < channels; c++) output[c] = value[c] > output[c] ? value[c] : output[c];
                }
        }
}

static void max_pool_i8(const nas_convolution *op, const int8_t *input, int8_t *output) {
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

static void run_f32(const nas_call *call) { max_pool_f32(&call->step->window, call->input, call->output); }

static void run_i8(const nas_call *call) { max_pool_i8(&call->step->window, call->input, call->output); }

const nas_operation nas_op_max_pool = {"maxpool", read, {NULL, run_f32}, {nas_i8_keep_scale, run_i8}};

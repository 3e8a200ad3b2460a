/* Average pooling. */
#include "nas_i8.h"
#include "nas_operation.h"
#include "nas_pool.h"
#include "nas_quantization.h"
#include "nas_span.h"

static void read(nas_reader *reader, nas_step *step) { nas_take_pool(reader, step, 1); }

static void average_pool_f32(const nas_convolution *op, int counts_padding, const float *input, float *output) {
    int channels = op->input.channels;
    for (int row = 0; row < op->output.height; row++)
        for (int column = 0; column < op->output.width; column++, output += channels) {
            nas_span span = nas_span_of(op, row, column);
            for (int c = 0; c < channels; c++) output[c] = 0.0f;
            for (int y = span.first_row; y < span.last_row; y++)
                for (int x = span.first_column; x < span.last_column; x++) {
                    const float *value = input + ((long)y * op->input.width + x) * channels;
                    for (int c = 0; c < channels; c++) output[c] += value[c];
                }
            float factor = 1.0f / (float)nas_divisor(op, counts_padding, row, column);
            for (int c = 0; c < channels; c++) output[c] *= factor;
        }
}

static void average_pool_i8(const nas_convolution *op, int counts_padding, const int8_t *input, int32_t zero_point,
                            int8_t *output) {
    enum { BLOCK = 16 };
    int channels = op->input.channels;
    for (int row = 0; row < op->output.height; row++)
        for (int column = 0; column < op->output.width; column++, output += channels) {
            nas_span span = nas_span_of(op, row, column);
            int32_t count = nas_divisor(op, counts_padding, row, column);
            for (int first = 0; first < channels; first += BLOCK) {
                int width = channels - first < BLOCK ? channels - first : BLOCK;
                int32_t sums[BLOCK] = {0};
                for (int y = span.first_row; y < span.last_row; y++)
                    for (int x = span.first_column; x < span.last_column; x++) {
                        const int8_t *value = input + ((long)y * op->input.width + x) * channels + first;
                        for (int c = 0; c < width; c++) sums[c] += value[c] - zero_point;
                    }
                for (int c = 0; c < width; c++) output[first + c] = nas_i8_average(sums[c], count, zero_point);
            }
        }
}

static void run_f32(const nas_call *call) {
    average_pool_f32(&call->step->window, call->step->setting, call->input, call->output);
}

static void run_i8(const nas_call *call) {
    average_pool_i8(&call->step->window, call->step->setting, call->input, call->operand->zero_point, call->output);
}

const nas_operation nas_op_average_pool = {"avgpool", read, {NULL, run_f32}, {nas_i8_keep_scale, run_i8}};

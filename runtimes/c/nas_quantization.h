/* Scales, zero points, tables and factors of 8 bits. They are made up, such as training would give: scales that differ, zero points
 * that use the range. */
#ifndef NAS_QUANTIZATION_H
#define NAS_QUANTIZATION_H

#include "nas_operation.h"

/* Sets the scale and the zero point of the result by its number and its activation. */
void nas_i8_choose_scale(const nas_call *call);

/* Sets those of the first operand. Always 1. */
int nas_i8_keep_scale(const nas_call *call);

/* Sets what becomes of sums; returns the scale that they are brought to. */
float nas_i8_choose_result(const nas_call *call);

/* The table from bytes of one scale to bytes of another, through a function; NULL where memory is short. */
int8_t *nas_i8_make_table(nas_activation activation, float from, int zero_point, const nas_prepared_step *to);

/* For each operand a factor that brings its values, times `factor`, to the scale of the result: 1, or 0 where memory is short. */
int nas_i8_make_factors(const nas_call *call, float factor);

static inline const nas_prepared_step *nas_i8_operand(const nas_call *call, int place) {
    return &call->prepared->steps[call->step->operands[place]];
}

#endif

/* Weights of convolutions, dense layers and scales, made from the seed, and how the products with them are run. */
#ifndef NAS_PRODUCT_H
#define NAS_PRODUCT_H

#include "nas_operation.h"
#include "nas_random.h"

/* middle + factor x what is drawn from -1 to 1; NULL where memory is short. */
float *nas_draw_floats(const nas_call *call, nas_draw what, long count, float factor, float middle);

/* Weights and biases of the step's window, in the order of their kernel: 1, or 0 where memory is short. */
int nas_f32_make_product(const nas_call *call, int is_depthwise);
int nas_i8_make_product(const nas_call *call, int is_depthwise);

void nas_f32_run_product(const nas_call *call);
void nas_i8_run_product(const nas_call *call);
void nas_i8_run_depthwise(const nas_call *call);

#endif

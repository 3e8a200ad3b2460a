/* Activation functions of one number, from additions, products and divisions alone: a C library's own differ from CPU to CPU. */
#ifndef NAS_FUNCTIONS_H
#define NAS_FUNCTIONS_H

#include "nas_shape.h"

float nas_exp(float x);
float nas_apply(nas_activation activation, float x);

#endif

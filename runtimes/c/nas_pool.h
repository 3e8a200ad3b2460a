/* How lines of pooling are read. */
#ifndef NAS_POOL_H
#define NAS_POOL_H

#include "nas_reader.h"

/* `has_setting`: whether the line says if padding is counted. */
void nas_take_pool(nas_reader *reader, nas_step *step, int has_setting);

void nas_read_global_pool(nas_reader *reader, nas_step *step);

#endif

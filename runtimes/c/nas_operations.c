/* The table of operations: a line each, whose name is its file's. */
#include <stddef.h>
#include <string.h>

#include "nas_operation.h"

#define NAS_OPERATIONS(OPERATION) \
    OPERATION(convolution)        \
    OPERATION(dense)              \
    OPERATION(scale)              \
    OPERATION(activation)         \
    OPERATION(max_pool)           \
    OPERATION(average_pool)       \
    OPERATION(global_max)         \
    OPERATION(global_average)     \
    OPERATION(add)                \
    OPERATION(multiply)           \
    OPERATION(concatenate)        \
    OPERATION(shuffle)            \
    OPERATION(flatten)            \
    OPERATION(zero)               \
    OPERATION(softmax)            \
    OPERATION(layer_norm)

#define NAS_DECLARATION(name) extern const nas_operation nas_op_##name;
NAS_OPERATIONS(NAS_DECLARATION)

#define NAS_ENTRY(name) &nas_op_##name,
static const nas_operation *const operations[] = {NAS_OPERATIONS(NAS_ENTRY) NULL};

const nas_operation *nas_operation_named(const char *word) {
    for (const nas_operation *const *operation = operations; *operation; operation++)
        if (!strcmp((*operation)->word, word)) return *operation;
    return NULL;
}

/* The words of a plan's line, for operations to take theirs. What is wrong is kept, and the first of it said. */
#ifndef NAS_READER_H
#define NAS_READER_H

#include "nas_plan.h"

enum { NAS_MOST_SIDE = 1 << 20, NAS_MOST_WORDS = 4096 };

typedef struct {
    long line;
    char *words[NAS_MOST_WORDS];
    int word_count, next;
    const char *problem;
    /* The network that is being read: what operands are looked up in. */
    const nas_network *network;
} nas_reader;

/* Always 0. */
int nas_refuse(nas_reader *reader, const char *problem);

int nas_take_number(nas_reader *reader, long least, long most);
nas_activation nas_take_activation(nas_reader *reader);

/* An operand's shape; it becomes the step's next operand. */
nas_shape nas_take_operand(nas_reader *reader, nas_step *step);

/* A number of operands, then each of them: of one shape, or to be joined along the channels. The result's shape is set. */
void nas_take_operands(nas_reader *reader, nas_step *step, int joins);

/* The numbers of a window over `input`, and the shape that results, with the input's channels. */
void nas_take_window(nas_reader *reader, nas_convolution *window, nas_shape input, int has_dilation);

/* Height, width and channels. */
nas_shape nas_take_shape(nas_reader *reader);

#endif

#include "nas_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int nas_refuse(nas_reader *reader, const char *problem) {
    if (!reader->problem) reader->problem = problem;
    return 0;
}

int nas_take_number(nas_reader *reader, long least, long most) {
    if (reader->next >= reader->word_count) return nas_refuse(reader, "a number is missing"), (int)least;
    char *end;
    errno = 0;
    long value = strtol(reader->words[reader->next++], &end, 10);
    if (*end || errno || value < least || value > most) return nas_refuse(reader, "a number is not possible"), (int)least;
    return (int)value;
}

nas_activation nas_take_activation(nas_reader *reader) {
    static const char *const names[] = {"none", "relu", "relu6", "hard_swish", "hard_sigmoid", "sigmoid", "tanh", "gelu"};
    if (reader->next < reader->word_count) {
        const char *word = reader->words[reader->next++];
        for (int i = 0; i < 8; i++)
            if (!strcmp(word, names[i])) return (nas_activation)i;
    }
    nas_refuse(reader, "an activation is missing or unknown");
    return NAS_NONE;
}

nas_shape nas_take_operand(nas_reader *reader, nas_step *step) {
    int tensor = nas_take_number(reader, 0, reader->network->step_count - 1);
    step->operands[step->operand_count++] = tensor;
    return reader->network->steps[tensor].output;
}

void nas_take_operands(nas_reader *reader, nas_step *step, int joins) {
    int count = nas_take_number(reader, 1, NAS_MOST_WORDS);
    for (int i = 0; i < count && !reader->problem; i++) {
        nas_shape shape = nas_take_operand(reader, step);
        if (i == 0) {
            step->output = shape;
        } else if (shape.height != step->output.height || shape.width != step->output.width ||
                   (!joins && shape.channels != step->output.channels)) {
            nas_refuse(reader, "the operands' shapes differ");
        } else if (joins) {
            step->output.channels += shape.channels;
        }
    }
}

void nas_take_window(nas_reader *reader, nas_convolution *window, nas_shape input, int has_dilation) {
    window->input = input;
    window->kernel_height = nas_take_number(reader, 1, NAS_MOST_SIDE);
    window->kernel_width = nas_take_number(reader, 1, NAS_MOST_SIDE);
    window->stride_height = nas_take_number(reader, 1, NAS_MOST_SIDE);
    window->stride_width = nas_take_number(reader, 1, NAS_MOST_SIDE);
    window->dilation_height = has_dilation ? nas_take_number(reader, 1, NAS_MOST_SIDE) : 1;
    window->dilation_width = has_dilation ? nas_take_number(reader, 1, NAS_MOST_SIDE) : 1;
    window->padding_top = nas_take_number(reader, 0, NAS_MOST_SIDE);
    window->padding_left = nas_take_number(reader, 0, NAS_MOST_SIDE);
    window->padding_bottom = nas_take_number(reader, 0, NAS_MOST_SIDE);
    window->padding_right = nas_take_number(reader, 0, NAS_MOST_SIDE);
    window->groups = 1;
    long height = (long)input.height + window->padding_top + window->padding_bottom -
                  (long)window->dilation_height * (window->kernel_height - 1) - 1;
    long width =
        (long)input.width + window->padding_left + window->padding_right - (long)window->dilation_width * (window->kernel_width - 1) - 1;
    if (height < 0 || width < 0) {
        nas_refuse(reader, "the window is larger than the padded image");
        height = width = 0;
    }
    window->output.height = (int)(height / window->stride_height + 1);
    window->output.width = (int)(width / window->stride_width + 1);
    window->output.channels = input.channels;
}

nas_shape nas_take_shape(nas_reader *reader) {
    nas_shape shape;
    shape.height = nas_take_number(reader, 1, NAS_MOST_SIDE);
    shape.width = nas_take_number(reader, 1, NAS_MOST_SIDE);
    shape.channels = nas_take_number(reader, 1, NAS_MOST_SIDE);
    return shape;
}

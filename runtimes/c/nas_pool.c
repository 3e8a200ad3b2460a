#include "nas_pool.h"

void nas_take_pool(nas_reader *reader, nas_step *step, int has_setting) {
    nas_shape input = nas_take_operand(reader, step);
    nas_convolution *window = &step->window;
    nas_take_window(reader, window, input, 0);
    step->output = window->output;
    if (has_setting) step->setting = nas_take_number(reader, 0, 1);
    if (window->padding_top >= window->kernel_height || window->padding_left >= window->kernel_width ||
        window->padding_bottom >= window->kernel_height || window->padding_right >= window->kernel_width)
        nas_refuse(reader, "a window of pooling lies outside the image");
}

void nas_read_global_pool(nas_reader *reader, nas_step *step) {
    nas_shape input = nas_take_operand(reader, step);
    nas_shape output = {1, 1, input.channels};
    step->output = output;
}

#include "nas_plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ELEMENTS = 1 << 28, MOST_SIDE = 1 << 20, MOST_WORDS = 4096 };

/* One file, line by line. */
typedef struct {
    const char *path;
    long line;
    char *words[MOST_WORDS];
    int word_count, next;
    const char *problem;
} reader;

static int fail(reader *r, const char *problem) {
    if (!r->problem) r->problem = problem;
    return 0;
}

static int number(reader *r, long least, long most) {
    if (r->next >= r->word_count) return fail(r, "a number is missing");
    char *end;
    errno = 0;
    long value = strtol(r->words[r->next++], &end, 10);
    if (*end || errno || value < least || value > most) return fail(r, "a number is not possible"), (int)least;
    return (int)value;
}

static nas_activation activation_named(reader *r) {
    static const char *const names[] = {"none", "relu", "relu6", "hard_swish", "hard_sigmoid", "sigmoid", "tanh", "gelu"};
    if (r->next < r->word_count) {
        const char *word = r->words[r->next++];
        for (int i = 0; i < 8; i++)
            if (!strcmp(word, names[i])) return (nas_activation)i;
    }
    fail(r, "an activation is missing or unknown");
    return NAS_NONE;
}

static nas_shape operand(reader *r, const nas_network *network, nas_step *step) {
    int tensor = number(r, 0, network->step_count - 1);
    step->operands[step->operand_count++] = tensor;
    return network->steps[tensor].output;
}

static int is_possible(nas_shape shape) {
    if (shape.height < 1 || shape.width < 1 || shape.channels < 1) return 0;
    if (shape.height > MOST_SIDE || shape.width > MOST_SIDE || shape.channels > MOST_SIDE) return 0;
    return (double)shape.height * shape.width * shape.channels <= MOST_ELEMENTS;
}

static void window(reader *r, nas_convolution *op, nas_shape input, int has_dilation) {
    op->input = input;
    op->kernel_height = number(r, 1, MOST_SIDE);
    op->kernel_width = number(r, 1, MOST_SIDE);
    op->stride_height = number(r, 1, MOST_SIDE);
    op->stride_width = number(r, 1, MOST_SIDE);
    op->dilation_height = has_dilation ? number(r, 1, MOST_SIDE) : 1;
    op->dilation_width = has_dilation ? number(r, 1, MOST_SIDE) : 1;
    op->padding_top = number(r, 0, MOST_SIDE);
    op->padding_left = number(r, 0, MOST_SIDE);
    op->padding_bottom = number(r, 0, MOST_SIDE);
    op->padding_right = number(r, 0, MOST_SIDE);
    op->groups = 1;
    long height = (long)input.height + op->padding_top + op->padding_bottom - (long)op->dilation_height * (op->kernel_height - 1) - 1;
    long width = (long)input.width + op->padding_left + op->padding_right - (long)op->dilation_width * (op->kernel_width - 1) - 1;
    if (height < 0 || width < 0) {
        fail(r, "the window is larger than the padded image");
        height = width = 0;
    }
    op->output.height = (int)(height / op->stride_height + 1);
    op->output.width = (int)(width / op->stride_width + 1);
    op->output.channels = input.channels;
}

static void convolution(reader *r, const nas_network *network, nas_step *step) {
    nas_shape input = operand(r, network, step);
    int outputs = number(r, 1, MOST_SIDE);
    window(r, &step->window, input, 1);
    step->window.groups = number(r, 1, MOST_SIDE);
    step->window.output.channels = outputs;
    step->activation = activation_named(r);
    if (input.channels % step->window.groups || outputs % step->window.groups) fail(r, "groups do not divide the channels");
    int is_depthwise = step->window.groups > 1 && step->window.groups == input.channels && outputs == input.channels;
    step->kind = is_depthwise ? NAS_DEPTHWISE : NAS_CONVOLUTION;
    step->output = step->window.output;
}

static void several(reader *r, const nas_network *network, nas_step *step, int joins) {
    int count = number(r, 1, MOST_WORDS);
    for (int i = 0; i < count && !r->problem; i++) {
        nas_shape shape = operand(r, network, step);
        if (i == 0) {
            step->output = shape;
        } else if (shape.height != step->output.height || shape.width != step->output.width ||
                   (!joins && shape.channels != step->output.channels)) {
            fail(r, "the operands' shapes differ");
        } else if (joins) {
            step->output.channels += shape.channels;
        }
    }
}

static void operation(reader *r, const nas_network *network, nas_step *step) {
    const char *word = r->words[r->next++];
    if (!strcmp(word, "conv")) {
        convolution(r, network, step);
    } else if (!strcmp(word, "dense")) {
        nas_shape input = operand(r, network, step);
        if (input.height != 1 || input.width != 1) fail(r, "a dense layer takes a vector");
        nas_shape output = {1, 1, number(r, 1, MOST_SIDE)};
        nas_convolution dense = {input, output, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1};
        step->kind = NAS_DENSE;
        step->window = dense;
        step->output = output;
        step->activation = activation_named(r);
    } else if (!strcmp(word, "scale")) {
        step->kind = NAS_SCALE;
        step->output = operand(r, network, step);
        step->activation = activation_named(r);
    } else if (!strcmp(word, "activation")) {
        step->kind = NAS_ACTIVATE;
        step->output = operand(r, network, step);
        step->activation = activation_named(r);
    } else if (!strcmp(word, "maxpool") || !strcmp(word, "avgpool")) {
        step->kind = word[0] == 'm' ? NAS_MAX_POOL : NAS_AVERAGE_POOL;
        nas_shape input = operand(r, network, step);
        window(r, &step->window, input, 0);
        step->output = step->window.output;
        if (step->kind == NAS_AVERAGE_POOL) step->counts_padding = number(r, 0, 1);
        if (step->window.padding_top >= step->window.kernel_height || step->window.padding_left >= step->window.kernel_width ||
            step->window.padding_bottom >= step->window.kernel_height || step->window.padding_right >= step->window.kernel_width)
            fail(r, "a window of pooling lies outside the image");
    } else if (!strcmp(word, "globalmax") || !strcmp(word, "globalavg")) {
        step->kind = !strcmp(word, "globalmax") ? NAS_GLOBAL_MAX : NAS_GLOBAL_AVERAGE;
        nas_shape input = operand(r, network, step);
        nas_shape output = {1, 1, input.channels};
        step->output = output;
    } else if (!strcmp(word, "add")) {
        step->kind = NAS_ADD;
        several(r, network, step, 0);
        step->activation = activation_named(r);
    } else if (!strcmp(word, "concat")) {
        step->kind = NAS_CONCATENATE;
        several(r, network, step, 1);
    } else if (!strcmp(word, "multiply")) {
        step->kind = NAS_MULTIPLY;
        step->output = operand(r, network, step);
        nas_shape second = operand(r, network, step);
        int is_same = second.height == step->output.height && second.width == step->output.width;
        if (second.channels != step->output.channels || (!is_same && (second.height != 1 || second.width != 1)))
            fail(r, "the operands' shapes differ");
        step->activation = activation_named(r);
    } else if (!strcmp(word, "shuffle")) {
        step->kind = NAS_SHUFFLE;
        step->output = operand(r, network, step);
        step->groups = number(r, 1, MOST_SIDE);
        if (step->output.channels % step->groups) fail(r, "groups do not divide the channels");
    } else if (!strcmp(word, "flatten")) {
        step->kind = NAS_FLATTEN;
        nas_shape input = operand(r, network, step);
        nas_shape output = {1, 1, (int)nas_elements(input)};
        step->output = output;
    } else if (!strcmp(word, "zero")) {
        step->kind = NAS_ZERO;
        step->output.height = number(r, 1, MOST_SIDE);
        step->output.width = number(r, 1, MOST_SIDE);
        step->output.channels = number(r, 1, MOST_SIDE);
    } else if (!strcmp(word, "softmax")) {
        step->kind = NAS_SOFTMAX;
        step->output = operand(r, network, step);
    } else {
        fail(r, "an unknown operation");
    }
    if (!r->problem && !is_possible(step->output)) fail(r, "a tensor is too large");
}

static int next_line(reader *r, FILE *file, char **buffer, size_t *room) {
    do {
        size_t length = 0;
        int c;
        while ((c = fgetc(file)) != EOF && c != '\n') {
            if (length + 2 > *room) {
                size_t larger = *room ? 2 * *room : 256;
                char *grown = realloc(*buffer, larger);
                if (!grown) return fail(r, "out of memory");
                *buffer = grown;
                *room = larger;
            }
            (*buffer)[length++] = (char)c;
        }
        if (c == EOF && length == 0) return 0;
        r->line++;
        r->word_count = r->next = 0;
        if (length == 0) continue;
        (*buffer)[length] = 0;
        for (char *word = strtok(*buffer, " \t\r"); word; word = strtok(NULL, " \t\r")) {
            if (r->word_count == MOST_WORDS) return fail(r, "the line is too long");
            r->words[r->word_count++] = word;
        }
    } while (r->word_count == 0 || r->words[0][0] == '#');
    return 1;
}

static char *copy_of(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

static nas_step *new_step(reader *r, nas_network *network) {
    nas_step *grown = realloc(network->steps, (size_t)(network->step_count + 1) * sizeof *grown);
    if (!grown) return fail(r, "out of memory"), (nas_step *)NULL;
    network->steps = grown;
    nas_step *step = &grown[network->step_count];
    memset(step, 0, sizeof *step);
    step->operands = malloc((size_t)(r->word_count + 1) * sizeof *step->operands);
    if (!step->operands) return fail(r, "out of memory"), (nas_step *)NULL;
    return step;
}

static void network_line(reader *r, nas_network *network) {
    if (!strcmp(r->words[0], "input")) {
        nas_step *step = network->step_count ? NULL : new_step(r, network);
        if (!step) {
            fail(r, "a network has one input, its first line");
            return;
        }
        r->next = 1;
        step->output.height = number(r, 1, MOST_SIDE);
        step->output.width = number(r, 1, MOST_SIDE);
        step->output.channels = number(r, 1, MOST_SIDE);
        if (!is_possible(step->output)) fail(r, "a tensor is too large");
        network->step_count = 1;
    } else if (network->step_count == 0) {
        fail(r, "a network begins with its input");
    } else if (!strcmp(r->words[0], "output")) {
        r->next = 1;
        network->result = number(r, 0, network->step_count - 1);
    } else {
        nas_step *step = new_step(r, network);
        if (!step) return;
        operation(r, network, step);
        network->step_count++;
    }
    if (!r->problem && r->next < r->word_count) fail(r, "there is more on the line than belongs there");
}

int nas_plan_read(const char *path, nas_network **networks, int *count) {
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "%s: error: cannot be read: %s\n", path, strerror(errno));
        return 0;
    }
    static reader r;
    memset(&r, 0, sizeof r);
    r.path = path;
    char *buffer = NULL;
    size_t room = 0;
    int is_open = 0;
    if (!next_line(&r, file, &buffer, &room) || r.word_count != 2 || strcmp(r.words[0], "nas-plan") || strcmp(r.words[1], "1"))
        fail(&r, "the first line must be 'nas-plan 1'");
    while (!r.problem && next_line(&r, file, &buffer, &room)) {
        if (!is_open) {
            if (strcmp(r.words[0], "network") || r.word_count != 4 || (strcmp(r.words[2], "f32") && strcmp(r.words[2], "i8"))) {
                fail(&r, "expected: network NAME f32|i8 SEED");
                break;
            }
            nas_network *grown = realloc(*networks, (size_t)(*count + 1) * sizeof *grown);
            if (!grown) {
                fail(&r, "out of memory");
                break;
            }
            *networks = grown;
            nas_network *network = &grown[(*count)++];
            memset(network, 0, sizeof *network);
            network->name = copy_of(r.words[1]);
            network->is_int8 = r.words[2][0] == 'i';
            network->seed = strtoull(r.words[3], NULL, 10);
            network->result = -1;
            is_open = 1;
        } else if (!strcmp(r.words[0], "end")) {
            if ((*networks)[*count - 1].result < 0) fail(&r, "the network has no output");
            is_open = 0;
        } else {
            network_line(&r, &(*networks)[*count - 1]);
        }
    }
    if (!r.problem && is_open) fail(&r, "the last network has no end");
    if (r.problem) fprintf(stderr, "%s:%ld: error: %s\n", path, r.line, r.problem);
    free(buffer);
    fclose(file);
    return r.problem == NULL;
}

void nas_plan_free(nas_network *networks, int count) {
    for (int i = 0; i < count; i++) {
        for (int step = 0; step < networks[i].step_count; step++) free(networks[i].steps[step].operands);
        free(networks[i].steps);
        free(networks[i].name);
    }
    free(networks);
}

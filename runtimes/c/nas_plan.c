#include "nas_plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "nas_operation.h"

enum { MOST_ELEMENTS = 1 << 28 };

static int is_possible(nas_shape shape) {
    if (shape.height < 1 || shape.width < 1 || shape.channels < 1) return 0;
    if (shape.height > NAS_MOST_SIDE || shape.width > NAS_MOST_SIDE || shape.channels > NAS_MOST_SIDE) return 0;
    return (double)shape.height * shape.width * shape.channels <= MOST_ELEMENTS;
}

static void operation(nas_reader *r, nas_step *step) {
    step->operation = nas_operation_named(r->words[r->next++]);
    if (step->operation)
        step->operation->read(r, step);
    else
        nas_refuse(r, "an unknown operation");
    if (!r->problem && !is_possible(step->output)) nas_refuse(r, "a tensor is too large");
}

static int next_line(nas_reader *r, FILE *file, char **buffer, size_t *room) {
    do {
        size_t length = 0;
        int c;
        while ((c = fgetc(file)) != EOF && c != '\n') {
            if (length + 2 > *room) {
                size_t larger = *room ? 2 * *room : 256;
                char *grown = realloc(*buffer, larger);
                if (!grown) return nas_refuse(r, "out of memory");
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
            if (r->word_count == NAS_MOST_WORDS) return nas_refuse(r, "the line is too long");
            r->words[r->word_count++] = word;
        }
    } while (r->word_count == 0 || r->words[0][0] == '#');
    return 1;
}

static char *copy_of(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

static nas_step *new_step(nas_reader *r, nas_network *network) {
    nas_step *grown = realloc(network->steps, (size_t)(network->step_count + 1) * sizeof *grown);
    if (!grown) return nas_refuse(r, "out of memory"), (nas_step *)NULL;
    network->steps = grown;
    nas_step *step = &grown[network->step_count];
    memset(step, 0, sizeof *step);
    step->operands = malloc((size_t)(r->word_count + 1) * sizeof *step->operands);
    if (!step->operands) return nas_refuse(r, "out of memory"), (nas_step *)NULL;
    return step;
}

static void network_line(nas_reader *r, nas_network *network) {
    r->network = network;
    if (!strcmp(r->words[0], "input")) {
        nas_step *step = network->step_count ? NULL : new_step(r, network);
        if (!step) {
            nas_refuse(r, "a network has one input, its first line");
            return;
        }
        r->next = 1;
        step->output = nas_take_shape(r);
        if (!is_possible(step->output)) nas_refuse(r, "a tensor is too large");
        network->step_count = 1;
    } else if (network->step_count == 0) {
        nas_refuse(r, "a network begins with its input");
    } else if (!strcmp(r->words[0], "output")) {
        r->next = 1;
        network->result = nas_take_number(r, 0, network->step_count - 1);
    } else {
        nas_step *step = new_step(r, network);
        if (!step) return;
        operation(r, step);
        network->step_count++;
    }
    if (!r->problem && r->next < r->word_count) nas_refuse(r, "there is more on the line than belongs there");
}

int nas_plan_read(const char *path, nas_network **networks, int *count) {
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "%s: error: cannot be read: %s\n", path, strerror(errno));
        return 0;
    }
    static nas_reader r;
    memset(&r, 0, sizeof r);
    char *buffer = NULL;
    size_t room = 0;
    int is_open = 0;
    if (!next_line(&r, file, &buffer, &room) || r.word_count != 2 || strcmp(r.words[0], "nas-plan") || strcmp(r.words[1], "1"))
        nas_refuse(&r, "the first line must be 'nas-plan 1'");
    while (!r.problem && next_line(&r, file, &buffer, &room)) {
        if (!is_open) {
            if (strcmp(r.words[0], "network") || r.word_count != 4 || (strcmp(r.words[2], "f32") && strcmp(r.words[2], "i8"))) {
                nas_refuse(&r, "expected: network NAME f32|i8 SEED");
                break;
            }
            nas_network *grown = realloc(*networks, (size_t)(*count + 1) * sizeof *grown);
            if (!grown) {
                nas_refuse(&r, "out of memory");
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
            if ((*networks)[*count - 1].result < 0) nas_refuse(&r, "the network has no output");
            is_open = 0;
        } else {
            network_line(&r, &(*networks)[*count - 1]);
        }
    }
    if (!r.problem && is_open) nas_refuse(&r, "the last network has no end");
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

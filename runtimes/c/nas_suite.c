/* nas-suite: times the networks of plans on this board, or prints what they compute. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nas_board.h"
#include "nas_log.h"
#include "nas_network.h"
#include "nas_random.h"

/* Exit codes: 0 done, 1 failed, 64 wrong usage, 65 bad plan. */
enum { FAILED = 1, WRONG_USAGE = 64, BAD_INPUT = 65, MOST_REPEATS = 1001 };

typedef struct {
    int passes, checks, has_clock;
    double least_milliseconds;
    uint64_t seed;
    const char *results;
} options;

static int usage(const char *problem) {
    fprintf(stderr,
            "nas-suite: error: %s\n"
            "usage: nas-suite [--passes N] [--min-ms T] [--order SEED] [--clock FILE] [--results FILE] PLAN...\n"
            "       nas-suite --check PLAN...\n",
            problem);
    return WRONG_USAGE;
}

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The middle of as many inferences as fill the time, three at least; nanoseconds. */
static double time_network(nas_prepared *prepared, const options *given, int *repeats) {
    static double times[MOST_REPEATS];
    double all = 0;
    int count = 0, least = given->has_clock ? 2 : 3;
    nas_run(prepared);
    while (count < least || (!given->has_clock && all < given->least_milliseconds * 1e6 && count < MOST_REPEATS)) {
        uint64_t start = nas_nanoseconds();
        nas_run(prepared);
        times[count] = (double)(nas_nanoseconds() - start);
        all += times[count++];
    }
    qsort(times, (size_t)count, sizeof *times, by_value);
    *repeats = count;
    return count % 2 ? times[count / 2] : 0.5 * (times[count / 2 - 1] + times[count / 2]);
}

/* In an order drawn anew for each pass: what changes in the course of one falls on all alike. */
static void shuffle(int *order, int count, uint64_t seed, int pass) {
    for (int i = 0; i < count; i++) order[i] = i;
    for (int i = count - 1; i > 0; i--) {
        int other = (int)(nas_random(seed, pass, NAS_DRAW_INPUT, i) % (uint32_t)(i + 1));
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

static int measure(const nas_network *networks, int count, const options *given) {
    nas_log *log = nas_log_open(given->results);
    int *order = malloc((size_t)(count + 1) * sizeof *order);
    if (!log || !order) return FAILED;
    for (int pass = 0; pass < given->passes; pass++) {
        shuffle(order, count, given->seed, pass);
        for (int i = 0; i < count; i++) {
            const nas_network *network = &networks[order[i]];
            if (nas_log_has(log, pass, network->name)) continue;
            nas_prepared prepared;
            int repeats;
            if (!nas_prepare(network, &prepared)) {
                fprintf(stderr, "nas-suite: error: not enough memory for %s\n", network->name);
                return FAILED;
            }
            double nanoseconds = time_network(&prepared, given, &repeats);
            nas_release(&prepared);
            if (!nas_log_add(log, pass, network->name, repeats, nanoseconds, nas_frequency(), nas_temperature())) return FAILED;
        }
    }
    free(order);
    return 0;
}

/* The bits of floats, since a decimal number would hide a difference. */
static int check(const nas_network *networks, int count) {
    for (int i = 0; i < count; i++) {
        nas_prepared prepared;
        if (!nas_prepare(&networks[i], &prepared)) {
            fprintf(stderr, "nas-suite: error: not enough memory for %s\n", networks[i].name);
            return FAILED;
        }
        nas_run(&prepared);
        printf("values %s", networks[i].name);
        long elements = nas_elements(networks[i].steps[networks[i].result].output);
        for (long element = 0; element < elements; element++) {
            if (networks[i].is_int8) {
                printf(" %d", ((const int8_t *)nas_result(&prepared))[element]);
            } else {
                uint32_t bits;
                memcpy(&bits, (const float *)nas_result(&prepared) + element, sizeof bits);
                printf(" %08lx", (unsigned long)bits);
            }
        }
        printf("\n");
        nas_release(&prepared);
    }
    if (fflush(stdout) != 0) {
        fprintf(stderr, "nas-suite: error: standard output cannot be written\n");
        return FAILED;
    }
    return 0;
}

int main(int argc, char **argv) {
    options given = {3, 0, 0, 20.0, 1, NULL};
    nas_network *networks = NULL;
    int count = 0, plans = 0, status = 0;
    for (int i = 1; i < argc; i++) {
        char *end = "";
        if (!strcmp(argv[i], "--version")) {
            printf("nas-suite 1\n");
            return 0;
        }
        if (!strcmp(argv[i], "--check")) {
            given.checks = 1;
        } else if (!strncmp(argv[i], "--", 2)) {
            const char *name = argv[i];
            if (++i == argc) return usage("an option's value is missing");
            if (!strcmp(name, "--passes")) {
                given.passes = (int)strtol(argv[i], &end, 10);
                if (given.passes < 1) return usage("--passes must be at least 1");
            } else if (!strcmp(name, "--min-ms")) {
                given.least_milliseconds = strtod(argv[i], &end);
            } else if (!strcmp(name, "--order")) {
                given.seed = strtoull(argv[i], &end, 10);
            } else if (!strcmp(name, "--results")) {
                given.results = argv[i];
            } else if (!strcmp(name, "--clock")) {
                given.has_clock = 1;
                if (!nas_open_clock(argv[i])) return usage("the clock cannot be opened");
            } else {
                return usage("an unknown option");
            }
            if (*end) return usage("a value is not a number");
        } else {
            plans++;
            if (!nas_plan_read(argv[i], &networks, &count)) {
                nas_plan_free(networks, count);
                return BAD_INPUT;
            }
        }
    }
    if (!plans) return usage("no plan was given");
    nas_pin();
    status = given.checks ? check(networks, count) : measure(networks, count, &given);
    nas_plan_free(networks, count);
    return status;
}

#define _GNU_SOURCE
#include "nas_board.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#endif

static int clock_file = -1;

void nas_pin(void) {
#if defined(__linux__)
    /* The last one: the first serves most interrupts. */
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)(processors > 0 && processors < CPU_SETSIZE ? processors - 1 : 0), &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) return;
#endif
}

int nas_open_clock(const char *path) {
    clock_file = open(path, O_RDONLY);
    return clock_file >= 0;
}

uint64_t nas_nanoseconds(void) {
    if (clock_file >= 0) {
        unsigned char bytes[8] = {0};
        uint64_t count = 0;
        if (pread(clock_file, bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) return 0;
        for (int i = 7; i >= 0; i--) count = count << 8 | bytes[i];
        return count;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static long number_in(const char *path) {
    FILE *file = fopen(path, "r");
    long value = -1;
    if (!file) return -1;
    if (fscanf(file, "%ld", &value) != 1) value = -1;
    fclose(file);
    return value;
}

long nas_frequency(void) { return number_in("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq"); }

long nas_temperature(void) { return number_in("/sys/class/thermal/thermal_zone0/temp"); }

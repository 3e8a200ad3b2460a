#define _GNU_SOURCE
#include "CLimitShims.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

int nas_allowed_cores(void) {
#if defined(__linux__)
    // The kernel refuses a set that is smaller than its own.
    for (int cores = 1024; cores <= 1 << 20; cores *= 4) {
        cpu_set_t *set = CPU_ALLOC(cores);
        if (!set) return 0;
        size_t size = CPU_ALLOC_SIZE(cores);
        int count = sched_getaffinity(0, size, set) == 0 ? CPU_COUNT_S(size, set) : 0;
        CPU_FREE(set);
        if (count > 0) return count;
    }
#endif
    return 0;
}

static int resource(int what) {
    switch (what) {
    case NAS_LIMIT_ADDRESS_SPACE: return RLIMIT_AS;
    case NAS_LIMIT_DATA: return RLIMIT_DATA;
    case NAS_LIMIT_OPEN_FILES: return RLIMIT_NOFILE;
    default: return RLIMIT_NPROC;
    }
}

static long long shown(rlim_t limit) { return limit == RLIM_INFINITY || limit > (rlim_t)1 << 62 ? -1 : (long long)limit; }

long long nas_limit(int what) {
    struct rlimit limit;
    return getrlimit(resource(what), &limit) == 0 ? shown(limit.rlim_cur) : -1;
}

long long nas_raise_open_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
    if (limit.rlim_cur != limit.rlim_max) {
        struct rlimit raised = {limit.rlim_max, limit.rlim_max};
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    return shown(limit.rlim_cur);
}

#if defined(__linux__)
// OpenBLAS takes its buffers and threads while it is loaded, before main: where a limit leaves no room for them it tries for ever.
// These run before it, and before libc has set up its environment.

/// For the libraries, and for OpenBLAS with one thread: measured, 126 MiB on x86-64.
static const rlim_t least = (rlim_t)160 << 20;

static void say(const char *text) {
    if (write(STDERR_FILENO, text, strlen(text)) < 0) return;
}

static void say_number(rlim_t number) {
    char digits[24];
    int place = sizeof digits;
    digits[--place] = 0;
    do digits[--place] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    say(digits + place);
}

static void refuse(const char *what, const char *option, rlim_t limit) {
    say("nas: error: the limit on a process's "), say(what), say(" is "), say_number(limit >> 10), say(" kB (ulimit "), say(option);
    say("), and nas needs at least "), say_number(least >> 10), say(" kB to start\n  hint: ulimit "), say(option);
    say(" unlimited, where that is allowed; 1048576 are enough to train small networks\n");
    _exit(1);
}

static void before_libraries(int count, char **arguments, char **environment) {
    (void)count;
    struct rlimit space, data, processes;
    if (getrlimit(RLIMIT_AS, &space) != 0 || getrlimit(RLIMIT_DATA, &data) != 0 || getrlimit(RLIMIT_NPROC, &processes) != 0) return;
    // Where a user may have few threads, OpenBLAS ends the process that asks for one too many.
    int few = processes.rlim_cur != RLIM_INFINITY && processes.rlim_cur < 256;
    if (space.rlim_cur == RLIM_INFINITY && data.rlim_cur == RLIM_INFINITY && !few) return;
    if (space.rlim_cur != RLIM_INFINITY && space.rlim_cur < least) refuse("address space", "-v", space.rlim_cur);
    if (data.rlim_cur != RLIM_INFINITY && data.rlim_cur < least) refuse("data", "-d", data.rlim_cur);
    // Each thread of OpenBLAS takes 130 MiB of address space, as many as there are cores, and nas uses one.
    static char one_thread[] = "OPENBLAS_NUM_THREADS=1";
    size_t variables = 0;
    for (; environment[variables]; variables++) {
        if (strncmp(environment[variables], one_thread, strlen(one_thread) - 1) == 0) return;
    }
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0) return;
    path[length] = 0;
    char *with_one[variables + 2];
    memcpy(with_one, environment, variables * sizeof *environment);
    with_one[variables] = one_thread;
    with_one[variables + 1] = NULL;
    execve(path, arguments, with_one);
}

__attribute__((section(".preinit_array"), used)) static void (*const entry)(int, char **, char **) = before_libraries;
#endif

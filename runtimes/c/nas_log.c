#define _XOPEN_SOURCE 700
#include "nas_log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef struct {
    int pass;
    char *name;
} entry;

struct nas_log {
    FILE *file;
    const char *path;
    entry *entries;
    size_t count;
};

static int complain(const char *path, const char *what) {
    fprintf(stderr, "%s: error: %s: %s\n", path, what, strerror(errno));
    return 0;
}

static int remember(nas_log *log, int pass, const char *name) {
    entry *grown = realloc(log->entries, (log->count + 1) * sizeof *grown);
    char *copy = malloc(strlen(name) + 1);
    if (grown) log->entries = grown;
    if (!grown || !copy) {
        free(copy);
        return 0;
    }
    entry added = {pass, strcpy(copy, name)};
    log->entries[log->count++] = added;
    return 1;
}

/* Reads the lines that are whole; where the last one is not, the file ends before it from now on. */
static int read_back(nas_log *log) {
    char line[1024];
    long end = 0;
    while (fgets(line, sizeof line, log->file)) {
        size_t length = strlen(line);
        if (length == 0 || line[length - 1] != '\n') break;
        char name[sizeof line];
        int pass;
        if (sscanf(line, "sample %d %1023s", &pass, name) == 2 && !remember(log, pass, name)) return 0;
        end = ftell(log->file);
    }
    if (ftruncate(fileno(log->file), (off_t)end) != 0) return 0;
    return fseek(log->file, 0, SEEK_END) == 0;
}

nas_log *nas_log_open(const char *path) {
    nas_log *log = calloc(1, sizeof *log);
    if (!log) return NULL;
    log->path = path ? path : "standard output";
    if (!path) {
        log->file = stdout;
        return log;
    }
    log->file = fopen(path, "r+");
    if (!log->file && errno == ENOENT) log->file = fopen(path, "w+");
    /* Another run may not have noticed yet that nobody listens to it any more: wait for its end. */
    if (!log->file || lockf(fileno(log->file), F_LOCK, 0) != 0 || !read_back(log)) {
        complain(path, "cannot be opened");
        if (log->file) fclose(log->file);
        free(log);
        return NULL;
    }
    return log;
}

int nas_log_has(const nas_log *log, int pass, const char *name) {
    for (size_t i = 0; i < log->count; i++)
        if (log->entries[i].pass == pass && !strcmp(log->entries[i].name, name)) return 1;
    return 0;
}

int nas_log_add(nas_log *log, int pass, const char *name, int repeats, double nanoseconds, long frequency, long temperature) {
    int is_written = fprintf(log->file, "sample %d %s %d %.1f %ld %ld\n", pass, name, repeats, nanoseconds, frequency, temperature) > 0;
    if (!is_written || fflush(log->file) != 0) return complain(log->path, "cannot be written");
    /* Standard output need not be a file. */
    if (log->file == stdout) return 1;
    if (fsync(fileno(log->file)) != 0) return complain(log->path, "cannot be written");
    /* Whoever started this sees that it goes on; where nobody is there any more, it ends. */
    if (printf("measured %d %s\n", pass, name) < 0 || fflush(stdout) != 0) return complain("standard output", "cannot be written");
    return 1;
}

/* What was measured, as a file that is never lost: a line at a time, brought to the disk before the next measurement. */
#ifndef NAS_LOG_H
#define NAS_LOG_H

#include <stdint.h>

typedef struct nas_log nas_log;

/* Opens a file, or standard output where `path` is NULL. A last line that was not finished is cut off. NULL with a message where
 * that fails. */
nas_log *nas_log_open(const char *path);

int nas_log_has(const nas_log *log, int pass, const char *name);

/* 1, or 0 with a message: the disk is full, say. */
int nas_log_add(nas_log *log, int pass, const char *name, int repeats, double nanoseconds, long frequency, long temperature);

#endif

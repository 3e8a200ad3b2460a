#ifndef C_PROCESS_SHIMS_H
#define C_PROCESS_SHIMS_H

#include <stddef.h>
#include <sys/types.h>

#if defined(__linux__)
#include <signal.h>
#include <sys/prctl.h>

/// Asks the kernel to kill this process when the thread that started it ends (Linux). `prctl` is variadic, which
/// Swift cannot import. Returns 0, or -1 with errno.
static inline int nas_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }
#else
static inline int nas_die_with_parent(void) { return 0; }
#endif

/// Starts a program in a process group of its own, with default signals, and with the three descriptors as its standard
/// input, output and error; it inherits no other descriptor that is marked close-on-exec. Arguments (the program's path
/// first) and environment are strings that each end with a zero byte, one after the other, in blocks of the given
/// lengths. Returns 0 and the child's process id, or an error number.
int nas_spawn(const char *arguments, size_t arguments_length, const char *environment, size_t environment_length, int input,
              int output, int error, int *process);

/// A connected pair for a child's standard input, close-on-exec: index 0 is written here without blocking, 1 is the child's.
int nas_input_pair(int descriptors[2]);

/// A pipe for a child's output, close-on-exec: index 0 is read here without blocking, 1 is the child's.
int nas_output_pair(int descriptors[2]);

/// Sends what fits now to the first end of `nas_input_pair`, without a SIGPIPE where the child is gone.
ssize_t nas_send(int descriptor, const void *bytes, size_t count);

/// Reaps a child: 1 and its status if it has ended, 0 if it runs, -1 with errno.
int nas_reap(int process, int block, int *exit_code, int *signal_number);

/// Physical memory a process occupies, or -1 where that cannot be told.
long long nas_resident_bytes(int process);

/// Opens (and creates) a file and locks it against every other process. Returns the descriptor; -1 with errno,
/// EWOULDBLOCK where another process holds the lock. The kernel gives the lock up when the process ends, however it ends.
int nas_open_locked(const char *path);

/// Locks an open file against every other process, and every other opening of it in this one, whatever names it has. Returns 0; -1 with
/// errno, EWOULDBLOCK where it is locked. The lock lasts until the descriptor is closed, here and in every process that has it too.
int nas_lock(int descriptor);

/// Gives up the lock of an open file, whoever has the descriptor too: a process that is being started has those of its parent for a
/// moment. Returns 0, or -1 with errno.
int nas_unlock(int descriptor);

/// 1 if the path is on a network or user-space file system, where SQLite's shared memory does not work; 0 if not.
int nas_is_network_file_system(const char *path);

/// Forces a file or a folder to the disk. Returns 0, or -1 with errno.
int nas_synchronize(const char *path);

/// Gives standard output a new descriptor, which is returned, and sends what is written to the old one to standard error.
int nas_take_standard_output(void);

#endif

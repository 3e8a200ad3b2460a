#ifndef C_PROCESS_SHIMS_H
#define C_PROCESS_SHIMS_H

#if defined(__linux__)
#include <signal.h>
#include <sys/prctl.h>

/// Asks the kernel to kill this process when the thread that started it ends (Linux). `prctl` is variadic, which
/// Swift cannot import. Returns 0, or -1 with errno.
static inline int nas_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }
#else
static inline int nas_die_with_parent(void) { return 0; }
#endif

#endif

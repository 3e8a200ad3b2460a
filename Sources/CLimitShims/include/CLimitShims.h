#ifndef C_LIMIT_SHIMS_H
#define C_LIMIT_SHIMS_H

/// Cores that the kernel may run this process on (`taskset`, cpusets); 0 where that cannot be told.
int nas_allowed_cores(void);

/// What is limited: these are `ulimit -v`, `-d`, `-n` and `-u`.
enum { NAS_LIMIT_ADDRESS_SPACE, NAS_LIMIT_DATA, NAS_LIMIT_OPEN_FILES, NAS_LIMIT_PROCESSES };

/// A limit that this process and those it starts keep; -1 where there is none.
long long nas_limit(int what);

/// Raises the limit of open files as far as this user may; returns it then, -1 where there is none.
long long nas_raise_open_files(void);

#endif

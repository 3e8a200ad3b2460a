#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CProcessShims.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/vfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

/// The strings of a block, and NULL after the last. The array is the caller's, the strings are the block's.
static char **split(const char *block, size_t length) {
    size_t count = 0;
    for (size_t index = 0; index < length; index++) count += block[index] == 0;
    char **strings = calloc(count + 1, sizeof(char *));
    if (!strings) return NULL;
    size_t next = 0;
    for (size_t index = 0; index < length && next < count; index += strlen(block + index) + 1) strings[next++] = (char *)block + index;
    return strings;
}

int nas_spawn(const char *arguments, size_t arguments_length, const char *environment, size_t environment_length, int input,
              int output, int error, int *process) {
    char **argument_list = split(arguments, arguments_length);
    char **environment_list = split(environment, environment_length);
    if (!argument_list || !environment_list || !argument_list[0]) {
        free(argument_list);
        free(environment_list);
        return argument_list && environment_list ? EINVAL : ENOMEM;
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, defaults;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, error, 2);
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGTERM);
    sigaddset(&defaults, SIGHUP);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGQUIT);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t child = 0;
    int result = posix_spawnp(&child, argument_list[0], &actions, &attributes, argument_list, environment_list);
    *process = (int)child;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    free(argument_list);
    free(environment_list);
    return result;
}

static int prepare(int descriptors[2]) {
    for (int end = 0; end < 2; end++) {
        // A descriptor 0, 1 or 2 would be overwritten by the child's own standard streams.
        if (descriptors[end] > 2) continue;
        int moved = fcntl(descriptors[end], F_DUPFD_CLOEXEC, 3);
        if (moved < 0) return -1;
        close(descriptors[end]);
        descriptors[end] = moved;
    }
    for (int end = 0; end < 2; end++)
        if (fcntl(descriptors[end], F_SETFD, FD_CLOEXEC) < 0) return -1;
    int flags = fcntl(descriptors[0], F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptors[0], F_SETFL, flags | O_NONBLOCK);
}

int nas_input_pair(int descriptors[2]) {
#if defined(__linux__)
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, descriptors) != 0) return -1;
#else
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, descriptors) != 0) return -1;
    int on = 1;
    setsockopt(descriptors[0], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return prepare(descriptors);
}

int nas_output_pair(int descriptors[2]) {
#if defined(__linux__)
    if (pipe2(descriptors, O_CLOEXEC) != 0) return -1;
#else
    if (pipe(descriptors) != 0) return -1;
#endif
    return prepare(descriptors);
}

ssize_t nas_send(int descriptor, const void *bytes, size_t count) {
#if defined(__linux__)
    return send(descriptor, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
#else
    return send(descriptor, bytes, count, MSG_DONTWAIT);
#endif
}

int nas_reap(int process, int block, int *exit_code, int *signal_number) {
    int status = 0;
    pid_t result;
    do result = waitpid(process, &status, block ? 0 : WNOHANG);
    while (result < 0 && errno == EINTR);
    if (result <= 0) return (int)result;
    *exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    *signal_number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return 1;
}

long long nas_resident_bytes(int process) {
#if defined(__linux__)
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/statm", process);
    FILE *file = fopen(path, "re");
    if (!file) return -1;
    long long total = 0, resident = -1;
    if (fscanf(file, "%lld %lld", &total, &resident) != 2) resident = -1;
    fclose(file);
    return resident < 0 ? -1 : resident * sysconf(_SC_PAGESIZE);
#else
    return -1;
#endif
}

int nas_open_locked(const char *path) {
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) return -1;
    if (nas_lock(descriptor) == 0) return descriptor;
    int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
}

int nas_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int nas_unlock(int descriptor) { return flock(descriptor, LOCK_UN); }

int nas_is_network_file_system(const char *path) {
    struct statfs information;
    if (statfs(path, &information) != 0) return 0;
#if defined(__linux__)
    // linux/magic.h and the file systems' own sources: NFS, SMB, CIFS, SMB2, FUSE, 9P, AFS, Coda, Ceph, Lustre, GPFS.
    static const unsigned int network[] = {0x6969,     0x517b,     0xff534d42, 0xfe534d42, 0x65735546, 0x01021997,
                                           0x5346414f, 0x73757245, 0x00c36400, 0x0bd00bd0, 0x47504653};
    for (size_t index = 0; index < sizeof network / sizeof network[0]; index++)
        if ((unsigned int)information.f_type == network[index]) return 1;
    return 0;
#else
    return !(information.f_flags & MNT_LOCAL);
#endif
}

int nas_synchronize(const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    int result = fsync(descriptor);
    int reason = errno;
    close(descriptor);
    errno = reason;
    return result;
}

int nas_take_standard_output(void) {
    fflush(stdout);
    int taken = fcntl(1, F_DUPFD_CLOEXEC, 3);
    if (taken < 0) return -1;
    return dup2(2, 1) < 0 ? -1 : taken;
}

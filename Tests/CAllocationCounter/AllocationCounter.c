#define _GNU_SOURCE
#include "AllocationCounter.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

// <stdlib.h> has said by now whether the C library is glibc.
#if defined(__linux__) && defined(__GLIBC__) && !defined(HAS_SANITIZER)

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

// Of the program itself, hence there before the thread runs: to touch them allocates nothing.
static _Thread_local bool isCounting;
static _Thread_local AllocationCount counted;
static _Thread_local uintptr_t libraryStart, libraryEnd;

static inline __attribute__((always_inline)) void record(size_t size, const void *caller) {
    if (__builtin_expect(!isCounting, 1)) return;
    if ((uintptr_t)caller >= libraryStart && (uintptr_t)caller < libraryEnd) {
        counted.countInLibrary += 1;
        if (size > counted.largestInLibrary) counted.largestInLibrary = size;
        return;
    }
    if (counted.count < ALLOCATION_COUNTER_BLOCKS) {
        counted.bytes[counted.count] = size;
        counted.callers[counted.count] = caller;
    }
    counted.count += 1;
}

#define RECORD(size) record(size, __builtin_return_address(0))

void *malloc(size_t size) {
    RECORD(size);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    // An overflow is refused by glibc and takes no block; what is recorded does not matter then.
    RECORD(count * size);
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    // A size of 0 gives the block back.
    if (block == NULL || size > 0) RECORD(size);
    return __libc_realloc(block, size);
}

void free(void *block) { __libc_free(block); }

void *memalign(size_t alignment, size_t size) {
    RECORD(size);
    return __libc_memalign(alignment, size);
}

static bool isPowerOfTwo(size_t number) { return number != 0 && (number & (number - 1)) == 0; }

void *aligned_alloc(size_t alignment, size_t size) {
    if (!isPowerOfTwo(alignment)) {
        errno = EINVAL;
        return NULL;
    }
    RECORD(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (!isPowerOfTwo(alignment) || alignment % sizeof(void *) != 0) return EINVAL;
    RECORD(size);
    // It answers with its result, and leaves errno as it was.
    int saved = errno;
    void *result = __libc_memalign(alignment, size);
    errno = saved;
    if (result == NULL) return ENOMEM;
    *block = result;
    return 0;
}

static int findLibrary(struct dl_phdr_info *info, size_t size, void *name) {
    (void)size;
    const char *path = info->dlpi_name;
    const char *file = strrchr(path, '/');
    if (strstr(file ? file : path, name) == NULL) return 0;
    // A library may have several segments of code; what lies between them is nobody else's.
    for (int index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) continue;
        uintptr_t start = info->dlpi_addr + segment->p_vaddr;
        if (libraryEnd == 0) libraryStart = start;
        libraryEnd = start + segment->p_memsz;
    }
    return libraryEnd != 0;
}

bool allocationCounterIsAvailable(void) { return true; }

void allocationCounterStart(const char *library) {
    libraryStart = libraryEnd = 0;
    if (library != NULL) dl_iterate_phdr(findLibrary, (void *)library);
    memset(&counted, 0, sizeof counted);
    isCounting = true;
}

AllocationCount allocationCounterStop(void) {
    isCounting = false;
    return counted;
}

const char *allocationCounterFunctionName(const void *address) {
    Dl_info info;
    return dladdr(address, &info) != 0 ? info.dli_sname : NULL;
}

#else

bool allocationCounterIsAvailable(void) { return false; }

void allocationCounterStart(const char *library) { (void)library; }

AllocationCount allocationCounterStop(void) { return (AllocationCount){0}; }

const char *allocationCounterFunctionName(const void *address) {
    (void)address;
    return NULL;
}

#endif

// Counts the heap allocations of one thread. Linking this target replaces malloc and its relatives in the whole program
// by functions that count where asked to and forward to glibc's.
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stddef.h>

/// How many first blocks are remembered.
#define ALLOCATION_COUNTER_BLOCKS 8

typedef struct {
    /// Blocks taken, whether or not they were given back, other than those below.
    size_t count;
    /// Blocks taken by code of the library that was named.
    size_t countInLibrary;
    /// Bytes of the largest of them.
    size_t largestInLibrary;
    /// Bytes of the first of the `count` blocks, in order; 0 past the last.
    size_t bytes[ALLOCATION_COUNTER_BLOCKS];
    /// Where they were asked for.
    const void *callers[ALLOCATION_COUNTER_BLOCKS];
} AllocationCount;

/// Whether this program's allocations can be counted: with glibc, and without a sanitizer, which replaces malloc itself.
bool allocationCounterIsAvailable(void);

/// Begins to count the calling thread's allocations at 0.
///
/// - library: part of the file name of a shared library whose own calls are counted apart, or NULL.
void allocationCounterStart(const char *library);

/// Ends counting.
AllocationCount allocationCounterStop(void);

/// The function that an address is in, as far as the dynamic linker knows it, or NULL. For messages.
const char *allocationCounterFunctionName(const void *address);

#endif

#pragma once

#include <stdint.h>
#include <time.h>

/// The monotonic clock in nanoseconds.
static inline int64_t rio_monotonic_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// Nanoseconds of processor time that all threads of this process have used.
static inline int64_t rio_process_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

#pragma once

#include <stdint.h>
#include <time.h>

/// The monotonic clock in nanoseconds.
static inline int64_t rio_monotonic_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

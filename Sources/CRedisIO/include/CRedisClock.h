#pragma once

#include <stdint.h>
#include <time.h>

/// The monotonic clock in nanoseconds. It counts the time that the machine is suspended, so that a connection which was
/// idle through it is known to be old: servers, firewalls and NAT tables did not stand still.
///
/// Linux: CLOCK_MONOTONIC stands still in suspend, CLOCK_BOOTTIME does not; since Linux 5.3 both are read without a
/// system call and at the same cost. Darwin: clock_gettime(3) says of CLOCK_MONOTONIC that it "will continue to increment
/// while the system is asleep".
///
/// Time limits of poll(2) and epoll_wait(2) are counted by the kernel and stand still in suspend: a wait that is
/// suspended ends after as much waking time as was asked for, never later.
static inline int64_t rio_monotonic_nanoseconds(void) {
    struct timespec time;
#ifdef __linux__
    // Only a sandbox that does not know the clock refuses it, and then at every call: the two are never mixed.
    if (clock_gettime(CLOCK_BOOTTIME, &time) != 0) clock_gettime(CLOCK_MONOTONIC, &time);
#else
    clock_gettime(CLOCK_MONOTONIC, &time);
#endif
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// Nanoseconds of processor time that all threads of this process have used.
static inline int64_t rio_process_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

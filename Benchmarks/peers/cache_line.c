/* Two threads hand a cache line to each other. Prints how many nanoseconds it takes from one to the other.
 *
 *     cache_line SECONDS
 *
 * On Linux each has a processor of its own, the first two that this process may use.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { handovers = 1000 };

/* Whose turn it is: even numbers are the first thread's. Nothing else is on its line. */
static _Alignas(256) struct {
    atomic_uint turn;
    char rest[252];
} line;
static atomic_int has_ended;

static void give_up(const char *reason) {
    fprintf(stderr, "cache_line: %s\n", reason);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void take_processor(int number) {
#ifdef __linux__
    cpu_set_t allowed, own;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) give_up("cannot tell the processors");
    CPU_ZERO(&own);
    for (int processor = 0; processor < CPU_SETSIZE; processor++) {
        if (CPU_ISSET(processor, &allowed) && number-- == 0) CPU_SET(processor, &own);
    }
    if (CPU_COUNT(&own) != 1) give_up("it takes two processors");
    if (pthread_setaffinity_np(pthread_self(), sizeof own, &own) != 0) give_up("cannot take a processor");
#else
    (void)number;
#endif
}

static void *second(void *unused) {
    take_processor(1);
    while (!atomic_load_explicit(&has_ended, memory_order_relaxed)) {
        unsigned turn = atomic_load_explicit(&line.turn, memory_order_acquire);
        if (turn % 2 == 1) atomic_store_explicit(&line.turn, turn + 1, memory_order_release);
    }
    return unused;
}

int main(int count, char **arguments) {
    double seconds = count == 2 ? atof(arguments[1]) : 0;
    double start, spent;
    unsigned turn = 0;
    long rounds = 0;
    pthread_t thread;
    if (seconds <= 0) give_up("usage: cache_line SECONDS");
    if (pthread_create(&thread, NULL, second, NULL) != 0) give_up("cannot start a thread");
    take_processor(0);
    start = now();
    do {
        for (int i = 0; i < handovers; i++) {
            atomic_store_explicit(&line.turn, ++turn, memory_order_release);
            turn++;
            while (atomic_load_explicit(&line.turn, memory_order_acquire) != turn) {}
        }
        rounds += handovers;
        spent = now() - start;
    } while (spent < seconds);
    atomic_store(&has_ended, 1);
    pthread_join(thread, NULL);
    printf("%.1f\n", spent / (double)rounds / 2 * 1e9);
    return 0;
}

#define _GNU_SOURCE
#include "CRedisThread.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct start {
    void (*body)(void *argument);
    void *argument;
    char name[16];
};

static void *run(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
#ifdef __APPLE__
    pthread_setname_np(start.name);
#else
    pthread_setname_np(pthread_self(), start.name);
#endif
    start.body(start.argument);
    return NULL;
}

static int start_thread(
    const char *name, void (*body)(void *argument), void *argument, int detach_state, rio_thread *started) {
    struct start *start = malloc(sizeof *start);
    if (start == NULL) return ENOMEM;
    start->body = body;
    start->argument = argument;
    snprintf(start->name, sizeof start->name, "%s", name);

    // The new thread inherits the mask, so that no signal can reach it before it runs. Those of a crash are left out:
    // a crash reporter could not report those of a thread that blocks them.
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS};
    sigset_t blocked, previous;
    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigdelset(&blocked, crashes[i]);
    pthread_sigmask(SIG_SETMASK, &blocked, &previous);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, detach_state);
    pthread_t thread;
    int error = pthread_create(&thread, &attributes, run, start);
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &previous, NULL);
    if (error != 0) free(start);
    else if (started != NULL) *started = (rio_thread)thread;
    return error;
}

int rio_start_thread(const char *name, void (*body)(void *argument), void *argument) {
    return start_thread(name, body, argument, PTHREAD_CREATE_DETACHED, NULL);
}

int rio_start_joinable_thread(
    const char *name, void (*body)(void *argument), void *argument, rio_thread *thread) {
    return start_thread(name, body, argument, PTHREAD_CREATE_JOINABLE, thread);
}

void rio_join_thread(rio_thread thread) { pthread_join((pthread_t)thread, NULL); }

void rio_detach_thread(rio_thread thread) { pthread_detach((pthread_t)thread); }

int rio_is_current_thread(rio_thread thread) { return pthread_equal((pthread_t)thread, pthread_self()); }

long rio_usable_processors(void) {
#ifdef __linux__
    cpu_set_t usable;
    // Fails where there are more processors than the set has room for.
    if (sched_getaffinity(0, sizeof usable, &usable) == 0) return CPU_COUNT(&usable);
#endif
    return sysconf(_SC_NPROCESSORS_ONLN);
}

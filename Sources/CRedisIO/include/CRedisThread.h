// Threads of the operating system, for work that must not sit on Swift's own few threads.
#pragma once

#include <stdint.h>

/// Runs `body(argument)` on a detached thread that takes no signals: those belong to the application's threads.
/// The name, as debuggers and `top -H` show it, has at most 15 characters on Linux. 0, or an errno.
int rio_start_thread(const char *name, void (*body)(void *argument), void *argument);

/// A running thread that rio_join_thread or rio_detach_thread must be called for once. pthread_t in a type that Swift
/// imports in the same way on every system.
typedef uintptr_t rio_thread;

/// As rio_start_thread, but not detached.
int rio_start_joinable_thread(
    const char *name, void (*body)(void *argument), void *argument, rio_thread *thread);

/// Waits until the thread has ended.
void rio_join_thread(rio_thread thread);

/// Lets the system free the thread when it ends.
void rio_detach_thread(rio_thread thread);

/// Whether the caller runs on that thread.
int rio_is_current_thread(rio_thread thread);

/// How many processors this process may use: those that it is bound to where the system knows of such, otherwise all.
long rio_usable_processors(void);

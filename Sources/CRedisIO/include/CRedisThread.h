// Threads of the operating system, for work that must not sit on Swift's own few threads.
#pragma once

/// Runs `body(argument)` on a detached thread that takes no signals: those belong to the application's threads.
/// The name, as debuggers and `top -H` show it, has at most 15 characters on Linux. 0, or an errno.
int rio_start_thread(const char *name, void (*body)(void *argument), void *argument);

/// How many processors this process may use: those that it is bound to where the system knows of such, otherwise all.
long rio_usable_processors(void);

#ifndef C_FAULT_INJECTION_H
#define C_FAULT_INJECTION_H

#include <sys/types.h>

// System calls that Swift cannot express in one way on Linux and Darwin. Every descriptor made here is closed in child
// processes (atomically, except on Darwin, which lacks the calls for that), and raises no SIGPIPE where the system has
// an option for it.

/// Fills ends[0] (read) and ends[1] (write). Returns 0, or -1 with errno.
int faultPipe(int ends[2]);

/// A TCP socket over IPv4. Returns the descriptor, or -1 with errno.
int faultSocket(void);

// Addresses stay on this side: in Swift, which module their types belong to depends on what else a program imports.

/// bind() to that port of 127.0.0.1. Returns 0, or -1 with errno.
int faultBindLoopback(int descriptor, unsigned short port);

/// connect() to that port of 127.0.0.1. Returns 0, or -1 with errno.
int faultConnectLoopback(int descriptor, unsigned short port);

/// The port that an IPv4 socket is bound to; 0 when it is not.
unsigned short faultLocalPort(int descriptor);

/// The next connection of a listening socket. Returns the descriptor, or -1 with errno.
int faultAccept(int listener);

/// send() without SIGPIPE.
ssize_t faultSend(int descriptor, const void *bytes, size_t count);

/// write(), under a name that no method of Swift's hides.
ssize_t faultWrite(int descriptor, const void *bytes, size_t count);

/// Closes a descriptor that was made elsewhere in child processes, too.
void faultCloseInChildren(int descriptor);

/// Makes the closing of the descriptor a reset (RST) instead of an orderly end.
void faultResetOnClose(int descriptor);

/// Makes the kernel ignore everything that comes in on a socket, acknowledgements included, as if the network dropped
/// it (on != 0), or process it again (on == 0). Returns 0, or an error number; ENOTSUP where there is no such filter.
int faultIgnoreInput(int descriptor, int on);

/// Whether a socket listens on that port of the address, found out without connecting to it: 1 when the port is busy, 0
/// when it is free, -1 when that cannot be found out (no address in numbers, or not one of this machine).
int faultPortIsBusy(const char *address, unsigned short port);

/// Whether a connect to that port of the address, given in numbers, is not refused; one that gets no answer within a
/// tenth of a second counts as not refused. Blocks for no longer than that, and on an address of this machine not at
/// all.
int faultPortAnswers(const char *address, unsigned short port);

/// Hands the addresses of a host in numbers to `found`, one after the other, with `context`; none when its name cannot
/// be resolved. May block.
void faultResolve(const char *host, void *context, void (*found)(const char *address, void *context));

/// Whether a stream socket is bound to that path, found out without connecting to it: 1 when one is, 0 when the path
/// leads nowhere or its socket has gone, -1 when that cannot be found out.
int faultUnixSocketIsBound(const char *path);

/// Starts `path` with the environment of this process, in a process group of its own, with default signal handling and
/// no descriptors but its standard input (`input`, or /dev/null when it is negative) and its standard output and error
/// (both appended to the file `output`). Returns 0 and the process's number, or an error number.
int faultSpawn(const char *path, char *const arguments[], int input, const char *output, pid_t *process);

#endif

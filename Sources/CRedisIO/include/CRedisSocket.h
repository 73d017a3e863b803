// Sockets: opened by libhiredis, driven by us.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif

typedef struct rio_connection rio_connection;

/// Starts a non-blocking connect through hiredis to a numeric address or a Unix socket's path.
/// NULL on failure, with the reason in `error`.
rio_connection *rio_connect_tcp(const char *numeric_address, int port, char *error, size_t error_size);
rio_connection *rio_connect_unix(const char *path, char *error, size_t error_size);

/// The code of the shortage of this machine that the text of an error of opening tells of; 0 for any other.
int rio_local_shortage(const char *error);

/// SOCK_DGRAM, which is no number in every C library.
int rio_datagram_socket(void);

/// Closes the socket and frees the connection.
void rio_connection_free(rio_connection *connection);

int rio_connection_fd(const rio_connection *connection);

/// After the socket became writable: 0 when connected, otherwise the errno of the failed connect.
int rio_connect_result(int fd);

/// The socket options of an established TCP connection; zero leaves the system's default.
typedef struct {
    int keepalive_idle_s;
    int keepalive_interval_s;
    int keepalive_count;
    unsigned int user_timeout_ms;
} rio_tcp_options;
void rio_set_tcp_options(int fd, rio_tcp_options options);

/// Sends without ever raising SIGPIPE and without blocking. Bytes sent, or -errno.
ssize_t rio_send(int fd, const struct iovec *pieces, int count);

/// Receives without blocking. Bytes received, 0 at the end of the stream, or -errno.
ssize_t rio_receive(int fd, void *buffer, size_t capacity);

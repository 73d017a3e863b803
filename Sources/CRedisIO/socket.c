#include "CRedisSocket.h"

#include <errno.h>
#include <fcntl.h>
#include "hiredis_headers.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

// A hiredis context is kept for the one thing it does well: opening and owning the socket.
static rio_connection *opened(redisContext *context, char *error, size_t error_size) {
    if (context == NULL) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    if (context->err != 0) {
        snprintf(error, error_size, "%s", context->errstr);
        redisFree(context);
        return NULL;
    }
    // hiredis lets child processes inherit the socket: one that outlives this process would keep the connection open.
    (void)fcntl(context->fd, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    int on = 1;
    setsockopt(context->fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return (rio_connection *)context;
}

rio_connection *rio_connect_tcp(const char *numeric_address, int port, char *error, size_t error_size) {
    return opened(redisConnectNonBlock(numeric_address, port), error, error_size);
}

rio_connection *rio_connect_unix(const char *path, char *error, size_t error_size) {
    return opened(redisConnectUnixNonBlock(path), error, error_size);
}

// hiredis tells its errors as texts, which end with the system's message.
int rio_local_shortage(const char *text) {
    static const int codes[] = {EMFILE, ENFILE, ENOMEM, ENOBUFS, EADDRNOTAVAIL};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (strstr(text, strerror(codes[i])) != NULL) return codes[i];
    }
    return strstr(text, "out of memory") != NULL || strstr(text, "Out of memory") != NULL ? ENOMEM : 0;
}

int rio_datagram_socket(void) { return SOCK_DGRAM; }

void rio_connection_free(rio_connection *connection) {
    redisFree((redisContext *)connection);
}

int rio_connection_fd(const rio_connection *connection) {
    return (int)((const redisContext *)connection)->fd;
}

int rio_connect_result(int fd) {
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
    return error;
}

static void set_option(int fd, int level, int name, int value) {
    // A system that lacks an option still works, only less promptly.
    if (value > 0) (void)setsockopt(fd, level, name, &value, sizeof value);
}

void rio_set_tcp_options(int fd, rio_tcp_options options) {
    set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    set_option(fd, SOL_SOCKET, SO_KEEPALIVE, options.keepalive_idle_s > 0);
#ifdef TCP_KEEPIDLE
    set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, options.keepalive_idle_s);
#else
    set_option(fd, IPPROTO_TCP, TCP_KEEPALIVE, options.keepalive_idle_s);
#endif
    set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, options.keepalive_interval_s);
    set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, options.keepalive_count);
#ifdef TCP_USER_TIMEOUT
    set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, (int)options.user_timeout_ms);
#endif
}

ssize_t rio_send(int fd, const struct iovec *pieces, int count) {
    struct msghdr message = {.msg_iov = (struct iovec *)pieces, .msg_iovlen = (size_t)count};
    ssize_t sent;
    do {
        sent = count == 1 ? send(fd, pieces[0].iov_base, pieces[0].iov_len, MSG_NOSIGNAL | MSG_DONTWAIT)
                          : sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

ssize_t rio_receive(int fd, void *buffer, size_t capacity) {
    ssize_t received;
    do {
        received = recv(fd, buffer, capacity, MSG_DONTWAIT);
    } while (received < 0 && errno == EINTR);
    return received < 0 ? -errno : received;
}

#define _GNU_SOURCE
#include "CFaultInjection.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

ssize_t faultWrite(int descriptor, const void *bytes, size_t count) { return write(descriptor, bytes, count); }

void faultCloseInChildren(int descriptor) { fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

void faultResetOnClose(int descriptor) {
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static struct sockaddr_in loopback(unsigned short port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int faultBindLoopback(int descriptor, unsigned short port) {
    struct sockaddr_in address = loopback(port);
    return bind(descriptor, (struct sockaddr *)&address, sizeof address);
}

int faultConnectLoopback(int descriptor, unsigned short port) {
    struct sockaddr_in address = loopback(port);
    return connect(descriptor, (struct sockaddr *)&address, sizeof address);
}

unsigned short faultLocalPort(int descriptor) {
    struct sockaddr_in address = {0};
    socklen_t length = sizeof address;
    return getsockname(descriptor, (struct sockaddr *)&address, &length) == 0 ? ntohs(address.sin_port) : 0;
}

#ifdef __APPLE__
static int prepared(int descriptor) {
    if (descriptor >= 0) {
        int on = 1;
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
    }
    return descriptor;
}

int faultPipe(int ends[2]) {
    if (pipe(ends) != 0) return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}

int faultSocket(void) { return prepared(socket(AF_INET, SOCK_STREAM, 0)); }

int faultAccept(int listener) { return prepared(accept(listener, NULL, NULL)); }

ssize_t faultSend(int descriptor, const void *bytes, size_t count) { return send(descriptor, bytes, count, 0); }
#else
int faultPipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int faultSocket(void) { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

int faultAccept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

ssize_t faultSend(int descriptor, const void *bytes, size_t count) {
    return send(descriptor, bytes, count, MSG_NOSIGNAL);
}
#endif

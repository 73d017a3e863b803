#define _GNU_SOURCE
#include "CFaultInjection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/filter.h>

int faultIgnoreInput(int descriptor, int on) {
    struct sock_filter nothing[] = {{.code = BPF_RET | BPF_K, .k = 0}};
    struct sock_fprog program = {.len = 1, .filter = nothing};
    int unused = 0;
    int status = on ? setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program)
                    : setsockopt(descriptor, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused);
    return status == 0 ? 0 : errno;
}
#else
int faultIgnoreInput(int descriptor, int on) {
    (void)descriptor;
    (void)on;
    return ENOTSUP;
}
#endif

/// Fills in an address given in numbers; returns its length, or 0.
static socklen_t numeric(const char *text, unsigned short port, struct sockaddr_storage *address) {
    memset(address, 0, sizeof *address);
    struct sockaddr_in *v4 = (struct sockaddr_in *)address;
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return sizeof *v4;
    }
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address;
    if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        return sizeof *v6;
    }
    return 0;
}

static int newSocket(int family, int type) {
    int descriptor = socket(family, type, 0);
    if (descriptor >= 0) {
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        fcntl(descriptor, F_SETFL, O_NONBLOCK);
    }
    return descriptor;
}

int faultPortIsBusy(const char *text, unsigned short port) {
    struct sockaddr_storage address;
    socklen_t length = numeric(text, port, &address);
    if (length == 0) return -1;
    int descriptor = newSocket(address.ss_family, SOCK_STREAM);
    if (descriptor < 0) return -1;
    // With this a port can be bound although others hold it, unless one of them listens.
    int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int status = bind(descriptor, (struct sockaddr *)&address, length);
    int result = status == 0 ? 0 : errno == EADDRINUSE ? 1 : -1;
    close(descriptor);
    return result;
}

static int answers(int descriptor, const struct sockaddr *address, socklen_t length) {
    if (descriptor < 0) return 1;
    int status = connect(descriptor, address, length);
    int problem = status == 0 ? 0 : errno;
    if (problem == EINPROGRESS) {
        struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
        socklen_t size = sizeof problem;
        // No answer at all is not a refusal.
        if (poll(&entry, 1, 100) <= 0) problem = 0;
        else getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size);
    }
    close(descriptor);
    return problem != ECONNREFUSED;
}

int faultPortAnswers(const char *text, unsigned short port) {
    struct sockaddr_storage address;
    socklen_t length = numeric(text, port, &address);
    if (length == 0) return 0;
    return answers(newSocket(address.ss_family, SOCK_STREAM), (struct sockaddr *)&address, length);
}

void faultResolve(const char *host, void *context, void (*found)(const char *address, void *context)) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *addresses = NULL;
    if (getaddrinfo(host, NULL, &hints, &addresses) != 0) return;
    for (struct addrinfo *each = addresses; each; each = each->ai_next) {
        char text[NI_MAXHOST];
        if (getnameinfo(each->ai_addr, each->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) == 0) {
            found(text, context);
        }
    }
    freeaddrinfo(addresses);
}

int faultUnixSocketIsBound(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    // A datagram socket cannot be connected to a stream socket. The kernel says so only when there is one.
    int descriptor = newSocket(AF_UNIX, SOCK_DGRAM);
    if (descriptor < 0) return -1;
    int problem = connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
    close(descriptor);
    return problem == EPROTOTYPE ? 1 : problem == ECONNREFUSED || problem == ENOENT ? 0 : -1;
}

#include "tls_internal.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

// Darwin has no such flag: there the socket option SO_NOSIGPIPE does it (set by rio_tls_session_new).
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

// OpenSSL's own socket BIO calls write(), which raises SIGPIPE when the peer is gone: a process that never heard of
// that signal dies of it. Memory BIOs would be safe too, at the price of one more copy of every byte and of buffers
// that have to be bounded. So this BIO: send and recv, told on every call neither to signal nor to wait, whatever the
// state of the descriptor. It keeps the errno, and the first bytes that came.

static bool is_temporary(int error) {
    return error == EAGAIN || error == EWOULDBLOCK;
}

static int socket_write(BIO *bio, const char *bytes, size_t length, size_t *written) {
    rio_tls_session *session = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t count;
    do {
        count = send(session->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        if (is_temporary(errno)) {
            BIO_set_retry_write(bio);
        } else {
            session->io_error = errno;
        }
        return 0;
    }
    *written = (size_t)count;
    return 1;
}

static int socket_read(BIO *bio, char *bytes, size_t length, size_t *read) {
    rio_tls_session *session = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (session->budget == 0) {
        // The call ends as if the socket were empty; its readiness, which is level-triggered, brings the next one.
        BIO_set_retry_read(bio);
        return 0;
    }
    if (length > session->budget) {
        length = session->budget;
    }
    ssize_t count;
    do {
        count = recv(session->fd, bytes, length, MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        if (is_temporary(errno)) {
            BIO_set_retry_read(bio);
        } else {
            session->io_error = errno;
        }
        return 0;
    }
    if (count == 0) {
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
        return 0;
    }
    session->budget -= (size_t)count;
    size_t room = sizeof session->head - session->head_count;
    size_t kept = (size_t)count < room ? (size_t)count : room;
    memcpy(session->head + session->head_count, bytes, kept);
    session->head_count += kept;
    *read = (size_t)count;
    return 1;
}

static long socket_control(BIO *bio, int command, long number, void *pointer) {
    (void)number;
    (void)pointer;
    switch (command) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF:
        // How OpenSSL tells a stream cut short from an error of the socket.
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    default:
        return 0;
    }
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static BIO_METHOD *method; // made once, never freed: sessions of any thread may still use it

static void make_method(void) {
    BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
    if (made != NULL && BIO_meth_set_write_ex(made, socket_write) && BIO_meth_set_read_ex(made, socket_read)
        && BIO_meth_set_ctrl(made, socket_control)) {
        method = made;
    }
}

BIO *rio_tls_socket_bio(rio_tls_session *session) {
    pthread_once(&once, make_method);
    BIO *bio = method == NULL ? NULL : BIO_new(method);
    if (bio != NULL) {
        BIO_set_data(bio, session);
        BIO_set_init(bio, 1);
    }
    return bio;
}

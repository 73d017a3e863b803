#include "tls_internal.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static bool is_address(const char *name) {
    unsigned char binary[16];
    return inet_pton(AF_INET, name, binary) == 1 || inet_pton(AF_INET6, name, binary) == 1;
}

// The name as certificates spell it: no brackets or scope around and after an IPv6 address, no final dot.
static bool normalize(const char *name, char *result, size_t size) {
    size_t length = strlen(name);
    if (length >= 2 && name[0] == '[' && name[length - 1] == ']') {
        name += 1;
        length -= 2;
    }
    const char *scope = memchr(name, '%', length);
    if (scope != NULL && memchr(name, ':', length) != NULL) {
        length = (size_t)(scope - name);
    }
    if (length > 1 && name[length - 1] == '.') {
        length -= 1;
    }
    if (length >= size) {
        return false;
    }
    memcpy(result, name, length);
    result[length] = '\0';
    return true;
}

static bool set_name(rio_tls_session *session) {
    const char *name = session->server_name;
    X509_VERIFY_PARAM *parameters = SSL_get0_param(session->ssl);
    bool verify = session->context->verification == RIO_TLS_VERIFY_FULL;
    if (is_address(name)) {
        // SNI carries names only (RFC 6066, section 3).
        return !verify || X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1;
    }
    if (verify) {
        // "*.example.com" is a wildcard, "redis-*.example.com" is none.
        X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        if (X509_VERIFY_PARAM_set1_host(parameters, name, 0) != 1) {
            return false;
        }
    }
    return name[0] == '\0' || SSL_set_tlsext_host_name(session->ssl, name) == 1;
}

static int note_certificate_request(SSL *ssl, void *session) {
    (void)ssl;
    ((rio_tls_session *)session)->certificate_requested = true;
    return 1;
}

static bool set_up(rio_tls_session *session) {
    session->ssl = SSL_new(session->context->ssl);
    if (session->ssl == NULL) {
        return false;
    }
    BIO *bio = rio_tls_socket_bio(session);
    if (bio == NULL) {
        return false;
    }
    SSL_set_bio(session->ssl, bio, bio);
    SSL_set_app_data(session->ssl, session);
    SSL_set_cert_cb(session->ssl, note_certificate_request, session);
    SSL_set_connect_state(session->ssl);
    return true;
}

rio_tls_session *rio_tls_session_new(
    rio_tls_context *context, int fd, const char *server_name, char *reason, size_t reason_size) {
    rio_tls_session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        snprintf(reason, reason_size, "out of memory");
        return NULL;
    }
    rio_tls_context_retain(context);
    session->context = context;
    session->fd = fd;
    const char *problem = NULL;
    ERR_clear_error();
    if (!normalize(server_name == NULL ? "" : server_name, session->server_name, sizeof session->server_name)) {
        problem = "the server name is too long for a host name";
    } else if (session->server_name[0] == '\0' && context->verification == RIO_TLS_VERIFY_FULL) {
        problem = "there is no host name to check the server's certificate against: set the TLS server name, or turn "
                  "host name verification off";
    } else if (!set_up(session)) {
        problem = "OpenSSL could not make a session; the process may be out of memory";
    } else if (!set_name(session)) {
        problem = "the server name is not a valid host name or IP address";
    }
#ifdef SO_NOSIGPIPE
    int on = 1;
    if (problem == NULL && setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on) != 0) {
        problem = "the socket does not take the option SO_NOSIGPIPE";
    }
#endif
    if (problem != NULL) {
        snprintf(reason, reason_size, "%s", problem);
        rio_tls_session_free(session);
        ERR_clear_error();
        return NULL;
    }
    return session;
}

void rio_tls_session_free(rio_tls_session *session) {
    if (session != NULL) {
        SSL_free(session->ssl);
        rio_tls_context_release(session->context);
        free(session);
    }
}

// What a call that returned `result` (1: it did what was asked) means to the caller.
static int outcome(rio_tls_session *session, int result) {
    int error = SSL_get_error(session->ssl, result);
    switch (error) {
    case SSL_ERROR_NONE:
        return 1;
    case SSL_ERROR_WANT_READ:
        return RIO_TLS_WANT_READ;
    case SSL_ERROR_WANT_WRITE:
        return RIO_TLS_WANT_WRITE;
    case SSL_ERROR_ZERO_RETURN:
        if (session->established && (session->received_data || !session->certificate_requested)) {
            return RIO_TLS_CLOSED;
        }
        // close_notify instead of the first reply is a refusal, which needs a reason.
        break;
    default:
        break;
    }
    rio_tls_explain(session, error);
    // The queue belongs to the thread, and the next user of OpenSSL on it must not find our errors.
    ERR_clear_error();
    return RIO_TLS_ERROR;
}

int rio_tls_handshake(rio_tls_session *session) {
    if (session->failure != RIO_TLS_FAILURE_NONE) {
        return RIO_TLS_ERROR;
    }
    session->budget = RIO_TLS_BUDGET;
    if (session->established) {
        return 1;
    }
    ERR_clear_error(); // SSL_get_error looks at the thread's queue, and may find what others left there
    int code = outcome(session, SSL_do_handshake(session->ssl));
    session->established = code == 1;
    return code;
}

// 1 when bytes may be moved, else the code to return.
static int prepare(rio_tls_session *session, size_t length) {
    int code = rio_tls_handshake(session);
    if (code == 1 && length == 0) {
        // OpenSSL leaves this undefined, and 0 already means closed.
        rio_tls_fail(session, RIO_TLS_FAILURE_PROTOCOL, "an empty buffer was given to the TLS session");
        return RIO_TLS_ERROR;
    }
    ERR_clear_error();
    return code;
}

ssize_t rio_tls_read(rio_tls_session *session, void *buffer, size_t length) {
    int code = prepare(session, length);
    if (code != 1) {
        return code;
    }
    size_t count = 0;
    int result = SSL_read_ex(session->ssl, buffer, length, &count);
    code = outcome(session, result);
    session->drained = code == RIO_TLS_WANT_READ;
    if (code != 1) {
        return code;
    }
    session->received_data = true;
    return (ssize_t)count;
}

// A TLS 1.3 server that refuses our certificate closes while we believe the handshake done, and our first write finds
// the connection reset. Its alert still lies in the socket. OpenSSL promises nothing for a call after a failed one, so
// whatever else this brings is ignored; nothing is lost, because nothing had been received.
static void hear_last_word(rio_tls_session *session) {
    char byte;
    size_t count = 0;
    session->budget = RIO_TLS_BUDGET;
    ERR_clear_error();
    int result = SSL_read_ex(session->ssl, &byte, 1, &count);
    int error = SSL_get_error(session->ssl, result);
    rio_tls_explain(session, error == SSL_ERROR_SSL ? SSL_ERROR_SSL : SSL_ERROR_SYSCALL);
    ERR_clear_error();
}

ssize_t rio_tls_write(rio_tls_session *session, const void *buffer, size_t length) {
    int code = prepare(session, length);
    if (code != 1) {
        return code;
    }
    size_t count = 0;
    int result = SSL_write_ex(session->ssl, buffer, length, &count);
    if (!session->received_data && SSL_get_error(session->ssl, result) == SSL_ERROR_SYSCALL) {
        hear_last_word(session);
        return RIO_TLS_ERROR;
    }
    code = outcome(session, result);
    return code == 1 ? (ssize_t)count : code;
}

bool rio_tls_pending(const rio_tls_session *session) {
    // SSL_has_pending counts an incomplete record too, which would send a caller round in circles: hence `drained`.
    return session->established && !session->drained && SSL_has_pending(session->ssl) == 1;
}

void rio_tls_send_close_notify(rio_tls_session *session) {
    // OpenSSL forbids it after a failure, and before the end of the handshake it would be an error.
    if (session->failure == RIO_TLS_FAILURE_NONE && session->established) {
        ERR_clear_error();
        SSL_shutdown(session->ssl);
        ERR_clear_error();
    }
}

rio_tls_failure rio_tls_failure_kind(const rio_tls_session *session) {
    return session->failure;
}

const char *rio_tls_reason(const rio_tls_session *session) {
    return session->reason;
}

const char *rio_tls_version(const rio_tls_session *session) {
    return SSL_get_version(session->ssl);
}

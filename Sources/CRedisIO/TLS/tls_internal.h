#pragma once
#include "CRedisTLS.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdatomic.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "OpenSSL 3 or later is needed (apt: libssl-dev, brew: openssl@3)"
#endif

struct rio_tls_context {
    atomic_int references;
    SSL_CTX *ssl;
    rio_tls_verification verification;
    rio_tls_minimum_version minimum_version;
    bool has_certificate;
    char trust[512]; // in words, for reasons
};

struct rio_tls_session {
    rio_tls_context *context;
    SSL *ssl;
    int fd;
    char server_name[256];
    bool established;
    bool drained;               // the last read ended with WANT_READ: only the socket can bring more
    bool certificate_requested; // the server asked for a client certificate
    bool received_data;         // application data, so the server has accepted us
    size_t head_count;
    unsigned char head[8];      // the first bytes that came, to tell TLS from plain text
    size_t budget;              // how many bytes this call may still take from the socket
    int io_error;               // errno of the last socket call that failed for good
    rio_tls_failure failure;
    char reason[RIO_TLS_REASON_SIZE];
};

// How many bytes one call takes from the socket at most: enough to finish any record that has begun (16 KiB and some), so
// that every call gets on. OpenSSL handles all records without application data that it can get within one call. A peer
// that sends nothing but TLS 1.3 KeyUpdates would keep it there as long as it likes.
#define RIO_TLS_BUDGET ((size_t)17 * 1024)

// The socket, as OpenSSL sees it. NULL when out of memory.
BIO *rio_tls_socket_bio(rio_tls_session *session);

void rio_tls_context_retain(rio_tls_context *context);

// Fills in the failure from what went wrong in the last call of OpenSSL.
void rio_tls_explain(rio_tls_session *session, int ssl_error);
// The failure of a certificate, while it is at hand.
int rio_tls_verify_callback(int preverified, X509_STORE_CTX *store);
void rio_tls_fail(rio_tls_session *session, rio_tls_failure failure, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

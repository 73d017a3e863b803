// TLS over a non-blocking socket that the caller polls.
//
// Nothing here ever waits, raises SIGPIPE, asks for a pass phrase, or closes the descriptor. A context is immutable and
// may be shared by all threads; a session belongs to one thread at a time. OpenSSL's types stay behind this header.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct rio_tls_context rio_tls_context;
typedef struct rio_tls_session rio_tls_session;

typedef enum {
    RIO_TLS_VERIFY_FULL = 0,         // chain, dates and host name
    RIO_TLS_VERIFY_WITHOUT_HOSTNAME, // chain and dates
    RIO_TLS_VERIFY_NONE,             // every server is accepted
} rio_tls_verification;

typedef enum {
    RIO_TLS_TRUST_SYSTEM = 0,
    RIO_TLS_TRUST_FILE,      // trust_path: PEM file with one or more certificates
    RIO_TLS_TRUST_DIRECTORY, // trust_path: folder of PEM files, whatever their names (no c_rehash needed)
} rio_tls_trust;

typedef enum {
    RIO_TLS_MINIMUM_1_2 = 0,
    RIO_TLS_MINIMUM_1_3,
} rio_tls_minimum_version;

// Why something failed. The text of rio_tls_reason says what to do about it.
typedef enum {
    RIO_TLS_FAILURE_NONE = 0,
    RIO_TLS_FAILURE_CONFIGURATION,               // an option cannot be used as it stands
    RIO_TLS_FAILURE_CERTIFICATE_EXPIRED,         // of the server, or of an authority in its chain
    RIO_TLS_FAILURE_CERTIFICATE_NOT_YET_VALID,
    RIO_TLS_FAILURE_HOST_MISMATCH,
    RIO_TLS_FAILURE_SELF_SIGNED,
    RIO_TLS_FAILURE_UNKNOWN_AUTHORITY,
    RIO_TLS_FAILURE_CERTIFICATE_INVALID,         // any other fault of the server's certificate
    RIO_TLS_FAILURE_NOT_TLS,                     // the port answers, in something else than TLS
    RIO_TLS_FAILURE_CLIENT_CERTIFICATE_REQUIRED,
    RIO_TLS_FAILURE_CLIENT_CERTIFICATE_REFUSED,
    RIO_TLS_FAILURE_VERSION_MISMATCH,
    RIO_TLS_FAILURE_HANDSHAKE_REFUSED,           // any other alert of the server
    RIO_TLS_FAILURE_HANDSHAKE_TIMEOUT,           // see rio_tls_give_up
    RIO_TLS_FAILURE_CLOSED,                      // closed without close_notify, reset, or lost
    RIO_TLS_FAILURE_PROTOCOL,                    // what came is not valid TLS, or OpenSSL itself failed
} rio_tls_failure;

typedef struct {
    rio_tls_verification verification;
    rio_tls_trust trust;
    const char *trust_path;             // with RIO_TLS_TRUST_FILE and _DIRECTORY
    const char *certificate_chain_file; // PEM, own certificate first; NULL for none
    const char *private_key_file;       // PEM, not encrypted; NULL: it is in certificate_chain_file as well
    rio_tls_minimum_version minimum_version;
} rio_tls_options;

// Enough for every reason given here, including its final NUL.
#define RIO_TLS_REASON_SIZE 1024

// What the calls on a session return instead of a count.
enum {
    RIO_TLS_CLOSED = 0,      // the peer said that nothing more will come
    RIO_TLS_WANT_READ = -1,  // call again when the socket is readable
    RIO_TLS_WANT_WRITE = -2, // call again when the socket is writable
    RIO_TLS_ERROR = -3,      // final: see rio_tls_reason; the session is of no more use
};

// Reads every file that the options name (this is the only call that touches the disk, apart from the system's trust
// roots, which OpenSSL may read while a handshake runs). NULL with a reason when one of them cannot be used.
rio_tls_context *rio_tls_context_new(const rio_tls_options *options, char *reason, size_t reason_size);
void rio_tls_context_release(rio_tls_context *context);

// server_name is what the certificate is checked against and, unless it is an IP address, what SNI announces. It may be
// NULL when host names are not verified. The session retains the context and borrows the descriptor.
rio_tls_session *rio_tls_session_new(
    rio_tls_context *context, int fd, const char *server_name, char *reason, size_t reason_size);
void rio_tls_session_free(rio_tls_session *session);

// 1 when the session is established (also when it already was), else RIO_TLS_WANT_READ, _WANT_WRITE or _ERROR.
int rio_tls_handshake(rio_tls_session *session);

// Both return a count > 0 or one of the codes above, and make up for a handshake that is not finished. length must not
// be 0. Reading takes bytes off the socket ahead of what it returns: read until RIO_TLS_WANT_READ, or ask
// rio_tls_pending, before waiting for readability, also right after the handshake. After RIO_TLS_WANT_READ or
// _WANT_WRITE from rio_tls_write the same bytes must come first in the next write; they may lie elsewhere in memory and
// be followed by more.
ssize_t rio_tls_read(rio_tls_session *session, void *buffer, size_t length);
ssize_t rio_tls_write(rio_tls_session *session, const void *buffer, size_t length);

// Whether a read may give something although the socket is not readable. False after RIO_TLS_WANT_READ.
bool rio_tls_pending(const rio_tls_session *session);

// For a caller whose time for the handshake is up: ends the session with a reason, which depends on whether the server
// has sent anything at all. A plain-text Redis takes the beginning of a handshake for an unfinished line and stays
// silent indefinitely, so this is how a wrong port shows.
void rio_tls_give_up(rio_tls_session *session);

// Sends close_notify if the socket takes it at once. The caller closes the descriptor.
void rio_tls_send_close_notify(rio_tls_session *session);

// After RIO_TLS_ERROR. The text lives as long as the session.
rio_tls_failure rio_tls_failure_kind(const rio_tls_session *session);
const char *rio_tls_reason(const rio_tls_session *session);

// "TLSv1.3" and the like, once established.
const char *rio_tls_version(const rio_tls_session *session);

#include "tls_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void rio_tls_fail(rio_tls_session *session, rio_tls_failure failure, const char *format, ...) {
    if (session->failure != RIO_TLS_FAILURE_NONE) {
        return; // the first cause counts, what follows from it does not
    }
    session->failure = failure;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(session->reason, sizeof session->reason, format, arguments);
    va_end(arguments);
}

// MARK: Before TLS

// Every TLS record begins with its content type: 20 change cipher spec, 21 alert, 22 handshake, 23 data, 24 heartbeat.
static bool explain_plain_text(rio_tls_session *session) {
    if (session->established || session->head_count == 0 || (session->head[0] >= 20 && session->head[0] <= 24)) {
        return false;
    }
    const char *language = "in something else than TLS";
    if (strchr("+-:$*", session->head[0]) != NULL && session->head[0] != '\0') {
        language = "in plain-text Redis protocol";
    } else if (session->head_count >= 5 && memcmp(session->head, "HTTP/", 5) == 0) {
        language = "in HTTP";
    }
    rio_tls_fail(session, RIO_TLS_FAILURE_NOT_TLS,
        "the server does not speak TLS on this port: it answered %s; use the server's TLS port, or turn TLS off",
        language);
    return true;
}

// MARK: Silent

void rio_tls_give_up(rio_tls_session *session) {
    rio_tls_fail(session, RIO_TLS_FAILURE_HANDSHAKE_TIMEOUT, "%s",
        session->head_count > 0
            ? "the TLS handshake was begun but not finished in time: the server or the network is slow or stuck"
            : "the server took the connection but did not answer the TLS handshake: most likely this is not its TLS "
              "port (a plain-text Redis keeps silent); use the server's TLS port, or turn TLS off");
}

// MARK: Closed

static void explain_loss(rio_tls_session *session) {
    char trouble[160] = "the server closed the connection";
    if (session->io_error != 0) {
        char words[128] = "";
        strerror_r(session->io_error, words, sizeof words);
        snprintf(trouble, sizeof trouble, "the connection was lost (%s)", words);
    }
    bool has_certificate = session->context->has_certificate;
    if (session->certificate_requested && !session->received_data) {
        // With TLS 1.3 the server refuses us after the handshake, and its alert may be lost with the connection.
        rio_tls_fail(session,
            has_certificate ? RIO_TLS_FAILURE_CLIENT_CERTIFICATE_REFUSED : RIO_TLS_FAILURE_CLIENT_CERTIFICATE_REQUIRED,
            has_certificate ? "%s right after it was shown the client certificate, which it most likely refuses: check "
                              "that it is valid and issued by an authority that the server trusts"
                            : "%s right after it asked for a client certificate, and none is configured: set the "
                              "certificate chain file and the private key file",
            trouble);
    } else if (!session->established) {
        rio_tls_fail(session, RIO_TLS_FAILURE_CLOSED,
            "%s during the TLS handshake%s", trouble,
            session->head_count > 0 ? "" : ", without a word: check that this is the server's TLS port, and that the "
                                           "server is not at its limit of clients");
    } else {
        rio_tls_fail(session, RIO_TLS_FAILURE_CLOSED, "%s without ending the TLS session first", trouble);
    }
}

// MARK: Alerts of the server

static void explain_version(rio_tls_session *session) {
    rio_tls_fail(session, RIO_TLS_FAILURE_VERSION_MISMATCH,
        "the server and this client have no TLS version in common: the minimum here is TLS %s; %s",
        session->context->minimum_version == RIO_TLS_MINIMUM_1_3 ? "1.3" : "1.2",
        session->context->minimum_version == RIO_TLS_MINIMUM_1_3
            ? "lower it to 1.2, or enable 1.3 on the server"
            : "enable TLS 1.2 or 1.3 on the server");
}

static void explain_alert(rio_tls_session *session, int alert) {
    const char *words = SSL_alert_desc_string_long(alert);
    bool asked = session->certificate_requested && !session->received_data;
    bool about_certificate = (alert >= SSL_AD_BAD_CERTIFICATE && alert <= SSL_AD_CERTIFICATE_UNKNOWN)
        || alert == SSL_AD_UNKNOWN_CA || alert == SSL_AD_ACCESS_DENIED || alert == SSL_AD_DECRYPT_ERROR;
    if (alert == SSL_AD_PROTOCOL_VERSION) {
        explain_version(session);
    } else if (alert == SSL_AD_CERTIFICATE_REQUIRED
        || (asked && !session->context->has_certificate && (alert == SSL_AD_HANDSHAKE_FAILURE || about_certificate))) {
        rio_tls_fail(session, RIO_TLS_FAILURE_CLIENT_CERTIFICATE_REQUIRED,
            "the server wants a client certificate%s",
            session->context->has_certificate
                ? " of another kind than the one configured"
                : ", and none is configured: set the certificate chain file and the private key file");
    } else if (asked && about_certificate) {
        rio_tls_fail(session, RIO_TLS_FAILURE_CLIENT_CERTIFICATE_REFUSED,
            "the server refuses the client certificate: %s; give one that is valid and issued by an authority that the "
            "server trusts", words);
    } else if (alert == SSL_AD_UNRECOGNIZED_NAME) {
        rio_tls_fail(session, RIO_TLS_FAILURE_HANDSHAKE_REFUSED,
            "the server does not know the name \"%s\": set the TLS server name to one that it serves",
            session->server_name);
    } else if (session->established) {
        rio_tls_fail(session, RIO_TLS_FAILURE_PROTOCOL, "the server ended the TLS session with an alert: %s", words);
    } else {
        rio_tls_fail(session, RIO_TLS_FAILURE_HANDSHAKE_REFUSED,
            "the server refused the TLS handshake with an alert: %s%s", words,
            alert == SSL_AD_HANDSHAKE_FAILURE ? "; most likely both sides have no cipher suite in common" : "");
    }
}

// MARK: Everything

void rio_tls_explain(rio_tls_session *session, int ssl_error) {
    if (session->failure != RIO_TLS_FAILURE_NONE || explain_plain_text(session)) {
        return;
    }
    unsigned long error = ERR_peek_error(); // the oldest is the cause
    int reason = ERR_GET_LIB(error) == ERR_LIB_SSL ? ERR_GET_REASON(error) : 0;
    if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
        session->io_error = 0; // if any, that of OpenSSL's attempt to answer with an alert
        explain_loss(session);
        return;
    }
    if (ssl_error == SSL_ERROR_SYSCALL || ssl_error == SSL_ERROR_ZERO_RETURN) {
        explain_loss(session);
        return;
    }
    if (reason >= SSL_AD_REASON_OFFSET) {
        explain_alert(session, reason - SSL_AD_REASON_OFFSET);
        return;
    }
    switch (reason) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
        explain_version(session);
        return;
    default:
        break;
    }
    const char *words = ERR_reason_error_string(error);
    rio_tls_fail(session, RIO_TLS_FAILURE_PROTOCOL, "TLS failed: %s",
        words == NULL ? "OpenSSL gives no reason" : words);
}

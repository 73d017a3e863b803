#include "tls_internal.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

// The text of a certificate comes from an unverified peer, and ends up in logs.
static void append_name(char *list, size_t size, const char *name, size_t length) {
    size_t used = strlen(list);
    if (used + length + 5 > size) {
        return;
    }
    char *end = list + used;
    end += snprintf(end, size - used, "%s\"", used == 0 ? "" : ", ");
    for (size_t index = 0; index < length; index += 1) {
        bool harmless = name[index] > ' ' && name[index] < 127 && name[index] != '"' && name[index] != '\\';
        *end++ = harmless ? name[index] : '?';
    }
    *end++ = '"';
    *end = '\0';
}

static void list_names(X509 *certificate, char *list, size_t size) {
    GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    bool has_host_names = false;
    for (int index = 0; index < sk_GENERAL_NAME_num(names); index += 1) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
        if (name->type == GEN_DNS) {
            const ASN1_IA5STRING *text = name->d.dNSName;
            has_host_names = true;
            append_name(list, size, (const char *)ASN1_STRING_get0_data(text), (size_t)ASN1_STRING_length(text));
        } else if (name->type == GEN_IPADD) {
            const ASN1_OCTET_STRING *address = name->d.iPAddress;
            char text[INET6_ADDRSTRLEN];
            int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
            if ((family == AF_INET || ASN1_STRING_length(address) == 16)
                && inet_ntop(family, ASN1_STRING_get0_data(address), text, sizeof text) != NULL) {
                append_name(list, size, text, strlen(text));
            }
        }
    }
    GENERAL_NAMES_free(names);
    char common_name[256];
    int length = X509_NAME_get_text_by_NID(
        X509_get_subject_name(certificate), NID_commonName, common_name, sizeof common_name);
    // The common name counts as a host name only in certificates without any.
    if (!has_host_names && length > 0) {
        append_name(list, size, common_name, (size_t)length);
    }
}

static void write_distinguished_name(const X509_NAME *name, char *text, size_t size) {
    BIO *memory = BIO_new(BIO_s_mem());
    int length = 0;
    if (memory != NULL && X509_NAME_print_ex(memory, name, 0, XN_FLAG_RFC2253) >= 0) {
        length = BIO_read(memory, text, (int)size - 1);
    }
    text[length > 0 ? length : 0] = '\0';
    BIO_free(memory);
}

static void write_time(const ASN1_TIME *time, char *text, size_t size) {
    struct tm parts;
    if (ASN1_TIME_to_tm(time, &parts) != 1 || strftime(text, size, "%Y-%m-%d %H:%M:%S UTC", &parts) == 0) {
        snprintf(text, size, "an unreadable date");
    }
}

static void explain_dates(rio_tls_session *session, X509 *certificate, int depth, bool expired) {
    char owner[300] = "the server's certificate";
    char date[64];
    if (depth > 0) {
        char name[200];
        write_distinguished_name(X509_get_subject_name(certificate), name, sizeof name);
        snprintf(owner, sizeof owner, "the certificate of the authority \"%s\" in the server's chain", name);
    }
    if (expired) {
        write_time(X509_get0_notAfter(certificate), date, sizeof date);
        rio_tls_fail(session, RIO_TLS_FAILURE_CERTIFICATE_EXPIRED,
            "%s expired on %s: renew it, or correct this machine's clock", owner, date);
    } else {
        write_time(X509_get0_notBefore(certificate), date, sizeof date);
        rio_tls_fail(session, RIO_TLS_FAILURE_CERTIFICATE_NOT_YET_VALID,
            "%s is not valid before %s: correct this machine's clock, or have the certificate issued again", owner,
            date);
    }
}

static void explain_host(rio_tls_session *session, X509 *certificate) {
    char names[400] = "";
    list_names(certificate, names, sizeof names);
    rio_tls_fail(session, RIO_TLS_FAILURE_HOST_MISMATCH,
        "the server's certificate is not for \"%s\" but for %s: connect by a name that it covers, set the TLS server "
        "name to one, or have the certificate issued for this name",
        session->server_name, names[0] == '\0' ? "no host at all" : names);
}

int rio_tls_verify_callback(int preverified, X509_STORE_CTX *store) {
    if (preverified == 1) {
        return 1;
    }
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    rio_tls_session *session = ssl == NULL ? NULL : SSL_get_app_data(ssl);
    X509 *certificate = X509_STORE_CTX_get_current_cert(store);
    int depth = X509_STORE_CTX_get_error_depth(store);
    int error = X509_STORE_CTX_get_error(store);
    if (session == NULL || certificate == NULL) {
        return 0;
    }
    char issuer[256];
    write_distinguished_name(X509_get_issuer_name(certificate), issuer, sizeof issuer);
    const char *trust = session->context->trust;
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        explain_dates(session, certificate, depth, true);
        break;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        explain_dates(session, certificate, depth, false);
        break;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        explain_host(session, certificate);
        break;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        rio_tls_fail(session, RIO_TLS_FAILURE_SELF_SIGNED,
            "the server's certificate is self-signed and not among %s: name it as CA file, or use a certificate of an "
            "authority that is trusted here",
            trust);
        break;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        rio_tls_fail(session, RIO_TLS_FAILURE_UNKNOWN_AUTHORITY,
            "the server's certificate was issued by \"%s\", which is not among %s: name that authority's certificate "
            "as CA file, or have the server send its intermediate certificates",
            issuer, trust);
        break;
    default:
        rio_tls_fail(session, RIO_TLS_FAILURE_CERTIFICATE_INVALID,
            "the server's certificate is not acceptable (at depth %d of its chain): %s", depth,
            X509_verify_cert_error_string(error));
        break;
    }
    return 0;
}

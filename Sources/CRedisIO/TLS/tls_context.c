#include "tls_internal.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Where a refusal is explained.
typedef struct {
    char *text;
    size_t size;
} refusal;

__attribute__((format(printf, 2, 3))) static bool refuse(refusal *why, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why->text, why->size, format, arguments);
    va_end(arguments);
    return false;
}

static const char *last_error(void) {
    const char *text = ERR_reason_error_string(ERR_peek_last_error());
    return text == NULL ? "no reason given" : text;
}

// OpenSSL's own answer to a missing file names neither the file nor the trouble.
static bool is_readable(const char *path, const char *role, refusal *why) {
    char trouble[128] = "";
    struct stat status;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        strerror_r(errno, trouble, sizeof trouble);
    } else if (fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode)) {
        snprintf(trouble, sizeof trouble, "it is a directory");
    }
    if (file != NULL) {
        fclose(file);
    }
    return trouble[0] == '\0' || refuse(why, "the %s \"%s\" cannot be read: %s", role, path, trouble);
}

// MARK: Trust roots

// Whether the last error is this one.
static bool failed_with(int library, int reason) {
    unsigned long error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == library && ERR_GET_REASON(error) == reason;
}

// Adds the certificates of one PEM file and tells how many there were, or -1 when one of them is damaged.
static int add_certificates(X509_STORE *store, const char *path) {
    BIO *file = BIO_new_file(path, "r");
    int count = 0;
    X509 *certificate;
    while (file != NULL && (certificate = PEM_read_bio_X509_AUX(file, NULL, NULL, NULL)) != NULL) {
        count += X509_STORE_add_cert(store, certificate) == 1;
        X509_free(certificate);
    }
    BIO_free(file);
    return failed_with(ERR_LIB_PEM, PEM_R_NO_START_LINE) ? count : -1;
}

// OpenSSL's lookup in a directory wants names made by c_rehash, silently finds nothing without them, and reads the disk
// in the middle of a handshake. Mounted secrets have names of their own, so every file is tried, now.
static bool trust_directory(X509_STORE *store, const char *path, refusal *why) {
    DIR *directory = opendir(path);
    if (directory == NULL) {
        char trouble[128] = "";
        strerror_r(errno, trouble, sizeof trouble);
        return refuse(why, "the CA directory \"%s\" cannot be read: %s", path, trouble);
    }
    int count = 0;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        char file[4096];
        struct stat status;
        int length = snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (length > 0 && (size_t)length < sizeof file && stat(file, &status) == 0 && S_ISREG(status.st_mode)) {
            int added = add_certificates(store, file);
            count += added > 0 ? added : 0;
        }
    }
    closedir(directory);
    return count > 0
        || refuse(why, "no file of the CA directory \"%s\" holds a certificate in PEM form", path);
}

static bool has_system_roots(void) {
    const char *file = getenv(X509_get_default_cert_file_env());
    const char *directory = getenv(X509_get_default_cert_dir_env());
    struct stat status;
    if (stat(file == NULL ? X509_get_default_cert_file() : file, &status) == 0) {
        return true;
    }
    DIR *opened = opendir(directory == NULL ? X509_get_default_cert_dir() : directory);
    int entries = 0;
    while (opened != NULL && entries < 3 && readdir(opened) != NULL) {
        entries += 1; // the first two are "." and ".."
    }
    if (opened != NULL) {
        closedir(opened);
    }
    return entries == 3;
}

static bool set_trust(rio_tls_context *context, const rio_tls_options *options, refusal *why) {
    X509_STORE *store = SSL_CTX_get_cert_store(context->ssl);
    const char *path = options->trust_path;
    if (options->trust != RIO_TLS_TRUST_SYSTEM && (path == NULL || path[0] == '\0')) {
        return refuse(why, "the path of the trust roots is empty");
    }
    switch (options->trust) {
    case RIO_TLS_TRUST_SYSTEM:
        snprintf(context->trust, sizeof context->trust, "the system's trust roots%s",
            has_system_roots() ? "" : " (there are none: the package ca-certificates is not installed)");
        return SSL_CTX_set_default_verify_paths(context->ssl) == 1
            || refuse(why, "the system's trust roots cannot be used: %s", last_error());
    case RIO_TLS_TRUST_FILE:
        snprintf(context->trust, sizeof context->trust, "the trust roots in \"%s\"", path);
        if (!is_readable(path, "CA file", why)) {
            return false;
        }
        switch (add_certificates(store, path)) {
        case -1:
            return refuse(why, "the CA file \"%s\" holds a damaged certificate: %s", path, last_error());
        case 0:
            return refuse(why, "the CA file \"%s\" holds no certificate in PEM form", path);
        default:
            return true;
        }
    case RIO_TLS_TRUST_DIRECTORY:
        snprintf(context->trust, sizeof context->trust, "the trust roots in \"%s\"", path);
        return trust_directory(store, path, why);
    }
    return refuse(why, "the kind of trust roots is unknown");
}

// MARK: Client certificate

// OpenSSL's default would ask for the pass phrase on the terminal, and wait for it.
static int refuse_pass_phrase(char *buffer, int size, int writing, void *asked) {
    (void)buffer;
    (void)size;
    (void)writing;
    if (asked != NULL) {
        *(bool *)asked = true;
    }
    return -1;
}

static bool set_certificate(rio_tls_context *context, const rio_tls_options *options, refusal *why) {
    const char *chain = options->certificate_chain_file;
    const char *key = options->private_key_file;
    SSL_CTX_set_default_passwd_cb(context->ssl, refuse_pass_phrase);
    if (chain == NULL) {
        return key == NULL
            || refuse(why, "the private key file \"%s\" is given without a certificate chain file", key);
    }
    if (key == NULL) {
        key = chain;
    }
    if (!is_readable(chain, "certificate chain file", why) || !is_readable(key, "private key file", why)) {
        return false;
    }
    if (SSL_CTX_use_certificate_chain_file(context->ssl, chain) != 1) {
        return refuse(why, "the certificate chain file \"%s\" holds no usable certificate in PEM form: %s", chain,
            last_error());
    }
    bool asked = false;
    SSL_CTX_set_default_passwd_cb_userdata(context->ssl, &asked);
    int loaded = SSL_CTX_use_PrivateKey_file(context->ssl, key, SSL_FILETYPE_PEM);
    SSL_CTX_set_default_passwd_cb_userdata(context->ssl, NULL);
    if (asked) {
        return refuse(why, "the private key file \"%s\" is encrypted: give one without a pass phrase", key);
    }
    // The mismatch is found by whichever of the two looks first.
    if (failed_with(ERR_LIB_X509, X509_R_KEY_VALUES_MISMATCH) || failed_with(ERR_LIB_X509, X509_R_KEY_TYPE_MISMATCH)
        || (loaded == 1 && SSL_CTX_check_private_key(context->ssl) != 1)) {
        return refuse(why, "the private key file \"%s\" does not belong to the certificate in \"%s\"", key, chain);
    }
    context->has_certificate = loaded == 1;
    return loaded == 1
        || refuse(why, "the private key file \"%s\" holds no usable private key in PEM form: %s", key, last_error());
}

// MARK: Context

static bool configure(rio_tls_context *context, const rio_tls_options *options, refusal *why) {
    context->ssl = SSL_CTX_new(TLS_client_method());
    if (context->ssl == NULL) {
        return refuse(why, "OpenSSL cannot be used: %s", last_error());
    }
    context->verification = options->verification;
    context->minimum_version = options->minimum_version;
    int version = options->minimum_version == RIO_TLS_MINIMUM_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION;
    if (SSL_CTX_set_min_proto_version(context->ssl, version) != 1) {
        return refuse(why, "this OpenSSL cannot be held to the minimum TLS version: %s", last_error());
    }
    // A write takes what the socket takes, from wherever the bytes are by then. Idle connections keep no buffers.
    SSL_CTX_set_mode(context->ssl,
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context->ssl, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    // One recv for a record or several small ones, instead of two for each.
    SSL_CTX_set_read_ahead(context->ssl, 1);
    // A resumed session would skip the verification, and a pool's few connections gain nothing worth that.
    SSL_CTX_set_session_cache_mode(context->ssl, SSL_SESS_CACHE_OFF);
    if (options->verification == RIO_TLS_VERIFY_NONE) {
        SSL_CTX_set_verify(context->ssl, SSL_VERIFY_NONE, NULL);
    } else {
        SSL_CTX_set_verify(context->ssl, SSL_VERIFY_PEER, rio_tls_verify_callback);
        // Every certificate among the trust roots is trusted, also that of an intermediate authority.
        X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context->ssl), X509_V_FLAG_PARTIAL_CHAIN);
        if (!set_trust(context, options, why)) {
            return false;
        }
    }
    ERR_clear_error(); // reading a file of certificates to its end counts as an error
    return set_certificate(context, options, why);
}

// OpenSSL frees its global state in an atexit handler, under the feet of an event loop that is still at work when the
// process ends by returning from main: a crash at exit. Nothing is lost by leaving that memory to the kernel.
static void keep_openssl_until_the_end(void) {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
}

rio_tls_context *rio_tls_context_new(const rio_tls_options *options, char *reason, size_t reason_size) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, keep_openssl_until_the_end);
    refusal why = {reason, reason_size};
    rio_tls_context *context = calloc(1, sizeof *context);
    if (context == NULL) {
        refuse(&why, "out of memory");
        return NULL;
    }
    atomic_init(&context->references, 1);
    // The queue of errors belongs to the thread: ignore what other code left in it, and leave nothing in it.
    ERR_clear_error();
    bool usable = configure(context, options, &why);
    ERR_clear_error();
    if (!usable) {
        rio_tls_context_release(context);
        return NULL;
    }
    return context;
}

void rio_tls_context_retain(rio_tls_context *context) {
    atomic_fetch_add_explicit(&context->references, 1, memory_order_relaxed);
}

void rio_tls_context_release(rio_tls_context *context) {
    if (context != NULL && atomic_fetch_sub_explicit(&context->references, 1, memory_order_acq_rel) == 1) {
        SSL_CTX_free(context->ssl);
        free(context);
    }
}

// What the parts of the reply reader share.
#pragma once

#include "CRedisReader.h"
#include "nested_reader.h"

#include "hiredis_headers.h"
#include <locale.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

#define RIO_RESP3 (HIREDIS_MAJOR >= 1)

struct rio_reader {
    redisReader *reader;
    // Takes over inside a reply for which hiredis' stack is too small.
    rio_nested nested;
    rio_sink functions;
    void *sink;
    size_t max_bulk;
    size_t max_line;
    // What the reply being parsed is, when hiredis was told that it is something of the same form.
    enum { AS_SENT, BLOB_ERROR, ATTRIBUTE } disguised;
    // The end of a line has not come, and nothing can be parsed before it has.
    bool awaits_line_end;
    bool has_news;
    bool is_finished;
#if RIO_RESP3
    // A comma came, which may be the type of a double, and the locale to read that in.
    bool may_hold_double;
    locale_t c_locale;
#endif
    // The large string that `rio_reader_next` told of.
    const char *large_start;
    size_t large_length;
    // Why a value was refused while it was parsed; NULL when the sink knows.
    const char *refusal;
    char error[160];
};

/// Hands each value that hiredis has parsed to the sink.
extern redisReplyObjectFunctions rio_value_functions;

/// Whether a type of hiredis is one of the strings that have a length.
static inline bool rio_is_string(int type) {
#if RIO_RESP3
    if (type == REDIS_REPLY_VERB) return true;
#endif
    return type == REDIS_REPLY_STRING;
}

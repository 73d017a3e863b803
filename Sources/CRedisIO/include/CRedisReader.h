// Incremental reply parsing with libhiredis' redisReader, handed upward as a flat sequence of events in one shape
// for every hiredis version. No reply tree is built here.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The kinds of values, in one numbering for all hiredis versions.
typedef enum {
    RIO_STRING,
    RIO_STATUS,
    RIO_ERROR,
    RIO_INTEGER,
    RIO_NIL,
    RIO_DOUBLE,
    RIO_BOOL,
    RIO_BIGNUM,
    RIO_VERBATIM,
    RIO_ARRAY,
    RIO_MAP,
    RIO_SET,
    RIO_PUSH,
    RIO_ATTRIBUTE,
} rio_kind;

/// Receives the values of a reply in the order they stand on the wire. An aggregate is followed by its elements.
/// Each function returns false to refuse the reply, which ends the reader.
typedef struct {
    bool (*string)(void *sink, rio_kind kind, const char *bytes, size_t length);
    bool (*integer)(void *sink, rio_kind kind, int64_t value);
    bool (*floating)(void *sink, double value);
    bool (*aggregate)(void *sink, rio_kind kind, size_t count);
} rio_sink;

typedef struct rio_reader rio_reader;

/// The version of hiredis this library was compiled against, such as "0.14.1".
const char *rio_hiredis_version(void);

/// Whether that version can parse RESP3 (hiredis 1.0 and later).
bool rio_supports_resp3(void);

/// Makes a reader; `sink` is passed to the functions and must outlive the reader. NULL when out of memory.
rio_reader *rio_reader_new(rio_sink functions, void *sink, size_t max_bulk, size_t max_line);
void rio_reader_free(rio_reader *reader);

/// Adds bytes from the wire. False when out of memory.
bool rio_reader_feed(rio_reader *reader, const void *bytes, size_t length);

/// 1: a whole reply went to the sink; 0: more bytes are needed; -1: not the protocol, see rio_reader_error; 2: a large
/// string has begun, and must be taken by rio_reader_take_large_string.
int rio_reader_next(rio_reader *reader);

/// Removes the large string from the reader: returns its length and gives those of its bytes, and of its line end,
/// that were fed. The reader expects the next reply; the rest of the string and its line end must not be fed to it.
size_t rio_reader_take_large_string(rio_reader *reader, const void **bytes, size_t *count);

/// Why the last rio_reader_next failed.
const char *rio_reader_error(const rio_reader *reader);

/// True when no byte of an unfinished reply is held.
bool rio_reader_is_empty(const rio_reader *reader);

// Reads on inside a reply of RESP2 that nests deeper than hiredis before 1.0 can follow (8 levels).
#pragma once

#include "CRedisReader.h"

/// Where in a reply the reader is, and the bytes that it has not parsed. All zero: not in use.
typedef struct {
    rio_sink functions;
    void *sink;
    size_t max_bulk;
    size_t max_line;
    char *bytes;
    size_t position;
    size_t length;
    size_t capacity;
    // How far the line at `position` was searched for its end.
    size_t searched;
    // For each open aggregate, the outermost first, how many elements are still to come, the current one included.
    size_t *missing;
    size_t depth;
    size_t room;
} rio_nested;

/// The reader is in the middle of a reply.
static inline bool rio_nested_is_active(const rio_nested *nested) { return nested->depth > 0; }

/// Opens an aggregate inside those that are open. False when out of memory.
bool rio_nested_open(rio_nested *nested, size_t count);

/// Adds bytes from the wire. False when out of memory.
bool rio_nested_feed(rio_nested *nested, const char *bytes, size_t length);

/// 1: the reply is whole, and the bytes behind it are those from `position` on; 0: more bytes are needed; -1: not the
/// protocol; `reason` says why, unless the sink refused the value.
int rio_nested_next(rio_nested *nested, const char **reason);

/// Gives the memory back and makes the reader inactive.
void rio_nested_end(rio_nested *nested);

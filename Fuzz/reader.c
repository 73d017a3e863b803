// Fuzzes the reply reader in C against a parser of RESP2 that knows nothing of hiredis.
//
// The first byte of an input says in which pieces the rest is fed. Whatever the pieces, the same values must come out. What
// the other parser finds to be whole replies must come out as exactly those.
#include "CRedisReader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BULK 4096
#define MAX_LINE 512
#define MAX_ELEMENTS 4096
#define MAX_DEPTH 40

// What a reader or the other parser made of some bytes: each value as a line of text.
struct events {
    char *text;
    size_t length, capacity;
    // What belongs to whole replies.
    size_t complete;
    // What the reader said belongs to whole replies.
    size_t confirmed;
    size_t missing[MAX_DEPTH];
    int depth;
    size_t elements;
};

static void append(struct events *events, const void *bytes, size_t length) {
    if (events->length + length > events->capacity) {
        events->capacity = (events->length + length) * 2;
        events->text = realloc(events->text, events->capacity);
        if (events->text == NULL) abort();
    }
    memcpy(events->text + events->length, bytes, length);
    events->length += length;
}

static void value_is_complete(struct events *events) {
    while (events->depth > 0 && --events->missing[events->depth - 1] == 0) events->depth--;
    if (events->depth == 0) {
        events->complete = events->length;
        events->elements = 0;
    }
}

static bool on_string(void *sink, rio_kind kind, const char *bytes, size_t length) {
    char header[40];
    append(sink, header, (size_t)snprintf(header, sizeof header, "%d:%zu ", (int)kind, length));
    append(sink, bytes, length);
    value_is_complete(sink);
    return true;
}

static bool on_integer(void *sink, rio_kind kind, int64_t value) {
    char line[60];
    append(sink, line, (size_t)snprintf(line, sizeof line, "%d=%" PRId64 " ", (int)kind, value));
    value_is_complete(sink);
    return true;
}

static bool on_floating(void *sink, double value) {
    append(sink, &value, sizeof value);
    value_is_complete(sink);
    return true;
}

static bool on_aggregate(void *sink, rio_kind kind, size_t count) {
    struct events *events = sink;
    size_t elements = kind == RIO_MAP || kind == RIO_ATTRIBUTE ? count * 2 : count;
    if (elements > MAX_ELEMENTS - events->elements || events->depth == MAX_DEPTH) return false;
    events->elements += elements;
    char line[40];
    append(sink, line, (size_t)snprintf(line, sizeof line, "%d*%zu ", (int)kind, count));
    if (count == 0) {
        value_is_complete(events);
    } else {
        // hiredis gives maps the number of their keys and values.
        events->missing[events->depth++] = count;
    }
    return true;
}

static const rio_sink functions = {on_string, on_integer, on_floating, on_aggregate};

// Feeds the bytes in pieces of a size that changes as the seed says; 0 feeds them whole. Returns whether the reader failed.
static bool read_with_reader(const uint8_t *bytes, size_t length, uint8_t seed, struct events *events) {
    rio_reader *reader = rio_reader_new(functions, events, MAX_BULK, MAX_LINE);
    if (reader == NULL) abort();
    bool failed = false;
    size_t fed = 0;
    uint32_t random = seed;
    while (fed < length && !failed) {
        random = random * 1664525 + 1013904223;
        size_t piece = seed == 0 ? length : seed == 1 ? 1 : 1 + (random >> 24) % seed;
        if (piece > length - fed) piece = length - fed;
        // A copy of its own, so that reading beyond it is found.
        uint8_t *copy = malloc(piece);
        if (copy == NULL) abort();
        memcpy(copy, bytes + fed, piece);
        if (!rio_reader_feed(reader, copy, piece)) abort();
        free(copy);
        fed += piece;
        int result;
        while ((result = rio_reader_next(reader)) == 1) {
            // The reader and the sink agree on where a reply ends.
            if (events->depth != 0 || events->complete != events->length) abort();
            events->confirmed = events->complete;
        }
        // No string is long enough here to be taken from the reader.
        if (result == 2) abort();
        failed = result < 0;
        if (failed && rio_reader_error(reader)[0] == '\0') abort();
    }
    rio_reader_free(reader);
    return failed;
}

// The other parser: position and end of what is left.
struct input { const uint8_t *next, *end; };

static bool take_line(struct input *input, const uint8_t **line, size_t *length) {
    for (const uint8_t *at = input->next; at + 1 < input->end; at++) {
        // Not allowed in a line; hiredis refuses it since 1.1.
        if (at[0] == '\n') return false;
        if (at[0] != '\r') continue;
        if (at[1] != '\n') return false;
        *line = input->next;
        *length = (size_t)(at - input->next);
        input->next = at + 2;
        return *length <= MAX_LINE;
    }
    return false;
}

// A number as every server writes it: no plus, no leading zeros, at most 18 digits.
static bool read_number(const uint8_t *text, size_t length, int64_t *number) {
    bool negative = length > 1 && text[0] == '-';
    size_t first = negative ? 1 : 0;
    if (length == first || length - first > 18 || (text[first] == '0' && (length > first + 1 || negative))) return false;
    *number = 0;
    for (size_t i = first; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        *number = *number * 10 + (text[i] - '0');
    }
    if (negative) *number = -*number;
    return true;
}

// Reads one value that is whole, well-formed and within the limits.
static bool read_value(struct input *input, struct events *events) {
    if (input->next == input->end) return false;
    uint8_t type = *input->next++;
    const uint8_t *line;
    size_t length;
    int64_t number;
    if (!take_line(input, &line, &length)) return false;
    switch (type) {
    case '+': return on_string(events, RIO_STATUS, (const char *)line, length);
    case '-': return on_string(events, RIO_ERROR, (const char *)line, length);
    case ':': return read_number(line, length, &number) && on_integer(events, RIO_INTEGER, number);
    case '$':
        if (!read_number(line, length, &number) || number < -1 || number > MAX_BULK) return false;
        if (number == -1) return on_integer(events, RIO_NIL, 0);
        if (input->end - input->next < number + 2 || input->next[number] != '\r' || input->next[number + 1] != '\n') return false;
        line = input->next;
        input->next += number + 2;
        return on_string(events, RIO_STRING, (const char *)line, (size_t)number);
    case '*':
        if (!read_number(line, length, &number) || number < -1 || number > MAX_ELEMENTS) return false;
        if (number == -1) return on_integer(events, RIO_NIL, 0);
        if (!on_aggregate(events, RIO_ARRAY, (size_t)number)) return false;
        for (int64_t i = 0; i < number; i++) {
            if (!read_value(input, events)) return false;
        }
        return true;
    default: return false;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    const uint8_t *wire = data + 1;
    size_t length = size - 1;
    struct events whole = {0}, pieces = {0}, other = {0};
    bool whole_failed = read_with_reader(wire, length, 0, &whole);
    bool pieces_failed = read_with_reader(wire, length, data[0], &pieces);
    if (whole_failed != pieces_failed) abort();
    if (whole.confirmed != pieces.confirmed) abort();
    if (whole.confirmed > 0 && memcmp(whole.text, pieces.text, whole.confirmed) != 0) abort();

    struct input input = {wire, wire + length};
    while (input.next < input.end && read_value(&input, &other)) {}
    if (other.complete > whole.confirmed) abort();
    if (other.complete > 0 && memcmp(whole.text, other.text, other.complete) != 0) abort();
    free(whole.text);
    free(pieces.text);
    free(other.text);
    return 0;
}

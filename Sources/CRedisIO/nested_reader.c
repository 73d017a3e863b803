#include "nested_reader.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

// No number of 64 bits has more characters than this.
#define LONGEST_NUMBER 20

bool rio_nested_open(rio_nested *n, size_t count) {
    if (n->depth == n->room) {
        size_t room = n->room == 0 ? 16 : n->room * 2;
        size_t *missing = realloc(n->missing, room * sizeof *missing);
        if (missing == NULL) return false;
        n->missing = missing;
        n->room = room;
    }
    n->missing[n->depth++] = count;
    return true;
}

bool rio_nested_feed(rio_nested *n, const char *bytes, size_t length) {
    if (length > n->capacity - n->length && n->position > 0) {
        n->length -= n->position;
        n->searched -= n->position;
        memmove(n->bytes, n->bytes + n->position, n->length);
        n->position = 0;
    }
    if (length > n->capacity - n->length) {
        if (length > SIZE_MAX / 2 - n->length) return false;
        size_t capacity = (n->length + length) * 2;
        char *grown = realloc(n->bytes, capacity);
        if (grown == NULL) return false;
        n->bytes = grown;
        n->capacity = capacity;
    }
    memcpy(n->bytes + n->length, bytes, length);
    n->length += length;
    return true;
}

void rio_nested_end(rio_nested *n) {
    free(n->bytes);
    free(n->missing);
    memset(n, 0, sizeof *n);
}

// The end of the line at `position`: where its CR is, or NULL.
static const char *line_end(rio_nested *n) {
    while (n->searched < n->length) {
        const char *from = n->bytes + n->searched;
        const char *cr = memchr(from, '\r', n->length - n->searched);
        if (cr == NULL) {
            n->searched = n->length;
            return NULL;
        }
        n->searched = (size_t)(cr - n->bytes);
        // Its second half has not come.
        if (n->searched + 1 == n->length) return NULL;
        if (cr[1] == '\n') return cr;
        n->searched++;
    }
    return NULL;
}

// Reads decimal digits with or without a sign, and nothing else. Lengths have no plus sign.
static bool read_number(const char *text, size_t length, int64_t *number) {
    bool is_negative = length > 0 && text[0] == '-';
    bool is_integer = text[-1] == ':';
    if (length > 0 && (text[0] == '-' || (text[0] == '+' && is_integer))) {
        text++;
        length--;
    }
    if (length == 0 || length > LONGEST_NUMBER) return false;
    int64_t value = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        int digit = text[i] - '0';
        // Downwards, since there is one more negative number.
        if (value < (INT64_MIN + digit) / 10) return false;
        value = value * 10 - digit;
    }
    if (!is_negative && value == INT64_MIN) return false;
    *number = is_negative ? value : -value;
    return true;
}

static int fail(const char **reason, const char *text) {
    *reason = text;
    return -1;
}

static void move_to(rio_nested *n, size_t position) {
    n->position = position;
    n->searched = position;
}

// A value is complete: it may have been the last one of its aggregate, and that of the one around it.
static void completed(rio_nested *n) {
    while (n->depth > 0 && --n->missing[n->depth - 1] == 0) n->depth--;
}

// Reads a string whose header ends before `content`.
static int read_string(rio_nested *n, size_t content, int64_t length, const char **reason) {
    if (length == -1) {
        if (!n->functions.integer(n->sink, RIO_NIL, 0)) return -1;
        move_to(n, content);
        completed(n);
        return 1;
    }
    if (length < 0) return fail(reason, "a string's length is no number");
    if ((uint64_t)length > n->max_bulk) return fail(reason, "a string is longer than replyLimits.maximumBulkLength");
    if (n->length - content < 2 || n->length - content - 2 < (uint64_t)length) return 0;
    const char *end = n->bytes + content + length;
    if (end[0] != '\r' || end[1] != '\n') return fail(reason, "a string is longer than was announced");
    if (!n->functions.string(n->sink, RIO_STRING, n->bytes + content, (size_t)length)) return -1;
    move_to(n, content + (size_t)length + 2);
    completed(n);
    return 1;
}

static int read_aggregate(rio_nested *n, size_t next, int64_t count, const char **reason) {
    if (count < -1 || count > INT_MAX) return fail(reason, "an aggregate's length is out of range");
    if (count < 0 ? !n->functions.integer(n->sink, RIO_NIL, 0)
                  : !n->functions.aggregate(n->sink, RIO_ARRAY, (size_t)count)) return -1;
    move_to(n, next);
    if (count <= 0) completed(n);
    else if (!rio_nested_open(n, (size_t)count)) return fail(reason, "out of memory");
    return 1;
}

// 1: a value, or the header of an aggregate, was read; otherwise as rio_nested_next.
static int read_value(rio_nested *n, const char **reason) {
    const char *end = line_end(n);
    size_t available = n->length - n->position;
    if (end == NULL) {
        // The first half of the line's end may be there already.
        if (available > n->max_line + 2) return fail(reason, "a line is longer than replyLimits.maximumLineLength");
        return 0;
    }
    const char *text = n->bytes + n->position + 1;
    size_t next = (size_t)(end - n->bytes) + 2;
    if (end < text) return fail(reason, "unknown reply type");
    size_t length = (size_t)(end - text);
    if (length > n->max_line) return fail(reason, "a line is longer than replyLimits.maximumLineLength");
    int64_t number = 0;
    switch (text[-1]) {
    case '+':
    case '-':
        if (!n->functions.string(n->sink, text[-1] == '+' ? RIO_STATUS : RIO_ERROR, text, length)) return -1;
        break;
    case ':':
        if (!read_number(text, length, &number)) return fail(reason, "an integer is no number");
        if (!n->functions.integer(n->sink, RIO_INTEGER, number)) return -1;
        break;
    case '$':
        if (!read_number(text, length, &number)) return fail(reason, "a string's length is no number");
        return read_string(n, next, number, reason);
    case '*':
        if (!read_number(text, length, &number)) return fail(reason, "an aggregate's length is no number");
        return read_aggregate(n, next, number, reason);
    default: return fail(reason, "unknown reply type");
    }
    move_to(n, next);
    completed(n);
    return 1;
}

int rio_nested_next(rio_nested *n, const char **reason) {
    *reason = NULL;
    while (n->depth > 0) {
        int result = read_value(n, reason);
        if (result != 1) return result;
    }
    return 1;
}

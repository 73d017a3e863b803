#include "CRedisReader.h"

#include <hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RIO_RESP3 (HIREDIS_MAJOR >= 1)

// Replies up to about this size reuse the reader's buffer; a larger buffer is given back when it is empty.
#define RIO_KEEP_BUFFER (4 * 1024 * 1024)

struct rio_reader {
    redisReader *reader;
    rio_sink functions;
    void *sink;
    size_t max_bulk;
    size_t max_line;
    bool blob_error;
    char error[160];
};

// hiredis only needs a pointer that is not NULL for each value; the values themselves went to the sink.
static void *const accepted = (void *)1;

static const rio_reader *owner(const redisReadTask *task) {
    return (const rio_reader *)task->privdata;
}

static void *answer(bool ok) {
    return ok ? accepted : NULL;
}

static rio_kind kind_of(int type) {
    switch (type) {
    case REDIS_REPLY_STATUS: return RIO_STATUS;
    case REDIS_REPLY_ERROR: return RIO_ERROR;
    case REDIS_REPLY_ARRAY: return RIO_ARRAY;
#if RIO_RESP3
    case REDIS_REPLY_VERB: return RIO_VERBATIM;
    case REDIS_REPLY_BIGNUM: return RIO_BIGNUM;
    case REDIS_REPLY_MAP: return RIO_MAP;
    case REDIS_REPLY_SET: return RIO_SET;
    case REDIS_REPLY_PUSH: return RIO_PUSH;
    case REDIS_REPLY_ATTR: return RIO_ATTRIBUTE;
#endif
    default: return RIO_STRING;
    }
}

static void *on_string(const redisReadTask *task, char *bytes, size_t length) {
    const rio_reader *r = owner(task);
    rio_kind kind = r->blob_error && task->parent == NULL ? RIO_ERROR : kind_of(task->type);
    return answer(r->functions.string(r->sink, kind, bytes, length));
}

static void *on_integer(const redisReadTask *task, long long value) {
    const rio_reader *r = owner(task);
    return answer(r->functions.integer(r->sink, RIO_INTEGER, value));
}

static void *on_nil(const redisReadTask *task) {
    const rio_reader *r = owner(task);
    return answer(!r->blob_error && r->functions.integer(r->sink, RIO_NIL, 0));
}

#if RIO_RESP3
static void *on_array(const redisReadTask *task, size_t count) {
    const rio_reader *r = owner(task);
    rio_kind kind = kind_of(task->type);
    // hiredis counts an attribute inside an aggregate as one of its elements, which would shift all that follows.
    if (kind == RIO_ATTRIBUTE && task->parent != NULL) return NULL;
    return answer(r->functions.aggregate(r->sink, kind, count));
}

static void *on_double(const redisReadTask *task, double value, char *text, size_t length) {
    (void)text;
    (void)length;
    const rio_reader *r = owner(task);
    return answer(r->functions.floating(r->sink, value));
}

static void *on_bool(const redisReadTask *task, int value) {
    const rio_reader *r = owner(task);
    return answer(r->functions.integer(r->sink, RIO_BOOL, value));
}
#else
static void *on_array(const redisReadTask *task, int count) {
    const rio_reader *r = owner(task);
    return answer(count >= 0 && r->functions.aggregate(r->sink, RIO_ARRAY, (size_t)count));
}
#endif

static void on_free(void *object) {
    (void)object;
}

static redisReplyObjectFunctions functions = {
    .createString = on_string,
    .createArray = on_array,
    .createInteger = on_integer,
    .createNil = on_nil,
#if RIO_RESP3
    .createDouble = on_double,
    .createBool = on_bool,
#endif
    .freeObject = on_free,
};

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

const char *rio_hiredis_version(void) {
    return TEXT(HIREDIS_MAJOR) "." TEXT(HIREDIS_MINOR) "." TEXT(HIREDIS_PATCH);
}

bool rio_supports_resp3(void) {
    return RIO_RESP3;
}

rio_reader *rio_reader_new(rio_sink sink_functions, void *sink, size_t max_bulk, size_t max_line) {
    rio_reader *r = calloc(1, sizeof *r);
    if (r == NULL) return NULL;
    r->reader = redisReaderCreateWithFunctions(&functions);
    if (r->reader == NULL) {
        free(r);
        return NULL;
    }
    r->reader->privdata = r;
    r->reader->maxbuf = RIO_KEEP_BUFFER;
    r->functions = sink_functions;
    r->sink = sink;
    r->max_bulk = max_bulk;
    r->max_line = max_line;
    return r;
}

void rio_reader_free(rio_reader *r) {
    if (r == NULL) return;
    redisReaderFree(r->reader);
    free(r);
}

bool rio_reader_feed(rio_reader *r, const void *bytes, size_t length) {
    return redisReaderFeed(r->reader, bytes, length) == REDIS_OK;
}

// The type of the value being parsed: negative when its first byte has not come, or no reply has begun.
static int current_type(const redisReader *reader) {
    if (reader->ridx < 0) return -1;
#if RIO_RESP3
    return reader->task[reader->ridx]->type;
#else
    return reader->rstack[reader->ridx].type;
#endif
}

static bool between_replies(const redisReader *reader) {
    return reader->ridx < 0 || (reader->ridx == 0 && current_type(reader) < 0);
}

bool rio_reader_is_empty(const rio_reader *r) {
    return between_replies(r->reader) && r->reader->pos == r->reader->len;
}

const char *rio_reader_error(const rio_reader *r) {
    return r->error;
}

static int fail(rio_reader *r, const char *text) {
    snprintf(r->error, sizeof r->error, "%s", text);
    return -1;
}

// hiredis waits for the end of whatever a header announces. What may not end within the bounds is refused here.
static int check_unfinished(rio_reader *r) {
    const redisReader *reader = r->reader;
    int type = current_type(reader);
    if (type < 0) return 0;
    const char *rest = reader->buf + reader->pos;
    size_t available = reader->len - reader->pos;
    bool bulk = type == REDIS_REPLY_STRING;
#if RIO_RESP3
    bulk = bulk || type == REDIS_REPLY_VERB;
#endif
    const char *end = bulk ? memchr(rest, '\r', available < 32 ? available : 32) : NULL;
    if (end == NULL) {
        if (available > (bulk ? 32 : r->max_line)) return fail(r, "a line is longer than replyLimits.maximumLineLength");
        return 0;
    }
    unsigned long long length = strtoull(rest, NULL, 10);
    if (rest[0] != '-' && length > r->max_bulk) return fail(r, "a string is longer than replyLimits.maximumBulkLength");
    return 0;
}

int rio_reader_next(rio_reader *r) {
#if RIO_RESP3
    // No hiredis version knows blob errors (`!`); their form is that of a bulk string.
    redisReader *reader = r->reader;
    if (between_replies(reader) && reader->pos < reader->len && reader->buf[reader->pos] == '!') {
        reader->buf[reader->pos] = '$';
        r->blob_error = true;
    }
#endif
    void *reply = NULL;
    if (redisReaderGetReply(r->reader, &reply) != REDIS_OK) {
        return fail(r, r->reader->err == REDIS_ERR_OOM ? "the reply was refused" : r->reader->errstr);
    }
    if (reply == NULL) return check_unfinished(r);
    r->blob_error = false;
    return 1;
}

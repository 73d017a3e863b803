#define _GNU_SOURCE
#include "reader_internal.h"

// The last index of its stack that hiredis before 1.0 can give to an aggregate.
#define RIO_DEEPEST 7

// hiredis only needs a pointer that is not NULL for each value; the values themselves went to the sink.
static void *const accepted = (void *)1;

static rio_reader *owner(const redisReadTask *task) {
    return (rio_reader *)task->privdata;
}

static bool is_disguised(const rio_reader *r, const redisReadTask *task) {
    return r->disguised != AS_SENT && task->parent == NULL;
}

static void *answer(bool ok) {
    return ok ? accepted : NULL;
}

static void *refuse(rio_reader *r, const char *reason) {
    r->refusal = reason;
    return NULL;
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
    rio_reader *r = owner(task);
    rio_kind kind = is_disguised(r, task) ? RIO_ERROR : kind_of(task->type);
    // hiredis waits for the two bytes behind a string, but takes any: a cut reply would run on into the next one.
    if (bytes[length] != '\r' || bytes[length + 1] != '\n') return refuse(r, "a string is longer than was announced");
    if (length > r->max_line && !rio_is_string(task->type)) {
        return refuse(r, "a line is longer than replyLimits.maximumLineLength");
    }
    return answer(r->functions.string(r->sink, kind, bytes, length));
}

static void *on_integer(const redisReadTask *task, long long value) {
    rio_reader *r = owner(task);
    return answer(r->functions.integer(r->sink, RIO_INTEGER, value));
}

static void *on_nil(const redisReadTask *task) {
    rio_reader *r = owner(task);
    if (is_disguised(r, task)) return refuse(r, "an error or an attribute that is null");
    return answer(r->functions.integer(r->sink, RIO_NIL, 0));
}

#if RIO_RESP3
static void *on_array(const redisReadTask *task, size_t count) {
    rio_reader *r = owner(task);
    rio_kind kind = is_disguised(r, task) ? RIO_ATTRIBUTE : kind_of(task->type);
    // hiredis 1.3 counts an attribute inside an aggregate as one of its elements, which would shift all that follows.
    if (kind == RIO_ATTRIBUTE && task->parent != NULL) return refuse(r, "an attribute inside an aggregate");
    return answer(r->functions.aggregate(r->sink, kind, count));
}

static void *on_double(const redisReadTask *task, double value, char *text, size_t length) {
    (void)text;
    (void)length;
    rio_reader *r = owner(task);
    return answer(r->functions.floating(r->sink, value));
}

static void *on_bool(const redisReadTask *task, int value) {
    rio_reader *r = owner(task);
    // hiredis looks the letter up with strchr, which finds a zero byte in every text. The line's end lies behind it.
    if (r->reader->buf[r->reader->pos - 3] == '\0') return refuse(r, "a boolean that is neither t nor f");
    return answer(r->functions.integer(r->sink, RIO_BOOL, value));
}
#else
// Continues behind the header of an aggregate whose elements hiredis could not read, should they be aggregates. It has
// counted them down on its stack. What it holds of the wire is copied, because a refusal makes it forget that.
static void *take_over(rio_reader *r, int count) {
    const redisReader *reader = r->reader;
    rio_nested *nested = &r->nested;
    bool ok = true;
    for (int i = 0; i < reader->ridx; i++) {
        ok = ok && rio_nested_open(nested, (size_t)(reader->rstack[i].elements - reader->rstack[i + 1].idx));
    }
    ok = ok && rio_nested_open(nested, (size_t)count);
    ok = ok && rio_nested_feed(nested, reader->buf + reader->pos, reader->len - reader->pos);
    if (ok) return NULL;
    rio_nested_end(nested);
    return refuse(r, "out of memory");
}

static void *on_array(const redisReadTask *task, int count) {
    rio_reader *r = owner(task);
    if (count < 0 || !r->functions.aggregate(r->sink, RIO_ARRAY, (size_t)count)) return NULL;
    return count > 0 && r->reader->ridx == RIO_DEEPEST ? take_over(r, count) : accepted;
}
#endif

static void on_free(void *object) {
    (void)object;
}

redisReplyObjectFunctions rio_value_functions = {
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

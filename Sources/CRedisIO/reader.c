#define _GNU_SOURCE
#include "CRedisReader.h"
#include "nested_reader.h"

#include <ctype.h>
#include "hiredis_headers.h"
#include <limits.h>
#include <locale.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RIO_RESP3 (HIREDIS_MAJOR >= 1)

// No number that a length can be has more characters than this, its sign and the line end's first half included.
#define RIO_LONGEST_LENGTH 24

// hiredis 0.14 counts the bytes it holds in an int.
#define RIO_LONGEST_STRING (RIO_RESP3 ? SIZE_MAX : (size_t)INT_MAX - 65536)

// Strings of at least this length are copied once, by the caller, and not gathered in the reader's buffer first.
#define RIO_LARGE_STRING (64 * 1024)

// Replies up to about this size reuse the reader's buffer; a larger buffer is given back when it is empty.
#define RIO_KEEP_BUFFER (4 * 1024 * 1024)

// The last index of its stack that hiredis before 1.0 can give to an aggregate.
#define RIO_DEEPEST 7

struct rio_reader {
    redisReader *reader;
    // Takes over inside a reply for which hiredis' stack is too small.
    rio_nested nested;
    rio_sink functions;
    void *sink;
    size_t max_bulk;
    size_t max_line;
    // The kind of the reply that is parsed, when hiredis was given another kind of the same form.
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
    // The large string that `rio_reader_next` reported.
    const char *large_start;
    size_t large_length;
    // Why a value was refused while it was parsed; NULL when the sink refused it.
    const char *refusal;
    char error[160];
};

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

static bool is_string(int type) {
#if RIO_RESP3
    if (type == REDIS_REPLY_VERB) return true;
#endif
    return type == REDIS_REPLY_STRING;
}

static void *on_string(const redisReadTask *task, char *bytes, size_t length) {
    rio_reader *r = owner(task);
    rio_kind kind = is_disguised(r, task) ? RIO_ERROR : kind_of(task->type);
    // hiredis waits for the two bytes behind a string, but accepts any: a reply that was cut would continue into the
    // next one.
    if (bytes[length] != '\r' || bytes[length + 1] != '\n') return refuse(r, "a string is longer than was announced");
    if (length > r->max_line && !is_string(task->type)) {
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

// Makes the hiredis reader. False when out of memory.
static bool make_reader(rio_reader *r) {
    r->reader = redisReaderCreateWithFunctions(&functions);
    if (r->reader == NULL) return false;
    r->reader->privdata = r;
    r->reader->maxbuf = RIO_KEEP_BUFFER;
    return true;
}

rio_reader *rio_reader_new(rio_sink sink_functions, void *sink, size_t max_bulk, size_t max_line) {
    rio_reader *r = calloc(1, sizeof *r);
    if (r == NULL) return NULL;
#if RIO_RESP3
    r->c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (r->c_locale == (locale_t)0) {
        rio_reader_free(r);
        return NULL;
    }
#endif
    if (!make_reader(r)) {
        rio_reader_free(r);
        return NULL;
    }
    r->functions = sink_functions;
    r->sink = sink;
    r->max_bulk = max_bulk;
    r->max_line = max_line;
    return r;
}

void rio_reader_free(rio_reader *r) {
    if (r == NULL) return;
    if (r->reader != NULL) redisReaderFree(r->reader);
    rio_nested_end(&r->nested);
#if RIO_RESP3
    if (r->c_locale != (locale_t)0) freelocale(r->c_locale);
#endif
    free(r);
}

bool rio_reader_feed(rio_reader *r, const void *bytes, size_t length) {
    if (rio_nested_is_active(&r->nested)) return rio_nested_feed(&r->nested, bytes, length);
    // Without this, a line that arrives byte by byte would be searched from its beginning for each byte.
    r->has_news = !r->awaits_line_end || memchr(bytes, '\n', length) != NULL;
#if RIO_RESP3
    r->may_hold_double = r->may_hold_double || memchr(bytes, ',', length) != NULL;
#endif
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
    return !rio_nested_is_active(&r->nested) && between_replies(r->reader) && r->reader->pos == r->reader->len;
}

const char *rio_reader_error(const rio_reader *r) {
    return r->error;
}

static int fail(rio_reader *r, const char *text) {
    snprintf(r->error, sizeof r->error, "%s", text);
    r->is_finished = true;
    return -1;
}

// Looks at the length of a string of which hiredis has not everything yet.
static int check_unfinished_string(rio_reader *r, const char *rest, size_t available, bool may_be_taken) {
    size_t searched = available < RIO_LONGEST_LENGTH ? available : RIO_LONGEST_LENGTH;
    const char *end = memchr(rest, '\r', searched);
    bool may_go_on = end == NULL ? available < RIO_LONGEST_LENGTH : end + 1 == rest + available;
    if (may_go_on) return 0;
    if (end == NULL || end[1] != '\n') return fail(r, "a string's length is no number");
    unsigned long long length = strtoull(rest, NULL, 10);
    if (length > r->max_bulk) return fail(r, "a string is longer than replyLimits.maximumBulkLength");
    if (length > RIO_LONGEST_STRING) return fail(r, "a string is longer than hiredis before 1.0 can read (2 GiB)");
    if (!may_be_taken || length < RIO_LARGE_STRING) return 0;
    r->large_length = (size_t)length;
    r->large_start = end + 2;
    return 2;
}

// hiredis waits for the end of whatever a header announces. What may not end within the bounds is refused here.
static int check_unfinished(rio_reader *r) {
    const redisReader *reader = r->reader;
    int type = current_type(reader);
    if (type < 0) return 0;
    size_t available = reader->len - reader->pos;
    if (is_string(type)) {
        // Only a reply of its own is easily taken from hiredis; it holds no other reply's state then.
        bool may_be_taken = type == REDIS_REPLY_STRING && reader->ridx == 0 && r->disguised == AS_SENT;
        return check_unfinished_string(r, reader->buf + reader->pos, available, may_be_taken);
    }
    r->awaits_line_end = true;
    // The first half of the line's end may be there already.
    if (available > r->max_line + 1) return fail(r, "a line is longer than replyLimits.maximumLineLength");
    return 0;
}

// Tells hiredis that a reply of a kind it does not know, or not in every version, is one of the same form.
static void disguise(rio_reader *r) {
#if RIO_RESP3
    redisReader *reader = r->reader;
    if (!between_replies(reader) || reader->pos == reader->len) return;
    char *type = reader->buf + reader->pos;
    if (*type == '!') {
        *type = '$';
        r->disguised = BLOB_ERROR;
    } else if (*type == '|') {
        *type = '%';
        r->disguised = ATTRIBUTE;
    }
#else
    (void)r;
#endif
}

// The specification allows a plus sign before an integer and an infinity, hiredis does not: a reply of this kind is shown
// to it without.
static void pass_over_plus(redisReader *reader) {
    const size_t available = reader->len - reader->pos;
    char *next = reader->buf + reader->pos;
    if (between_replies(reader)) {
        bool is_integer = available > 2 && next[0] == ':' && next[1] == '+' && isdigit((unsigned char)next[2]);
        bool is_infinity = RIO_RESP3 && available > 2 && next[0] == ',' && next[1] == '+' && next[2] == 'i';
        if (!is_integer && !is_infinity) return;
        next[1] = next[0];
        reader->pos++;
    } else if (reader->ridx == 0 && available > 1 && next[0] == '+') {
        // The type came alone. Inside an aggregate this could not be done for one that came whole.
        int type = current_type(reader);
        bool is_integer = type == REDIS_REPLY_INTEGER && isdigit((unsigned char)next[1]);
#if RIO_RESP3
        bool is_infinity = type == REDIS_REPLY_DOUBLE && next[1] == 'i';
#else
        bool is_infinity = false;
#endif
        if (is_integer || is_infinity) reader->pos++;
    }
}

static int explain(rio_reader *r) {
    if (r->refusal != NULL) return fail(r, r->refusal);
    if (r->reader->err == REDIS_ERR_OOM) return fail(r, "the reply was refused");
    return fail(r, r->reader->errstr);
}

// Lets hiredis parse. It reads doubles with strtod, which wants a comma in them where the process's locale says so; the
// locale of this thread is changed for as long as that takes. Switching takes 35 ns, so it is done only behind a comma.
static int get_reply(rio_reader *r, void **reply) {
#if RIO_RESP3
    if (r->may_hold_double) {
        locale_t previous = uselocale(r->c_locale);
        int result = redisReaderGetReply(r->reader, reply);
        uselocale(previous);
        if (result == REDIS_OK && rio_reader_is_empty(r)) r->may_hold_double = false;
        return result;
    }
#endif
    return redisReaderGetReply(r->reader, reply);
}

// Reads on in a reply that nests deeper than hiredis' stack, and gives hiredis what comes behind it.
static int next_nested(rio_reader *r) {
    const char *reason = NULL;
    int result = rio_nested_next(&r->nested, &reason);
    if (result == 0) return 0;
    if (result < 0) return fail(r, reason != NULL ? reason : "the reply was refused");
    rio_nested finished = r->nested;
    memset(&r->nested, 0, sizeof r->nested);
    r->awaits_line_end = false;
    bool ok = rio_reader_feed(r, finished.bytes + finished.position, finished.length - finished.position);
    rio_nested_end(&finished);
    return ok ? 1 : fail(r, "out of memory");
}

// hiredis refused to go on, as it was told, and holds nothing any more.
static int begin_nested(rio_reader *r) {
    redisReaderFree(r->reader);
    if (!make_reader(r)) return fail(r, "out of memory");
    r->nested.functions = r->functions;
    r->nested.sink = r->sink;
    r->nested.max_bulk = r->max_bulk;
    r->nested.max_line = r->max_line;
    return next_nested(r);
}

int rio_reader_next(rio_reader *r) {
    if (r->is_finished) return -1;
    if (rio_nested_is_active(&r->nested)) return next_nested(r);
    if (!r->has_news) return check_unfinished(r);
    r->awaits_line_end = false;
    disguise(r);
    pass_over_plus(r->reader);
    void *reply = NULL;
    if (get_reply(r, &reply) != REDIS_OK) return rio_nested_is_active(&r->nested) ? begin_nested(r) : explain(r);
    if (reply == NULL) return check_unfinished(r);
    r->disguised = AS_SENT;
    return 1;
}

size_t rio_reader_take_large_string(rio_reader *r, const void **bytes, size_t *count) {
    redisReader *reader = r->reader;
    *bytes = r->large_start;
    *count = (size_t)(reader->buf + reader->len - r->large_start);
    // To hiredis this reply is over; it begins with the next one, of which nothing has come yet.
    reader->pos = reader->len;
    reader->ridx = -1;
    return r->large_length;
}

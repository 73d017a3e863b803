/* Reads a list again and again through hiredis' blocking calls and prints one line of CSV like redis-load's.
 *
 *     lrange PORT KEY ELEMENTS SECONDS
 */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { element_bytes = 32, least_calls = 3, most_calls = 1000000 };

static double seconds_of(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* From /proc, because the value of getrusage survives exec: it would be the parent's peak. */
static long peak_kilobytes(void) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long kilobytes = 0;
    if (status == NULL) return 0;
    while (fgets(line, sizeof line, status) != NULL) {
        if (sscanf(line, "VmHWM: %ld kB", &kilobytes) == 1) break;
    }
    fclose(status);
    return kilobytes;
}

static void give_up(const char *reason) {
    fprintf(stderr, "lrange: %s\n", reason);
    exit(1);
}

/* One call, in seconds. Freeing the elements belongs to it, as it does with every client. */
static double read_list(redisContext *redis, const char *key, size_t elements) {
    double start = seconds_of(CLOCK_MONOTONIC);
    redisReply *reply = redisCommand(redis, "LRANGE %s 0 -1", key);
    if (reply == NULL) give_up(redis->errstr);
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != elements || elements == 0 ||
        reply->element[elements - 1]->len != element_bytes) {
        give_up("the reply is not the list that was expected");
    }
    freeReplyObject(reply);
    return seconds_of(CLOCK_MONOTONIC) - start;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The value that the given share of the sorted ones does not exceed. */
static double percentile(const double *sorted, size_t count, size_t percent) {
    return sorted[(count * percent + 99) / 100 - 1];
}

int main(int count, char **arguments) {
    if (count != 5) give_up("usage: lrange PORT KEY ELEMENTS SECONDS");
    size_t elements = strtoul(arguments[3], NULL, 10);
    double seconds = strtod(arguments[4], NULL);
    redisContext *redis = redisConnect("127.0.0.1", (int)strtol(arguments[1], NULL, 10));
    if (redis == NULL || redis->err != 0) give_up(redis != NULL ? redis->errstr : "out of memory");

    double *latencies = malloc(most_calls * sizeof *latencies);
    if (latencies == NULL) give_up("out of memory");
    read_list(redis, arguments[2], elements);

    size_t calls = 0;
    double start = seconds_of(CLOCK_MONOTONIC);
    double cpu_start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    double elapsed = 0;
    while ((elapsed < seconds || calls < least_calls) && calls < most_calls) {
        latencies[calls++] = read_list(redis, arguments[2], elements);
        elapsed = seconds_of(CLOCK_MONOTONIC) - start;
    }
    double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;

    qsort(latencies, calls, sizeof *latencies, ascending);
    printf("hiredis %d.%d.%d (C),lrange-%zu,%d,1,%.2f,%.3f,%.3f,%.3f,%ld\n", HIREDIS_MAJOR, HIREDIS_MINOR,
           HIREDIS_PATCH, elements, (int)element_bytes, (double)calls / elapsed, percentile(latencies, calls, 50) * 1e6,
           percentile(latencies, calls, 99) * 1e6, cpu / (double)calls * 1e6, peak_kilobytes());
    redisFree(redis);
    free(latencies);
    return 0;
}

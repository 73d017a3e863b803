"""The figures that the client must reach, each with what this run says about it."""

import statistics

from plan import MEBIBYTE, RANGE_BESIDE, RANGES
from results import OURS, median, median_difference, median_ratio

WIDTH = 68


class Summary:
    """Collects one line for each target."""

    def __init__(self):
        self.lines = []

    def check(self, name, value, limit, at_least=False, unit="", aim=None, note=""):
        target = f"{'>=' if at_least else '<='} {round(limit, 2):g}{unit}"
        if aim is not None:
            target += f" (aim {aim:g})"
        if value is None:
            shown, verdict = "-", "n/a "
        else:
            shown = f"{value:,.2f}{unit}"
            verdict = "PASS" if (value >= limit if at_least else value <= limit) else "FAIL"
        self.lines.append(f"{verdict}  {name:<{WIDTH}} {shown:>18}   {target}{'  ' + note if note else ''}")

    def tell(self, name, value, unit="", note=""):
        """A figure without a target."""
        shown = "-" if value is None else f"{value:,.2f}{unit}"
        self.lines.append(f"      {name:<{WIDTH}} {shown:>18}{'   ' + note if note else ''}")

    def text(self):
        return "\n".join(self.lines)


def summary(results, parts):
    """The text of all lines that belong to what was measured."""
    lines = Summary()
    machine(lines, results.cache_lines)
    if "calls" in parts:
        calls(lines, results)
        cached(lines, results)
        proxied(lines, results)
    if "lists" in parts:
        lists(lines, results)
    if "memory" in parts:
        memory(lines, results.memory)
    return lines.text()


def machine(lines, cache_lines):
    """Our threads hand each other some fifteen cache lines for each call, redis-benchmark with its one thread none."""
    if cache_lines:
        lines.tell("a cache line from one processor to another, median", statistics.median(cache_lines), unit=" ns",
                   note=f"({min(cache_lines):.0f} to {max(cache_lines):.0f})")


def calls(lines, results):
    def benchmark(options, tasks, value_bytes=32):
        return results.find("get", f"redis-benchmark {options}", value_bytes, tasks)

    get = {tasks: results.find("get", tasks=tasks) for tasks in (1, 50, 500)}
    lines.check("500 tasks GET, commands/s / redis-benchmark -c 50 -P 16",
                median_ratio(get[500], benchmark("-c 50 -P 16", 50), "ops_per_s"), 0.8, at_least=True, aim=1.0)
    lines.check("50 tasks GET, commands/s / redis-benchmark -c 50 -P 1",
                median_ratio(get[50], benchmark("-c 50 -P 1", 50), "ops_per_s"), 3.5, at_least=True, aim=4.5)
    lines.check("1 task GET, p50 / redis-benchmark -c 1",
                median_ratio(get[1], benchmark("-c 1 -P 1", 1), "p50_us"), 1.25, aim=1.1)
    lines.check("client CPU per GET at 500 tasks", median(get[500], "cpu_us_per_op"), 1.3, unit=" us")
    lines.check("client CPU per GET at 50 tasks", median(get[50], "cpu_us_per_op"), 2.5, unit=" us")
    lines.check("10 tasks GET of 1 MiB as [UInt8], bytes/s / redis-benchmark -c 10 -d 1048576",
                median_ratio(results.find("get-bytes", value_bytes=MEBIBYTE, tasks=10),
                             benchmark(f"-c 10 -P 1 -d {MEBIBYTE}", 10, MEBIBYTE), "ops_per_s"), 0.8, at_least=True)
    limit = median(benchmark("-c 10 -P 100", 10), "ops_per_s")
    lines.check("10 tasks, pipeline of 100 GETs, million commands/s",
                scaled(median(results.find("get-pipeline-100", tasks=10), "ops_per_s"), 1e-6),
                min(2.0, limit * 1e-6) if limit else 2.0, at_least=True, unit=" M",
                note="(2 M, or what redis-benchmark -c 10 -P 100 reaches)")
    refused = results.find("refused", value_bytes=0)
    rate = median(refused, "ops_per_s")
    lines.check("a call refused during the backoff, p50", median(refused, "p50_us"), 1.0, unit=" us",
                note=f"(mean {1e6 / rate:.2f} us)" if rate else "")


def cached(lines, results):
    """Time for a call at 50 tasks, and latency at one."""
    def rows(operation, tasks):
        found = [
            rows for (client, name, _, count), rows in results.rounds.items()
            if (client, name, count) == (OURS, operation, tasks)]
        return found[0] if found else {}

    for hit, operation, name in (
            ("cached-text", "get", "cached hit of a text / GET of such a text"),
            ("cached-hit", "get-stored", "cached hit / GET of the same bytes"),
            ("cached-spread", "get-decoded", "cached hit of one of 20,000 / GET of such bytes and decoding")):
        lines.check(f"{name}, time per call at 50 tasks",
                    median_ratio(rows(operation, 50), rows(hit, 50), "ops_per_s"), 1.3)
        lines.check(f"{name}, p50 at 1 task",
                    median_ratio(rows(hit, 1), rows(operation, 1), "p50_us"), 1.3)
    rate = median(rows("cached-in-process", 1), "ops_per_s")
    lines.check("a cached hit in the process, mean", 1e6 / rate if rate else None, 1.0, unit=" us")
    lines.tell("10,000 cached misses at once / the same reads and writes by hand, time",
               median_ratio(rows("cached-miss-bursts", 10_000), rows("get-set-bursts", 10_000), "p50_us"))
    lines.check("a cached call in an outage over its source, p50",
                median(results.find("cached-refused", value_bytes=0), "p50_us"), 5.0, unit=" us")


def proxied(lines, results):
    """What the fault proxy of RedisFaultInjection costs while it has no fault."""
    direct = {tasks: results.find("get", tasks=tasks) for tasks in (1, 50)}
    through = {tasks: results.find("get-through-proxy", tasks=tasks) for tasks in (1, 50)}
    lines.check("50 tasks GET through the fault proxy / directly, commands/s",
                median_ratio(through[50], direct[50], "ops_per_s"), 0.4, at_least=True)
    for tasks in (1, 50):
        lines.check(f"{tasks} task{'s' if tasks > 1 else ''} GET through the fault proxy, p50 added",
                    median_difference(through[tasks], direct[tasks], "p50_us"), 150.0, unit=" us")


def lists(lines, results):
    ours = {elements: results.find(f"lrange-{elements}") for elements in RANGES}
    c = {elements: results.find(f"lrange-{elements}", results.client("hiredis")) for elements in RANGES}
    for elements in RANGES:
        ratio = median_ratio(ours[elements], c[elements], "p50_us")
        lines.check(f"LRANGE of {elements:,} x 32 B, time / blocking C client of hiredis", ratio, 2.0,
                    note="" if elements == 100_000 else "(the target is set for 100,000)")
    for fewer, more in zip(RANGES, RANGES[1:]):
        growth = median_ratio_between(ours[more], ours[fewer])
        peer = median_ratio_between(c[more], c[fewer])
        lines.check(f"LRANGE of {more:,}: times the time of {fewer:,}", growth, 15.0,
                    note=f"(linear is 10; the C client: {peer:.1f})" if peer else "")
    others = median(results.find(f"get-beside-others-lrange-{RANGE_BESIDE}", tasks=10), "p99_us")
    lines.check(f"p99 of GETs on another connection beside LRANGE of {RANGE_BESIDE:,}",
                scaled(median(results.find(f"get-beside-lrange-{RANGE_BESIDE}", tasks=10), "p99_us"), 1e-3), 5.0,
                unit=" ms", note=f"(beside a C program's LRANGE: {others / 1e3:.2f} ms)" if others else "")


def memory(lines, memory):
    def growth(scenario):
        return memory[scenario]["growth_kb"] / 1024 if scenario in memory else None

    waiting, gate = growth("10000-waiting-commands"), growth("10000-waiting-gates")
    lines.check("10,000 waiting commands, beyond 10,000 tasks that wait otherwise",
                waiting - gate if waiting is not None and gate is not None else None, 8.0, unit=" MiB",
                note=f"({waiting:.1f} and {gate:.1f} MiB)" if waiting is not None and gate is not None else "")
    lines.check("growth during an outage of 60 s under 1,000 calling tasks",
                growth("outage-1000-tasks"), 16.0, unit=" MiB")
    load = memory.get("full-load")
    lines.check("resident memory at full load after 2 minutes / after 10 s",
                load["after_kb"] / load["before_kb"] if load else None, 1.05)


def median_ratio_between(rows, others):
    return median_ratio(rows, others, "p50_us")


def scaled(value, factor):
    return None if value is None else value * factor

"""What is measured, in which order. What is compared is measured right after each other."""

import dataclasses
import subprocess
import sys

from processes import Broken, RefusedPort, Server, die_with_parent
from results import Row

MEBIBYTE = 1 << 20
RANGES = (1_000, 10_000, 100_000, 1_000_000)
RANGE_BESIDE = 1_000_000


@dataclasses.dataclass
class Step:
    """One measurement. Those of the ratios are made in every round, the others once."""

    name: str
    part: str
    every_round: bool
    measure: object


def steps(programs):
    """All steps of a round."""
    load, benchmark = programs.load, programs.benchmark
    short = max(0.5, programs.seconds / 3)

    def always(name, measure, part="calls"):
        return Step(name, part, True, measure)

    def once(name, measure, part="calls"):
        return Step(name, part, False, measure)

    def ours(operation, tasks, value_bytes=32):
        return lambda: load(operation, "--tasks", tasks, "--value-bytes", value_bytes)

    def proxied(tasks):
        return lambda: load("get", "--through-proxy", "--tasks", tasks, "--value-bytes", 32)

    def refused(operation):
        def measure():
            with RefusedPort() as port:
                return load(operation, "--tasks", 1, port=port, seconds=short)
        return measure

    def bursts(operation):
        return lambda: Row.parse(programs.load_line("bursts", operation))

    plan = [
        always("GET, 500 tasks", ours("get", 500)),
        always("redis-benchmark -c 50 -P 16", lambda: benchmark(50, 16)),
        always("redis-benchmark -c 50", lambda: benchmark(50)),
        always("GET, 50 tasks", ours("get", 50)),
        always("cached hit of a text, 50 tasks", ours("cached-text", 50)),
        always("GET through the fault proxy, 50 tasks", proxied(50)),
        always("redis-benchmark -c 1", lambda: benchmark(1)),
        always("GET, 1 task", ours("get", 1)),
        always("cached hit of a text, 1 task", ours("cached-text", 1)),
        always("GET through the fault proxy, 1 task", proxied(1)),
        always("GET of 1 MiB as bytes, 10 tasks", ours("get-bytes", 10, MEBIBYTE)),
        always("redis-benchmark -c 10 -d 1048576", lambda: benchmark(10, 1, MEBIBYTE)),
        always("pipeline of 100 GETs, 10 tasks", ours("pipeline", 10)),
        always("redis-benchmark -c 10 -P 100", lambda: benchmark(10, 100)),
        always("refused call", refused("refused")),
        always("cached call in an outage", refused("cached-refused")),
        always("cached hit, 1 task", ours("cached-hit", 1)),
        always("cached hit of one of 20,000, 1 task", ours("cached-spread", 1)),
        always("GET of the same bytes and decoding, 1 task", ours("get-decoded", 1)),
        always("GET of the same bytes, 1 task", ours("get-stored", 1)),
        always("cached hit, 50 tasks", ours("cached-hit", 50)),
        always("cached hit of one of 20,000, 50 tasks", ours("cached-spread", 50)),
        always("GET of the same bytes and decoding, 50 tasks", ours("get-decoded", 50)),
        always("GET of the same bytes, 50 tasks", ours("get-stored", 50)),
        always("cached hit in the process", ours("cached-in-process", 1)),
        always("10,000 cached misses at once", bursts("cached-miss")),
        always("10,000 times GET and SET by hand at once", bursts("get-set")),
        once("redis-py GET", lambda: programs.redis_py("get")),
        once("redis-py SET", lambda: programs.redis_py("set")),
        once("redis-py pipeline", lambda: programs.redis_py("pipeline")),
        once("GET, 10 tasks", ours("get", 10)),
        *(once(f"SET, {tasks} tasks", ours("set", tasks)) for tasks in (1, 10, 50, 500)),
        once("redis-benchmark -c 50 -P 16, SET", lambda: benchmark(50, 16, operation="set")),
        once("redis-benchmark -c 50, SET", lambda: benchmark(50, operation="set")),
        once("GET of 16 KiB, 10 tasks", ours("get", 10, 16 << 10)),
        once("SET of 16 KiB, 10 tasks", ours("set", 10, 16 << 10)),
        once("GET of 1 MiB as text, 10 tasks", ours("get", 10, MEBIBYTE)),
        once("SET of 1 MiB, 10 tasks", ours("set", 10, MEBIBYTE)),
    ]
    for elements in RANGES:
        plan.append(always(
            f"LRANGE of {elements}", part="lists",
            measure=lambda elements=elements: load(
                "lrange", "--elements", elements, "--tasks", 1, "--warm-up", 0.3, seconds=short)))
        plan.append(always(
            f"LRANGE of {elements} in C", part="lists",
            measure=lambda elements=elements: programs.hiredis_range(elements, short)))
    plan.append(always(
        f"GET beside LRANGE of {RANGE_BESIDE}", part="lists",
        measure=lambda: load("beside-lrange", "--elements", RANGE_BESIDE)))
    plan.append(once(
        f"GET beside a C program's LRANGE of {RANGE_BESIDE}", part="lists",
        measure=lambda: beside_others_range(programs)))
    return plan


def beside_others_range(programs):
    """GETs while another process reads the lists: what the server alone makes of it."""
    port, seconds = str(programs.server.port), str(programs.seconds + 1)
    elements = str(RANGE_BESIDE)
    other = subprocess.Popen(
        [programs.range_program, port, f"bench:list:{elements}", elements, seconds],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)
    try:
        row = programs.load("beside-lrange", "--without-range", "--elements", elements)
        if other.wait(timeout=programs.seconds + 30) != 0:
            raise Broken("the C program that reads lists failed")
        return row
    finally:
        other.kill()
        other.wait()


def memory_steps(programs):
    """Name, and a function that returns the line; each with a server of its own, as some are frozen."""

    def own_server(name, *arguments, seconds):
        def measure():
            with Server() as server:
                extra = () if name == "memory-steady" else ("--server-process", server.process.pid)
                return programs.load_line(name, *arguments, *extra, port=server.port, limit=2 * seconds + 60)
        return measure

    outage, first, last = 60, 10, 120
    return [
        ("10,000 tasks that wait for a gate", own_server("memory-waiting", "gate", seconds=5)),
        ("10,000 waiting commands", own_server("memory-waiting", "command", seconds=5)),
        (f"outage of {outage} s", own_server("memory-outage", "--seconds", outage, seconds=outage)),
        (f"full load for {last} s", own_server("memory-steady", "--first", first, "--last", last, seconds=last)),
    ]

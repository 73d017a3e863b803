"""The programs that make load, each called in one line and answered with a row."""

import csv
import dataclasses
import os
import sys

from processes import Broken, run
from results import Row

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BENCHMARK_KEY = "key:__rand_int__"


@dataclasses.dataclass
class Programs:
    """How to reach the programs, and the server that they load."""

    load_program: str
    range_program: str
    line_program: str
    server: object
    seconds: float
    # What redis-benchmark reached the last time, to ask for as many requests as take the wanted time.
    rates: dict = dataclasses.field(default_factory=dict)

    def load(self, *arguments, seconds=None, port=None):
        """redis-load, our client."""
        return Row.parse(self.load_line(*arguments, "--seconds", seconds or self.seconds, port=port))

    def load_line(self, *arguments, port=None, limit=None):
        """redis-load; the line that it printed as it is."""
        command = [self.load_program, *map(str, arguments), "--port", str(port or self.server.port)]
        output, _ = run(command, limit or 10 * self.seconds + 60)
        return output.strip()

    def cache_line(self):
        """How many nanoseconds a cache line takes from one processor to another; None where there is only one."""
        usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        if usable == 1:
            return None
        output, _ = run([self.line_program, "0.05"], 10)
        return float(output)

    def redis_py(self, operation):
        command = [sys.executable, f"{HERE}/peers/redis_py.py", str(self.server.port), operation, str(self.seconds)]
        output, _ = run(command, 10 * self.seconds + 60)
        return Row.parse(output.strip())

    def hiredis_range(self, elements, seconds):
        """The blocking C program."""
        command = [self.range_program, str(self.server.port), f"bench:list:{elements}", str(elements), str(seconds)]
        output, _ = run(command, 10 * seconds + 60)
        return Row.parse(output.strip())

    def benchmark(self, clients, pipeline=1, value_bytes=32, operation="get"):
        """redis-benchmark for about the wanted time."""
        # It reads one key and does not mind when that is missing: put a value there that has the size.
        with self.server.client() as redis:
            redis.set(BENCHMARK_KEY, b"x" * value_bytes)
        options = (clients, pipeline, value_bytes, operation)
        if options not in self.rates:
            first = self.benchmark_requests(options, 500 if value_bytes > 100_000 else 2000 * pipeline)
            self.rates[options] = self.benchmark_requests(options, int(first.ops_per_s * 0.3) + 1).ops_per_s
        row = self.benchmark_requests(options, int(self.rates[options] * self.seconds) + 1)
        self.rates[options] = row.ops_per_s
        return row

    def benchmark_requests(self, options, requests):
        clients, pipeline, value_bytes, operation = options
        size = ["-d", str(value_bytes)] if value_bytes != 32 else []
        shown = ["-c", str(clients), "-P", str(pipeline), *size]
        output, usage = run(
            ["redis-benchmark", "-h", "127.0.0.1", "-p", str(self.server.port), *shown, "-d", str(value_bytes),
             "-t", operation, "-n", str(requests), "--csv"], 10 * self.seconds + 60)
        table = list(csv.DictReader(output[output.find('"test"'):].splitlines()))
        if len(table) != 1:
            raise Broken(f"redis-benchmark printed something else than one result: {output!r}")
        figures = table[0]
        return Row(
            f"redis-benchmark {' '.join(shown)}", operation, value_bytes, clients, float(figures["rps"]),
            float(figures["p50_latency_ms"]) * 1000, float(figures["p99_latency_ms"]) * 1000,
            usage.cpu_seconds / requests * 1e6, usage.peak_kilobytes)

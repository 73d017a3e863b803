"""Load through redis-py, one line of CSV like redis-load's.

    redis_py.py PORT get|set|pipeline SECONDS
"""

import sys
import time

import redis

VALUE = "abcdefghijklmnopqrstuvwxyzabcdef"
PIPELINE = 100


def operation(client, name):
    """The function to call again and again, and how many commands it sends."""
    client.set("bench:32", VALUE)
    if name == "get":
        return lambda: client.get("bench:32"), 1
    if name == "set":
        return lambda: client.set("bench:set:32", VALUE), 1

    def pipeline():
        commands = client.pipeline(transaction=False)
        for _ in range(PIPELINE):
            commands.get("bench:32")
        return commands.execute()

    return pipeline, PIPELINE


def calls_for(seconds, call):
    """Calls until the time is up; returns the latencies in nanoseconds."""
    latencies = []
    now = time.perf_counter_ns()
    end = now + int(seconds * 1e9)
    while now < end:
        call()
        after = time.perf_counter_ns()
        latencies.append(after - now)
        now = after
    return latencies


def percentile(ascending, percent):
    """The value that the given share of the sorted ones does not exceed, in microseconds."""
    return ascending[(len(ascending) * percent + 99) // 100 - 1] / 1000


def peak_kilobytes():
    with open("/proc/self/status", encoding="ascii") as status:
        return next((int(line.split()[1]) for line in status if line.startswith("VmHWM:")), 0)


def main():
    port, name, seconds = int(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    parser = "hiredis" if redis.utils.HIREDIS_AVAILABLE else "Python"
    client = redis.Redis(port=port, decode_responses=True)
    call, commands = operation(client, name)
    calls_for(0.3, call)

    start, cpu = time.perf_counter(), time.process_time()
    latencies = calls_for(seconds, call)
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu

    latencies.sort()
    count = len(latencies)
    shown = "get-pipeline-100" if name == "pipeline" else name
    print(
        f"redis-py {redis.__version__} ({parser}),{shown},{len(VALUE)},1,{count * commands / elapsed:.2f},"
        f"{percentile(latencies, 50):.3f},{percentile(latencies, 99):.3f},"
        f"{cpu / (count * commands) * 1e6:.3f},{peak_kilobytes()}"
    )


if __name__ == "__main__":
    main()

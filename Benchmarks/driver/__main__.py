"""Runs the benchmarks: see ../README.md. Started by ../run, which prepares everything."""

import argparse
import os
import platform
import signal
import subprocess
import sys
import time

from plan import memory_steps, steps
from processes import Broken, Server
from programs import Programs
from results import COLUMNS, MEMORY_COLUMNS, Results
from summary import summary


def arguments():
    parser = argparse.ArgumentParser(prog="Benchmarks/run", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each measurement; default 3")
    parser.add_argument("--rounds", type=int, default=3, help="of what the ratios need; default 3")
    parser.add_argument("--part", action="append", choices=["calls", "lists", "memory"],
                        help="measure only this; may be given more than once")
    parser.add_argument("--long", action="store_true",
                        help="everything in every round")
    parser.add_argument("--output", type=argparse.FileType("w"), help="a file that gets the rows of calls and lists")
    parser.add_argument("--load-program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--range-program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--line-program", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not 0.1 <= options.seconds <= 600 or not 1 <= options.rounds <= 100:
        parser.error("--seconds must lie between 0.1 and 600, --rounds between 1 and 100")
    options.part = options.part or ["calls", "lists", "memory"]
    return options


def tell(text):
    print(text, file=sys.stderr, flush=True)


def first_line(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30).stdout.splitlines()[0].strip()
    except (OSError, IndexError, subprocess.TimeoutExpired):
        return "unknown"


def describe_machine():
    load = os.getloadavg()[0]
    tell(f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, load {load:.1f}")
    tell(f"{first_line('redis-server', '--version')}; hiredis {first_line('pkg-config', '--modversion', 'hiredis')}")
    if load > 0.5:
        tell("The machine is not idle: only the ratios within this run mean something, and less than they could.")


class Run:
    """One run: goes on after a measurement that broke, and remembers it."""

    def __init__(self, options):
        self.options = options
        self.results = Results()
        self.broken = []

    def attempt(self, name, action, is_told=True):
        if is_told:
            tell(f"  {name}")
        try:
            return action()
        except (Broken, ValueError, OSError) as error:
            tell(f"  BROKEN: {name}: {error}")
            self.broken.append(name)
            return None

    def measure(self):
        with Server() as server:
            options = self.options
            programs = Programs(
                options.load_program, options.range_program, options.line_program, server, options.seconds)
            plan = [step for step in steps(programs) if step.part in self.options.part]
            if plan:
                self.measure_rounds(plan, programs)
            if "memory" in self.options.part:
                self.measure_memory(programs)

    def measure_rounds(self, plan, programs):
        self.print_row(",".join(COLUMNS))
        for number in range(1, self.options.rounds + 1):
            tell(f"round {number} of {self.options.rounds}")
            for step in plan:
                if number == 1 or step.every_round or self.options.long:
                    self.attempt("processors", lambda: self.look_at_machine(programs), is_told=False)
                    self.keep(number, self.attempt(step.name, step.measure))

    def look_at_machine(self, programs):
        nanoseconds = programs.cache_line()
        if nanoseconds is None:
            return
        # Said where it is out of the ordinary: the measurement that follows is then as well.
        if nanoseconds > 2 * min(self.results.cache_lines, default=nanoseconds):
            tell(f"  (a cache line takes {nanoseconds:.0f} ns from one processor to another)")
        self.results.cache_lines.append(nanoseconds)

    def keep(self, number, row):
        if row is not None:
            self.results.add(number, row)
            self.print_row(row.csv)

    def print_row(self, line):
        print(line, flush=True)
        if self.options.output:
            print(line, file=self.options.output, flush=True)

    def measure_memory(self, programs):
        tell("memory")
        print("\n" + ",".join(MEMORY_COLUMNS), flush=True)
        for name, measure in memory_steps(programs):
            line = self.attempt(name, measure)
            if line is not None:
                self.results.add_memory(line)
                print(line, flush=True)

    def report(self):
        medians = self.results.medians()
        if medians:
            print(f"\nMedians of {self.options.rounds} rounds (what no ratio needs is measured once)")
            print("\n".join([",".join(COLUMNS), *(row.csv for row in medians)]))
        print("\nTargets. Ratios are medians of the rounds' ratios; both sides of each ran right after each other.")
        print(summary(self.results, self.options.part))


def stop(*_):
    sys.exit(130)


def main():
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGHUP, stop)
    run = Run(arguments())
    start = time.monotonic()
    describe_machine()
    run.measure()
    run.report()
    tell(f"{time.monotonic() - start:.0f} s")
    if run.broken:
        tell(f"{len(run.broken)} measurements broke: {', '.join(run.broken)}")
        sys.exit(1)


main()

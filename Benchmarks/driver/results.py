"""The rows that the programs print, and what can be said about several rounds of them."""

import csv
import dataclasses
import statistics

COLUMNS = "client,operation,value_bytes,tasks,ops_per_s,p50_us,p99_us,cpu_us_per_op,peak_rss_kb".split(",")
MEMORY_COLUMNS = "client,scenario,seconds,before_kb,after_kb,growth_kb".split(",")
OURS = "resilient-redis"


@dataclasses.dataclass
class Row:
    """One measurement."""

    client: str
    operation: str
    value_bytes: int
    tasks: int
    ops_per_s: float
    p50_us: float
    p99_us: float
    cpu_us_per_op: float
    peak_rss_kb: int

    @staticmethod
    def parse(line):
        fields = next(csv.reader([line]))
        if len(fields) != len(COLUMNS):
            raise ValueError(f"not a row: {line!r}")
        types = [field.type for field in dataclasses.fields(Row)]
        return Row(*(kind(field) for kind, field in zip(types, fields)))

    @property
    def csv(self):
        return (
            f"{self.client},{self.operation},{self.value_bytes},{self.tasks},{self.ops_per_s:.2f},"
            f"{self.p50_us:.3f},{self.p99_us:.3f},{self.cpu_us_per_op:.3f},{self.peak_rss_kb}"
        )

    @property
    def key(self):
        return (self.client, self.operation, self.value_bytes, self.tasks)


class Results:
    """All rows of a run, by round."""

    def __init__(self):
        self.rounds = {}
        self.memory = {}
        # How long a cache line took from one processor to another, before each measurement, in nanoseconds.
        self.cache_lines = []

    def add(self, round_number, row):
        self.rounds.setdefault(row.key, {})[round_number] = row

    def add_memory(self, line):
        fields = dict(zip(MEMORY_COLUMNS, next(csv.reader([line]))))
        self.memory[fields["scenario"]] = {name: float(fields[name]) for name in MEMORY_COLUMNS[2:]}

    def find(self, operation, client=OURS, value_bytes=32, tasks=1):
        """The rows of one measurement by round; empty when it was not made."""
        return self.rounds.get((client, operation, value_bytes, tasks), {})

    def client(self, prefix):
        """The full name of a client whose name holds a version."""
        return next((key[0] for key in self.rounds if key[0].startswith(prefix)), prefix)

    def medians(self):
        """One row for each measurement: the median of each column over its rounds."""
        return [
            Row(*key, *(statistics.median(getattr(row, name) for row in rows.values()) for name in COLUMNS[4:8]),
                max(row.peak_rss_kb for row in rows.values()))
            for key, rows in self.rounds.items()
        ]


def median(rows, field):
    """The median of a field, or None without rows."""
    values = [getattr(row, field) for row in rows.values()]
    return statistics.median(values) if values else None


def median_difference(rows, others, field):
    """The median of the rounds' differences."""
    differences = [
        getattr(rows[number], field) - getattr(others[number], field) for number in rows if number in others]
    return statistics.median(differences) if differences else None


def median_ratio(rows, others, field):
    """The median of the rounds' ratios: the two sides of each were measured right after each other."""
    ratios = [getattr(rows[number], field) / getattr(others[number], field) for number in rows if number in others]
    return statistics.median(ratios) if ratios else None

"""Time and memory of the analyses on generated graphs, and how both grow.

    python3 -m tests.benchmarks.analyse_scale            1k, 10k and 100k claims
    python3 -m tests.benchmarks.analyse_scale 1000000    one size

Each size runs in a process of its own; memory is the most it ever held. The exponent is the slope of the logarithms:
1 is proportional, 2 is quadratic.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ontology
from kg.analyse.brokers import brokers
from kg.analyse.compare import compare
from kg.analyse.dates import windows
from kg.analyse.division import divide, signed_network
from kg.analyse.network import multigraph
from kg.analyse.paths import connection
from kg.analyse.records import Records
from kg.analyse.shift import shift
from kg.analyse.summary import stats
from kg.analyse.timeline import timeline
from kg.config import DEFAULT_BASE
from kg.model import EntityId
from tests.support.memory import scale_free

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_000, 10_000, 100_000)
ROOT = Path(__file__).parents[2]


def measured(size: int) -> dict[str, float]:
    """Seconds of each analysis on ``size`` claims between half as many actors, and the peak memory in MB."""
    view = scale_free(size // 2, 2.0)
    meanings = ontology.load(ROOT / "ontology", DEFAULT_BASE)
    found: dict[str, float] = {}

    def run[Result](name: str, work: Callable[[], Result]) -> Result:
        start = time.process_time()
        result = work()
        found[name] = round(time.process_time() - start, 3)
        print(f"{size:,} claims: {name} {found[name]} s", file=sys.stderr, flush=True)
        return result

    records = run("read", lambda: Records.read(view, meanings))
    found["MB to hold"] = _peak()
    run("network", lambda: multigraph(records))
    run("stats", lambda: stats(records))
    found["MB after stats"] = _peak()
    run("timeline", lambda: timeline(records))
    network = run("signed", lambda: signed_network(records))
    run("camps", lambda: divide(records, network))
    run("brokers", lambda: brokers(records))
    run("path", lambda: connection(records, EntityId("Actor_0"), EntityId(f"Actor_{size // 2 - 1}")))
    run("shift", lambda: shift(records, EntityId("Actor_0")))
    run("compare", lambda: compare(records, windows("2019..2021"), windows("2022..2024")))
    found["MB at most"] = _peak()
    return found


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def exponent(sizes: list[int], values: list[float]) -> float:
    """Slope of log(value) over log(size) by least squares."""
    points = [(math.log(s), math.log(v)) for s, v in zip(sizes, values, strict=True) if v > 0]
    x, y = (sum(part) / len(points) for part in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / (sum((a - x) ** 2 for a, _ in points) or math.nan)


def main() -> None:
    """Run every size, print a table."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(int(sys.argv[2]))))
        return
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    rows = []
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.analyse_scale", "--one", str(size)]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        rows.append(json.loads(done.stdout))
    print(f"{'CPU seconds':16}" + "".join(f"{size:>12,}" for size in sizes) + f"{'exponent':>12}")
    for name in rows[0]:
        values = [row[name] for row in rows]
        grows = f"{exponent(sizes, values):12.2f}" if len(sizes) > 1 else ""
        print(f"{name:16}" + "".join(f"{value:>12,.2f}" for value in values) + grows)


if __name__ == "__main__":
    main()

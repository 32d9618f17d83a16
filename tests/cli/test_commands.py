"""The commands, as a user types them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rdflib import Dataset, Graph, URIRef

from kg.config import DEFAULT_BASE
from tests.support import readings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kg

ENT, KG = f"{DEFAULT_BASE}entity/", f"{DEFAULT_BASE}ontology#"
ASK = "SELECT ?x { GRAPH graph:asserted { ent:Armenia kg:suspends ?x } }"


def test_help_is_fast_and_imports_nothing_heavy() -> None:
    probe = (
        "import sys, time; sys.argv = ['kg', '--help']\n"
        "from kg.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'rdflib', 'networkx', 'pyvis', 'pyoxigraph', 'numpy', 'pyshacl', 'starlette'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    found = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert "LOADED []" in found.stdout
    assert "kg" in found.stdout


@pytest.mark.parametrize(
    "command", ["demo", "build", "retract", "stats", "query", "explain", "export", "relations", "check"]
)
def test_every_command_has_help_with_an_example(kg: Kg, command: str) -> None:
    found = kg(command, "--help")
    assert found.code == 0
    assert command == "demo" or f"kg {command}" in found.out.split("Options")[0].split("Usage", 1)[1][20:]


def test_query_in_every_format(kg: Kg, store: Path) -> None:
    assert "ent:CSTO" in kg("query", ASK).out
    assert kg("query", ASK, "--format", "csv").out == f"x\r\n{ENT}CSTO\r\n"
    assert json.loads(kg("query", ASK, "--json").out)["results"]["bindings"][0]["x"]["value"] == f"{ENT}CSTO"
    assert "<uri>" in kg("query", ASK, "--format", "xml").out
    turtle = kg("query", "CONSTRUCT WHERE { ent:Armenia kg:suspends ?x }", "--format", "ttl").out
    assert set(Graph().parse(data=turtle)) == {(URIRef(ENT + "Armenia"), URIRef(KG + "suspends"), URIRef(ENT + "CSTO"))}
    assert kg("query", "ASK { ent:CSTO kg:suspends ?x }").out == "no\n"


def test_query_from_a_file_and_by_name(kg: Kg, store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(ASK)
    assert "ent:CSTO" in kg("query", str(tmp_path / "mine.rq")).out
    found = kg(
        "query",
        "who-moves-where",
        "-p",
        "actor=republic of armenia",
        "--format",
        "csv",
        "-o",
        str(tmp_path / "out.csv"),
    )
    assert (found.code, found.out) == (0, "")
    rows = list(csv.DictReader((tmp_path / "out.csv").open(newline="")))
    assert [(r["who"], r["direction"], r["whom"], r["date"]) for r in rows] == [
        ("Armenia", "away from", "CSTO", "2024-02"), ("Armenia", "away from", "CSTO", "2024-03-01"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("query", "SELECT ?x {"), 2, "does not parse at line 1"),
        (("query", "who-move-where"), 2, "did you mean who-moves-where?"),
        (("query", "who-moves-where", "-p", "actor=Armenai"), 2, "did you mean Armenia?"),
        (("query", "who-moves-where", "-p", "place=Chad"), 2, "it takes actor"),
        (("query", "who-moves-where", "-p", "actor"), 2, "NAME=VALUE"),
        (("query", ASK, "-p", "x=1"), 2, "only a question with a name"),
        (("query",), 2, "nothing to ask"),
        (("query", ASK, "--format", "ttl"), 2, "CONSTRUCT"),
        (("explain", "Nobody At All"), 2, "knows nobody"),
        (("export", "--format", "docx"), 2, "there is no format 'docx'"),
        (("export", "-o", "/nowhere/at/all.ttl"), 3, "/nowhere/at/all.ttl: cannot be written"),
        (("export", "-o", "/dev/full"), 3, "No space left"),
        (("retract", "none.md"), 3, "not in the graph: none.md"),
        (("stats", "--store", "/nowhere"), 3, "there is no graph here yet"),
        (("build", "/nowhere/news"), 2, "no such file or folder"),
        (("query", "--frobnicate"), 2, "No such option"),
        (("relations", "befriends"), 2, "there is no relation"),
    ],
)
def test_each_trouble_is_one_clear_line(kg: Kg, store: Path, words: tuple[str, ...], code: int, says: str) -> None:
    found = kg(*words)
    assert (found.code, found.out) == (code, "")
    assert says in found.err
    assert "Traceback" not in found.err
    assert len([line for line in found.err.splitlines() if line.startswith("error:")]) <= 1


def test_a_value_is_bound_as_a_term_and_never_as_text(kg: Kg, store: Path) -> None:
    found = kg("query", "who-moves-where", "-p", "actor=Armenia> } } INSERT DATA { <a> <b> <c> } #")
    assert found.code == 2
    assert "knows nobody" in found.err


def test_explain_tells_both_sides_with_quotes(kg: Kg, store: Path) -> None:
    told = json.loads(kg("explain", "Armenia", "--json").out)
    assert told["actor"]["aliases"] == ["Republic of Armenia"]
    assert {(one["says"], one["modality"], one["attribution"]) for one in told["claims"]} == {
        ("Armenia suspends CSTO", "factual", "said"), ("Armenia suspends CSTO", "factual", None),
        ("Armenia withdraws from CSTO", "negated", None), ("Russia attacks Armenia", "factual", "alleged"),
        ("Russia criticizes Armenia", "factual", None),
    }  # fmt: skip
    shown = kg("explain", "nikol pashinyan").out
    assert "Nikol Pashinyan: Person; of Armenia" in shown
    assert "alleged by Nikol Pashinyan" in shown


def test_jsonl_keeps_what_it_promises(kg: Kg, store: Path) -> None:
    texts = {r.article.id: r.article.text for r in (readings.freeze(), readings.echo())}
    rows = [json.loads(line) for line in kg("export", "--format", "jsonl").out.splitlines()]
    assert len(rows) == 5
    for row in rows:
        text = texts[row["article"]]
        assert text[row["start"] : row["end"]] == row["quote"]
        for role in ("subject", "object"):
            assert text[row[role]["start"] : row[role]["end"]] == row[role]["text"]
    frozen = next(r for r in rows if r["article"] == "freeze.md" and r["predicate"] == "suspends")
    assert (frozen["sign"], frozen["attribution"], frozen["attributed_to"]["label"]) == (-1, "said", "Nikol Pashinyan")
    assert frozen["date"] == {"start": "2024-02", "end": "2024-02"}
    assert list(frozen) == [
        "id",
        "subject",
        "predicate",
        "object",
        "plover",
        "sign",
        "modality",
        "attributed_to",
        "attribution",
        "date",
        "confidence",
        "article",
        "quote",
        "start",
        "end",
        "rule",
        "extractor",
        "copy_of",
        "sources",
        "independent",
    ]


def test_rdf_formats_say_the_same(kg: Kg, store: Path) -> None:
    def dataset(name: str, rdflib_name: str) -> Dataset:
        return Dataset().parse(data=kg("export", "--format", name).out, format=rdflib_name)

    def triples(name: str, rdflib_name: str) -> set[object]:
        return set(Graph().parse(data=kg("export", "--format", name).out, format=rdflib_name))

    lines = kg("export", "--format", "nq").out.splitlines()
    assert lines == sorted(lines)
    quads = set(dataset("nq", "nquads").quads())
    assert len(quads) == len(lines)
    assert set(dataset("trig", "trig").quads()) == quads
    assert set(dataset("jsonld", "json-ld").quads()) == quads
    assert triples("ttl", "turtle") == triples("nt", "nt") == triples("rdf", "xml") == {quad[:3] for quad in quads}


def test_csv_starts_no_formula(kg: Kg, store: Path) -> None:
    from kg.export.tables import safe

    assert [safe(value) for value in ("=1+1", "-2", "@x", "+3", "fine", -1, None)] == [
        "'=1+1", "'-2", "'@x", "'+3", "fine", -1, None,
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(kg("export", "--format", "csv").out)))
    assert {row["sign"] for row in rows} == {"-1"}
    assert {row["attributed_to.label"] for row in rows} == {"", "Nikol Pashinyan"}


def test_stats_and_relations_as_json(kg: Kg, store: Path) -> None:
    found = json.loads(kg("stats", "--json").out)
    assert (found["claims"], found["entities"]) == (5, 4)
    assert found["modalities"] == [{"name": "factual", "number": 4}, {"name": "negated", "number": 1}]
    (one,) = json.loads(kg("relations", "suspends", "--json").out)
    assert (one["group"], one["sign"]) == ("agreements", -1)


def test_retract_takes_an_article_out(kg: Kg, store: Path) -> None:
    assert kg("retract", "freeze.md").code == 0
    assert json.loads(kg("stats", "--json").out)["claims"] == 2


def test_debug_shows_the_traceback(kg: Kg, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.errors import QueryError

    monkeypatch.setenv("KG_DEBUG", "")  # so that it is put back afterwards
    with pytest.raises(QueryError):
        kg("--debug", "query", "SELECT")

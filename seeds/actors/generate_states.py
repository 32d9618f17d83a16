"""Write states.ttl and regions.ttl: states, territories and their large units as seed actors.

Ids and names come from rigour (MIT), capitals and demonyms from countryinfo (MIT);
states_corrections.toml beside this file replaces what they say wrongly and adds what
they do not say. Neither package is needed at run time: run this by hand, then commit
the output.

    uv run --no-project --with rigour==2.6.1 --with countryinfo==1.0.1 \\
        seeds/actors/generate_states.py
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import countryinfo
from rigour.territories import get_territories

HERE = Path(__file__).parent
RIGOUR = "rigour 2.6.1"
TITLES = {
    "states.ttl": "States and territories: names, capitals, demonyms, Wikidata ids.",
    "regions.ttl": "The first-level units of some large states: names, demonyms, Wikidata ids.",
}
HEADER = """\
# {title}
# Written by generate_states.py from rigour 2.6.1 (MIT) and countryinfo 1.0.1 (MIT) and
# corrected by states_corrections.toml: edit that file and run the script, not this one.
# Our own compilation, Apache-2.0.

@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ent:     <entity/> .
@prefix kg:      <ontology#> .
@prefix rdfs:    <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos:    <http://www.w3.org/2004/02/skos/core#> .
@prefix wd:      <http://www.wikidata.org/entity/> .
"""


@dataclass(frozen=True)
class Entry:
    """One block of the output; `name` is the local name in ent:."""

    name: str
    kind: str
    label: str
    alt: list[str] = field(default_factory=list)
    capital: list[str] = field(default_factory=list)
    demonym: list[str] = field(default_factory=list)
    seat: list[str] = field(default_factory=list)
    in_state: str | None = None
    qid: str | None = None
    source: str | None = None


def local_name(label: str) -> str:
    """Readable ASCII: "São Tomé and Príncipe" -> "Sao_Tome_and_Principe"."""
    ascii_label = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[A-Za-z0-9-]+", ascii_label.replace("'", "")))


def distinct(values: list[str], without: list[str]) -> list[str]:
    """The values in order, each once, none of which is (but for case) in `without`."""
    seen = {value.casefold() for value in without}
    kept = []
    for value in values:
        if value and value.casefold() not in seen:
            seen.add(value.casefold())
            kept.append(value)
    return kept


def packaged_facts() -> dict[str, dict[str, Any]]:
    """Territory code -> countryinfo's record."""
    records = (country.info() for country in countryinfo.all_countries())
    return {record["ISO"]["alpha2"].lower(): record for record in records}


def entry(code: str, kind: str, territory: Any, facts: dict[str, Any], fix: dict[str, Any]) -> Entry:
    """One entity: what the packages say, every field of `fix` replacing it."""
    label = fix.get("label", territory.name)
    demonyms = [part for part in (facts.get("demonym") or "").split(",") if part]
    capitals = [facts["capital"]] if facts.get("capital") else []
    packaged = [territory.name, territory.full_name]
    names = [name for name in packaged if name not in fix.get("drop", []) and "(" not in name]
    return Entry(
        name=fix.get("name", local_name(label)),
        kind=fix.get("kind", kind),
        label=label,
        alt=distinct(fix.get("alt", []) + names, without=[label]),
        capital=distinct(fix.get("capital", capitals), without=[]),
        demonym=distinct(fix.get("demonym", demonyms), without=[]),
        seat=distinct(fix.get("seat", []), without=[]),
        in_state=fix.get("in_state"),
        qid=fix.get("qid", territory.qid),
        source=fix.get("qid_source", RIGOUR),
    )


def literal(text: str, language: str = "") -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + (f"@{language}" if language else "")


def block(item: Entry, states: dict[str, str]) -> str:
    """The Turtle of one entity; `states` maps territory codes to local names."""
    lines = [f"a kg:{item.kind}", f"rdfs:label {literal(item.label, 'en')}"]
    if item.alt:
        lines.append("skos:altLabel " + ", ".join(literal(name, "en") for name in item.alt))
    for predicate, values in (
        ("kg:capital", item.capital),
        ("kg:demonym", item.demonym),
        ("kg:seat", item.seat),
    ):
        if values:
            lines.append(f"{predicate} " + ", ".join(literal(value) for value in values))
    if item.in_state:
        lines.append(f"kg:inState ent:{states[item.in_state]}")
    if item.qid:
        lines.append(f"skos:exactMatch wd:{item.qid}")
        lines.append(f"dcterms:source {literal(item.source or '')}")
    return f"ent:{item.name} " + " ;\n  ".join(lines) + " .\n"


def own_entry(fix: dict[str, Any]) -> Entry:
    """An entity no package has: everything comes from the corrections."""
    fields = {key: value for key, value in fix.items() if key != "qid_source"}
    fields.setdefault("kind", "State")
    return Entry(name=local_name(fix["label"]), source=fix.get("qid_source"), **fields)


def regions(territories: dict[str, Any], fixes: dict[str, Any]) -> list[Entry]:
    """The first-level units of the states that `fixes` lists, each in its state."""
    found = []
    for code, territory in territories.items():
        state = fixes["of"].get(code.partition("-")[0])
        if "-" not in code or state is None or code in fixes["leave_out"]:
            continue
        fix = {"in_state": state, "alt": spellings(territory.name)} | fixes["fix"].get(code, {})
        found.append(entry(code, "Region", territory, {}, fix))
    return found


def spellings(name: str) -> list[str]:
    """How the press writes "Kharkiv Oblast": also "Kharkiv oblast", "Kharkiv region"."""
    stem, _, unit = name.rpartition(" ")
    if unit not in {"Oblast", "Krai"}:
        return []
    return [f"{stem} {unit.lower()}", f"{stem} region"]


def write(filename: str, entries: list[Entry], states: dict[str, str]) -> None:
    """One Turtle file, one block per entity, sorted by local name."""
    ordered = sorted(entries, key=lambda item: item.name)
    blocks = "\n".join(block(item, states) for item in ordered)
    text = HEADER.replace("{title}", TITLES[filename]) + "\n" + blocks
    (HERE / filename).write_text(text, encoding="utf-8")


def main() -> None:
    fixes = tomllib.loads((HERE / "states_corrections.toml").read_text(encoding="utf-8"))
    territories = {territory.code: territory for territory in get_territories()}
    facts = packaged_facts()
    codes = {
        code: "State"
        for code, territory in territories.items()
        if territory.is_country and not territory.is_historical
    }
    codes |= dict.fromkeys(fixes["states"], "State")
    codes |= dict.fromkeys(fixes["territories"], "Region")
    codes |= dict.fromkeys(fixes["historic"], "State")
    fix_of = fixes["states"] | fixes["territories"] | fixes["historic"]
    left_out = set(fixes["leave_out"])
    entries = {
        code: entry(code, kind, territories[code], facts.get(code, {}), fix_of.get(code, {}))
        for code, kind in codes.items()
        if code not in left_out
    }
    states = {code: item.name for code, item in entries.items()}
    every = [*entries.values(), *(own_entry(fix) for fix in fixes.get("own", []))]
    write("states.ttl", every, states)
    write("regions.ttl", regions(territories, fixes["regions"]), states)


if __name__ == "__main__":
    main()

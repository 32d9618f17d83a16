"""Graphs that the page is tried on: a small real one in our own words, and large generated ones with camps."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kg import ids
from kg.model import Argument, ArticleId, ArticleRecord, Claim, Entity, Manner, Modality
from tests.support import memory
from tests.support.memory import MemoryGraph

HERE = Path(__file__).parent
PEOPLE = ("Putin", "Pashinyan", "Aliyev", "Erdoğan", "Macron", "Peskov")
BODIES = ("NATO", "CSTO", "European Union", "BRICS", "Community", "Court")
WIKIDATA = {"Armenia": "Q399", "France": "Q142", "Russia": "Q159"}


def caucasus() -> MemoryGraph:
    """Seventy-odd claims about the South Caucasus, 2019 to 2024; each row of ``world.tsv`` is one."""
    claims = []
    sources = {}
    for number, line in enumerate((HERE / "world.tsv").read_text(encoding="utf-8").splitlines()):
        day, subject, relation, obj, modality, speaker, manner, source, quote = line.split("\t")
        article = f"{day}-{ids.slug(source)}.md"
        sources[ArticleId(article)] = (source, day)
        one = memory.claim(
            subject, relation, obj, modality=Modality(modality), day=day, article=article,
            speaker=speaker or None, manner=Manner(manner) if manner else Manner.SAID,
            confidence=0.55 + (number * 7 % 45) / 100, quote=quote,
        )  # fmt: skip
        claims.append(
            replace(
                one,
                evidence=tuple(
                    replace(
                        e,
                        subject=_argument(quote, subject, 100),
                        object=_argument(quote, obj, 100),
                        start=100,
                        end=100 + len(quote),
                    )
                    for e in one.evidence
                ),
            )
        )
    labels = sorted(
        {
            text
            for line in (HERE / "world.tsv").read_text(encoding="utf-8").splitlines()
            for text in (line.split("\t")[1], line.split("\t")[3], line.split("\t")[5])
            if text
        }
    )
    built = memory.graph(claims, {label: _kind(label) for label in labels})
    entities = {
        k: replace(e, wikidata=WIKIDATA.get(e.label, ""), aliases=_aliases(e)) for k, e in built.entity_table.items()
    }
    articles = {
        name: ArticleRecord(name, f"{source}, {day}", source, f"https://news.example/{name}", date.fromisoformat(day), ids.sha256(name))
        for name, (source, day) in sources.items()
    }  # fmt: skip
    return MemoryGraph(entities, articles, built.claim_list)


def _argument(quote: str, label: str, offset: int) -> Argument:
    at = quote.find(label)
    return Argument(label, offset + at, offset + at + len(label)) if at >= 0 else Argument(label, 0, len(label))


def _kind(label: str) -> str:
    if any(name in label for name in PEOPLE):
        return "Person"
    if label == "Nagorno-Karabakh":
        return "Region"
    return "IntergovernmentalOrganization" if any(name in label for name in BODIES) else "State"


def _aliases(entity: Entity) -> tuple[str, ...]:
    return {
        "CSTO": ("Collective Security Treaty Organization",),
        "United States": ("USA", "Washington"),
        "Türkiye": ("Turkey",),
    }.get(entity.label, ())


def camps(actors: int, claims_per_actor: float = 2.6, *, seed: int = 11) -> MemoryGraph:
    """A generated graph with camps: friends within, most quarrels between; degree heavy-tailed."""
    rng = random.Random(seed)
    count = max(2, min(9, actors // 12))
    camp = [i % count if i < count * 3 else min(int(rng.expovariate(0.45)), count - 1) for i in range(actors)]
    inside: list[list[int]] = [[i for i in range(actors) if camp[i] == c][:1] for c in range(count)]
    everyone = [members[0] for members in inside]
    kinds = rng.choices(
        ("State", "Person", "Organization", "GovernmentBody", "ArmedGroup", "Party"), (30, 30, 18, 10, 5, 7), k=actors
    )
    names = [f"{_word(rng)} {_word(rng)}" if kind == "Person" else _word(rng) for kind in kinds]
    names = [name if names.index(name) == i else f"{name} {i}" for i, name in enumerate(names)]
    friendly = ("supports", "meetsWith", "aids", "cooperatesWith", "signsWith", "praises")
    hostile = ("criticizes", "sanctions", "attacks", "accuses", "warns")
    claims: dict[str, Claim] = {}
    for number in range(int(actors * claims_per_actor)):
        s = number % actors
        friend = rng.random() < 0.7
        pool = inside[camp[s]] if friend else everyone
        o = rng.choice(pool)
        if s == o:
            continue
        relation = rng.choice(friendly if friend or rng.random() < 0.25 else hostile)
        day = (date(2019, 1, 1) + timedelta(days=rng.randrange(2190))).isoformat()
        modality = rng.choices(list(Modality), weights=(8, 1, 1, 0.4))[0]
        quote = f"{names[s]} {relation} {names[o]}, officials and two people who were there said on the day after, and nobody denied it."
        one = memory.claim(
            names[s], relation, names[o], day=day, modality=modality, article=f"a{number // 5}.txt", quote=quote
        )
        claims[one.id] = one
        inside[camp[s]] += [s, o] if camp[o] == camp[s] else [s]
        everyone += [s, o]
    table = dict(zip(names, kinds, strict=True))
    return memory.graph(sorted(claims.values(), key=lambda c: c.id), table)


def _word(rng: random.Random) -> str:
    parts = ("ka", "lo", "mir", "sen", "dar", "vel", "tu", "ran", "os", "bel", "nor", "ti", "al", "ge", "zu", "pa")
    return "".join(rng.choice(parts) for _ in range(rng.randint(2, 3))).capitalize()

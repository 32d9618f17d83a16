"""Reads SPARQL token by token before it is run, and refuses what would reach outside or break the engine.

A word is judged by the place it stands in: ``SERVICE`` in a string, an IRI, a variable or a comment is no federation.
Where Oxigraph's grammar would find a keyword inside what looks like a name (``SERVICE:x``), the query is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.serve.limits import Limits

TOKEN = re.compile(
    r'''
    (?P<space>\s+)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""
             |\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.-]+)
  | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>(?:\d+\.\d*|\.?\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d_]\w*)
  | (?P<open>[({\[])
  | (?P<close>[)}\]])
  | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)
OUTSIDE = ("service", "load")
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SPARQL: its kind, its words, where it starts, and how many brackets are open before it."""

    kind: str
    text: str
    start: int
    depth: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, without space and comments."""
    depth = 0
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind == "close":
            depth -= 1
        if kind not in {"space", "comment"}:
            yield Token(kind, found[0], found.start(), depth)
        if kind == "open":
            depth += 1


def check(text: str, limits: Limits) -> list[Token]:
    """The tokens of a query or update that may be run.

    Raises:
        QueryError: It is too long, nested too deeply, or would reach outside the store.
    """
    if len(text.encode("utf-8", "surrogatepass")) > limits.query:
        raise QueryError(f"the query is longer than {limits.query} bytes")
    found = list(tokens(text))
    _nested(found, limits)
    _inside(found)
    plain = ESCAPE.sub(_character, text)
    if plain != text:  # the standard decodes escapes before it parses: judge that reading too
        decoded = list(tokens(plain))
        _nested(decoded, limits)
        _inside(decoded)
    return found


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number <= 0x10FFFF else " "  # noqa: PLR2004 - the last code point


def _nested(found: list[Token], limits: Limits) -> None:
    depth = max((token.depth for token in found), default=0)
    signs = run = 0
    for token in found:  # a long run of ! - + is nesting as well
        run = run + 1 if token.kind == "other" and token.text in "!-+^" else 0
        signs = max(signs, run)
    if max(depth, signs) > limits.depth:
        raise QueryError(f"the query is nested more than {limits.depth} levels deep")


def _inside(found: list[Token]) -> None:
    for token in found:
        said = token.text.casefold()
        if token.kind == "name":
            said = said.partition(":")[0]
        if token.kind in {"word", "name"} and any(word in said for word in OUTSIDE):
            hint = "nothing outside this store is asked or read"
            raise QueryError(f"{token.text.partition(':')[0].upper()} is not allowed here", hint=hint)
        if token.kind == "other" and token.text == "\\":
            raise QueryError("an escape stands outside of strings, IRIs and names")


def dataset(found: Sequence[Token], base: str) -> list[str]:
    """IRIs that FROM, FROM NAMED, USING and USING NAMED give, resolved against BASE and the prefixes of the query."""
    graphs: list[str] = []
    prefixes: dict[str, str] = {}
    for at, token in enumerate(found):
        word = token.text.casefold() if token.kind == "word" else ""
        rest = [t for t in found[at + 1 : at + 3] if t.text.casefold() != "named"]
        if word == "base" and rest and rest[0].kind == "iri":
            base = urljoin(base, rest[0].text[1:-1])
        elif word == "prefix" and len(rest) > 1 and rest[1].kind == "iri":
            prefixes[rest[0].text] = urljoin(base, rest[1].text[1:-1])
        elif word in {"from", "using"} and rest:
            graphs.append(_resolved(rest[0], base, prefixes))
    return graphs


def _resolved(token: Token, base: str, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    return prefixes.get(prefix + colon, "") + local


def with_dataset(text: str, found: Sequence[Token], default: Sequence[str], named: Sequence[str]) -> str:
    """An update over the dataset that the request names: each of its operations gets USING clauses.

    Raises:
        QueryError: The update names a dataset of its own (SPARQL 1.1 Protocol, 2.2.3).
    """
    words = {token.text.casefold() for token in found if token.kind == "word"}
    if words & {"using", "with"}:
        raise QueryError("the update and the request both name a dataset")
    clauses = "".join(f" USING <{iri}>" for iri in default) + "".join(f" USING NAMED <{iri}>" for iri in named)
    pieces, last = [], 0
    for at, token in enumerate(found):
        if token.kind == "word" and token.depth == 0 and token.text.casefold() == "where":
            before = found[at - 1].text.casefold() if at else ""
            pieces.append(text[last : token.start])
            if before == "delete":  # DELETE WHERE { P } takes no USING: write it out
                pieces.append(_group(text, found, at + 1))
            pieces.append(clauses + " ")
            last = token.start
    return "".join([*pieces, text[last:]])


def _group(text: str, found: Sequence[Token], at: int) -> str:
    """The text of the group that starts at a token."""
    first = found[at]
    end = next(t for t in found[at + 1 :] if t.kind == "close" and t.depth == first.depth)
    return text[first.start : end.start + 1]

"""Time expressions and what they stand for, seen from the day of publication.

Expressions without a year are placed by the tense of the word that they modify: "met on Friday" lies before
publication, "will meet on Friday" after it. Without a day of publication only expressions that name a year are
understood. Words stand in ``ontology/lexicon/times.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kg.annotate import calendar, periods
from kg.model import Span, TimeMention
from kg.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from kg.lexicon import Lexicon
    from kg.model import Document, Period

YEAR_DIGITS = r"(?:1[5-9]|20)\d\d"
YEAR = rf"{YEAR_DIGITS}(?!\d|[.,]\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,]\d)"
CALENDAR = frozenset({"dmy", "mdy", "month"})
SERIES = frozenset({"year", "my", "month", "weekday"})
"""Kinds that make one time when coordinated: "in 2008 and 2009"."""
NAMED = frozenset({"PERSON", "ORG", "EVENT", "LAW", "FAC", "PRODUCT", "WORK_OF_ART"})


class Found(NamedTuple):
    """A time expression before it is understood: characters, tokens, and the parts of the match."""

    start: int
    end: int
    first: int
    last: int
    kind: str
    parts: Mapping[str, str]


class Times:
    """Finds time expressions; made once, used for many documents."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words: Callable[[str], frozenset[str]] = lexicon.words
        self._pattern = _pattern(lexicon)
        self._hints = _hints(lexicon)
        self._opening = _before(lexicon.words("time_opening"))
        self._ending = _before(lexicon.words("time_ending"))
        self._ranging = _before(lexicon.words("time_ranging"))

    def mentions(self, document: Document) -> tuple[TimeMention, ...]:
        """The time expressions of a document that can be understood, in text order."""
        found = self._found(document)
        return tuple(self._understood(document, found)) if found else ()

    def _found(self, document: Document) -> list[Found]:
        text, tokens = document.article.text, document.tokens
        starts = [token.start for token in tokens]
        found = []
        for stretch in self._hinted(document):
            for match in self._pattern.finditer(text, stretch.start, stretch.end):
                first = bisect_right(starts, match.start()) - 1
                last = bisect_left(starts, match.end()) - 1
                kind = match.lastgroup or ""
                parts = {
                    name.removeprefix(f"{kind}_"): value
                    for name, value in match.groupdict().items()
                    if value is not None and name.startswith(f"{kind}_")
                }
                one = Found(match.start(), match.end(), first, last, kind, parts)
                if self._meant(document, one):
                    found.append(one)
        return found

    def _hinted(self, document: Document) -> Iterator[Span]:
        """Sentences with a word that only times have; neighbours as one, since abbreviated months end sentences wrongly.

        The pattern of all times is slow; most sentences hold none.
        """
        tokens = document.tokens
        start = end = -1
        for sentence in document.sentences:
            inside = tokens[sentence.start : sentence.end]
            if any(t.text.casefold() in self._hints or t.text[:1].isdecimal() for t in inside):
                if inside[0].start - end > 1 or end < 0:
                    if end >= 0:
                        yield Span(start, end)
                    start = inside[0].start
                end = inside[-1].end
        if end >= 0:
            yield Span(start, end)

    def _meant(self, document: Document, found: Found) -> bool:
        """Whether the words are a time here: no modal "may", no person April, no number of things."""
        tokens = document.tokens[found.first : found.last + 1]
        last = tokens[-1]
        if found.kind in {"month", "weekday"}:
            before = document.tokens[found.first - 1] if found.first else None
            surname = before is not None and before.head == found.last and before.tag == "NNP" and before.ent != "DATE"
            month = found.parts["n"][0].isupper() and last.tag not in {"MD", "VB", "VBP"} and last.ent not in NAMED
            return month and not surname
        if found.kind in {"dmy", "mdy", "my"}:
            return found.parts["m"][0].isupper()
        if found.kind == "season":
            return last.ent not in NAMED and ("r" in found.parts or "y" in found.parts or last.ent == "DATE")
        if found.kind == "year":
            before = document.tokens[found.first - 1] if found.first else None
            prepositions = self._words("time_prepositions")
            led = before is not None and (before.text.casefold() in prepositions or before.text in {"(", "–", "-"})
            named = last.dep == "nummod" and last.head > last.i and document.tokens[last.head].tag in {"NN", "NNP"}
            return (
                last.ent == "DATE"
                or named
                or (led and last.ent in {"", "CARDINAL"} and last.dep not in {"nummod", "quantmod"})
            )
        return True

    def _understood(self, document: Document, found: list[Found]) -> Iterable[TimeMention]:
        tree, text = Tree(document), document.article.text
        skip = False
        for n, one in enumerate(found):
            if skip:
                skip = False
                continue
            following = found[n + 1] if n + 1 < len(found) else None
            bridged = following is not None and self._bridged(text, one, following)
            hint = self._year(text, found, n, tree)
            period = self._period(document, tree, one, hint)
            if period is None:
                continue
            last = one.last
            if bridged and following is not None:
                other = self._period(document, tree, following, hint or _explicit(one))
                if other is not None and (period.start or "") <= (other.end or ""):
                    skip, last, period = True, following.last, periods.joined(period, other)
            if not skip and not self._premodifies(tree, one):
                period = self._sided(text, one, period)
            yield TimeMention(one.first, last + 1, period)

    def _premodifies(self, tree: Tree, one: Found) -> bool:
        """It stands before the noun that it belongs to: "since the 2020 war"."""
        above = tree.modified(one.first, one.last + 1)
        return above is not None and above > one.last and tree.tokens[above].pos in {"NOUN", "PROPN"}

    def _bridged(self, text: str, one: Found, following: Found) -> bool:
        """Two expressions that are the ends of one time: "from X to Y", "between X and Y", "in 2008 and 2009"."""
        between = text[one.end : following.start].strip().casefold()
        if between not in self._words("time_bridges") or "\n\n" in text[one.end : following.start]:
            return False
        if self._ranging.search(text, max(0, one.start - 16), one.start) is not None or between in "-–—":
            return True
        return between == "and" and one.kind == following.kind and one.kind in SERIES

    def _year(self, text: str, found: list[Found], n: int, tree: Tree) -> int | None:
        """The year of an expression that names none: of the one it is joined to, or named before in the sentence."""
        one = found[n]
        if _explicit(one) is not None:
            return None
        if n + 1 < len(found) and found[n + 1].kind in {one.kind, "my"}:
            joint = text[one.end : found[n + 1].start].strip(" ,").casefold()
            if joint in self._words("time_bridges") and (year := _explicit(found[n + 1])) is not None:
                return year
        sentence = tree.sentence_of[one.first]
        before = [f for f in found[:n] if tree.sentence_of[f.first] == sentence]
        return next((year for f in reversed(before) if (year := _explicit(f)) is not None), None)

    def _sided(self, text: str, one: Found, period: Period) -> Period:
        """Open one side after "since", "until" and the like."""
        lead = max(0, one.start - 24)
        if self._opening.search(text, lead, one.start):
            return periods.opened(period, start=False)
        if self._ending.search(text, lead, one.start):
            return periods.opened(period, start=True)
        return period

    def _period(self, document: Document, tree: Tree, one: Found, hint: int | None) -> Period | None:
        """What an expression stands for; ``None`` if it cannot be known."""
        try:
            absolute = _absolute(one, _explicit(one) or hint)
            if one.kind in {"quarter", "season"} and (named := _explicit(one)) is not None:
                return periods.months(named, *self._months(one.kind, one.parts["n"]), "quarter")
            if absolute is not None or document.article.published is None:
                return absolute
            base, relative = document.article.published, self._relation(one)
            ahead = relative > 0 if relative else self._ahead(tree, one)
            if ahead is None and one.kind in CALENDAR:
                ways = [self._relative(base, one, relative, future=future) for future in (False, True)]
                return periods.nearest(base, [way for way in ways if way is not None])
            return self._relative(base, one, relative, future=bool(ahead))
        except (ValueError, OverflowError):
            return None

    def _relation(self, one: Found) -> int:
        """-1 for "last", 1 for "next", else 0."""
        word = one.parts.get("r", "").casefold()
        return (word in self._words("time_next")) - (word in self._words("time_last"))

    def _relative(self, base: date, one: Found, relative: int, *, future: bool) -> Period | None:
        parts, kind = one.parts, one.kind
        this = "r" in parts and relative == 0
        if kind in {"dmy", "mdy"}:
            when = periods.near_day(base, _number(parts["d"]), calendar.month(parts["m"]) or 0, future=future)
            return periods.day(when, _until(when, parts.get("e")))
        if kind == "weekday":
            number = calendar.weekday(parts["n"])
            return None if number is None else periods.near_weekday(base, number, future=future, other=relative != 0)
        if kind == "month":
            number = calendar.month(parts["n"]) or 0
            if this:
                return periods.months(base.year, number, number)
            return periods.near_months(base, number, number, "month", future=future, other=relative != 0)
        if kind in {"quarter", "season"}:
            first, last = self._months(kind, parts["n"])
            if this or (kind == "quarter" and relative):
                return periods.months(base.year + relative, first, last, "quarter")
            return periods.near_months(base, first, last, "quarter", future=future, other=relative != 0)
        if kind == "today":
            days = calendar.shift(parts["n"]) if parts["n"].casefold() in self._words("time_days") else 0
            return periods.day(base + timedelta(days=days or 0))
        return self._counted(base, one, relative, future=future)

    def _counted(self, base: date, one: Found, relative: int, *, future: bool) -> Period | None:
        """Units before or after: "two weeks ago", "in three days", "the past month", "this year"."""
        parts, kind = one.parts, one.kind
        unit = parts["u"].casefold()
        if kind == "units":
            here = periods.shifted(base, unit, 0)
            return periods.opened(here, start=relative < 0)
        if kind == "unit":
            rolling = relative != 0 and (parts["r"].casefold() in self._words("time_rolling") or unit == "decade")
            return periods.rolling(base, unit, relative) if rolling else periods.shifted(base, unit, relative)
        number = calendar.count(parts["n"].casefold())
        if number is None:
            return None
        if kind == "ago":
            return periods.shifted(base, unit, -number)
        if kind == "stretch":
            return periods.rolling(base, unit, number * relative)
        return periods.shifted(base, unit, number) if future else None

    def _months(self, kind: str, name: str) -> tuple[int, int]:
        wanted = " ".join(name.casefold().split())
        for entry in self._words("time_seasons" if kind == "season" else "time_quarters"):
            words, first, last = entry.rsplit(" ", 2)
            if words == wanted:
                return int(first), int(last)
        raise ValueError(name)

    def _ahead(self, tree: Tree, one: Found) -> bool | None:
        """Whether the word that an expression modifies speaks of the future; ``None`` if its form does not tell."""
        tokens = tree.tokens
        led = tokens[one.first - 1].lemma if one.first else ""
        current = tree.modified(one.first, one.last + 1)
        for i in () if current is None else (current, *tree.ancestors(current)):
            token = tokens[i]
            if token.pos in {"NOUN", "PROPN"}:
                if any(tokens[k].text.casefold() in self._words("planned_modifiers") for k in tree.kids(i, "amod")):
                    return True
                if i == current and i > one.last:  # "the June visit"
                    return None
            elif token.pos in {"VERB", "AUX"}:
                if led == "for" and token.lemma in self._words("planning"):
                    return True
                ahead = self._tense(tree, i)
                if (
                    ahead is None and one.kind not in CALENDAR
                ):  # "agreed to meet on Friday", not "came on Friday to sign"
                    return token.tag == "VB" and token.dep != "advcl"
                return ahead
        return False

    def _tense(self, tree: Tree, verb: int) -> bool | None:
        """Whether a verb speaks of the future; ``None`` for the simple present, and for a purpose of the past."""
        token = tree.tokens[verb]
        auxiliaries = [tree.tokens[k] for k in tree.kids(verb, "aux", "auxpass")]
        if any(a.lemma == "have" for a in auxiliaries):
            return False
        if any(a.tag == "MD" for a in auxiliaries):
            return True
        if any(a.tag == "TO" for a in auxiliaries):
            return None if tree.tokens[token.head].tag == "VBD" else True
        if token.tag == "VBG" and any(a.tag in {"VBZ", "VBP"} and a.lemma == "be" for a in auxiliaries):
            return True
        return None if token.tag in {"VBZ", "VBP"} and not auxiliaries else False


def _absolute(one: Found, year: int | None) -> Period | None:
    """The period of an expression with a year; ``None`` for any other."""
    parts, kind = one.parts, one.kind
    if kind == "decade":
        return periods.decade(int(parts["y"]) * 10)
    if year is None:
        return None
    if kind == "year":
        return periods.year(year, _last_year(year, parts.get("e")))
    if kind == "iso":
        return periods.day(date(year, int(parts["m"]), int(parts["d"])))
    if kind in {"dmy", "mdy"}:
        when = date(year, calendar.month(parts["m"]) or 0, _number(parts["d"]))
        return periods.day(when, _until(when, parts.get("e")))
    if kind in {"my", "month"} and "r" not in parts:
        number = calendar.month(parts["m" if kind == "my" else "n"]) or 0
        return periods.months(year, number, number)
    return None


def _explicit(one: Found) -> int | None:
    """The year that an expression names."""
    return int(one.parts["y"]) if "y" in one.parts and one.kind != "decade" else None


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))


def _until(start: date, last: str | None) -> date | None:
    return start.replace(day=_number(last)) if last else None


def _last_year(first: int, last: str | None) -> int | None:
    if last is None:
        return None
    number = int(last) if len(last) == 4 else first // 100 * 100 + int(last)  # noqa: PLR2004
    if number <= first:
        raise ValueError(last)
    return number


def _hints(lexicon: Lexicon) -> frozenset[str]:
    """Words one of which stands in every time without digits."""
    words = lexicon.words
    names = words("time_months") | words("time_weekdays") | words("time_days") | words("time_units")
    parts = {w for entry in words("time_seasons") | words("time_quarters") for w in entry.split()[:-2]}
    plurals = {f"{unit}s" for unit in words("time_units")}
    return names | {name.rstrip(".") for name in names} | parts | plurals | {w.split()[-1] for w in words("time_today")}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


def _before(words: AbstractSet[str]) -> re.Pattern[str]:
    """Words right before a place in the text."""
    return re.compile(rf"(?<!\w)(?:{_any(words)})\s+(?:the\s+)?\Z", re.IGNORECASE)


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """All kinds of expressions in one; each kind is a group, its parts are groups named after it."""
    words = lexicon.words
    month, weekday, unit = (_any(words(f"time_{name}")) for name in ("months", "weekdays", "units"))
    season, quarter = (_any(w.rsplit(" ", 2)[0] for w in words(f"time_{name}")) for name in ("seasons", "quarters"))
    last_next = _any(words("time_last") | words("time_next"))
    relative = _any(words("time_last") | words("time_next") | words("time_this"))
    count = rf"{_any(words('time_counts'))}|\d{{1,3}}"
    kinds = {
        "iso": rf"(?P<iso_y>{YEAR_DIGITS})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)",
        "dmy": rf"(?P<dmy_d>{DAY})(?:\s+of)?\s+(?P<dmy_m>{month})(?:,?\s+(?P<dmy_y>{YEAR}))?",
        "mdy": rf"(?P<mdy_m>{month})\s+(?P<mdy_d>{DAY})(?:\s?(?:[-–]|to|and)\s?(?P<mdy_e>{DAY}))?"
        rf"(?:,?\s+(?P<mdy_y>{YEAR}))?",
        "my": rf"(?P<my_m>{month})(?:\s+of)?,?\s+(?P<my_y>{YEAR})",
        "decade": r"(?P<decade_y>(?:1[5-9]|20)\d)0s",
        "quarter": rf"(?P<quarter_n>{quarter})"
        rf"(?:(?:\s+of)?(?:\s+the)?\s+(?:(?P<quarter_y>{YEAR})|(?P<quarter_r>{relative})\s+year))?",
        "season": rf"(?:(?P<season_r>{relative})\s+)?(?P<season_n>{season})(?:(?:\s+of)?\s+(?P<season_y>{YEAR}))?",
        "ago": rf"(?P<ago_n>{count})\s+(?P<ago_u>{unit})s?\s+ago",
        "ahead": rf"(?<=\bin\s)(?P<ahead_n>{count})\s+(?P<ahead_u>{unit})s?",
        "stretch": rf"(?P<stretch_r>{last_next})\s+(?P<stretch_n>{count})\s+(?P<stretch_u>{unit})s?",
        "units": rf"(?P<units_r>{last_next})\s+(?P<units_u>{unit})s",
        "unit": rf"(?P<unit_r>{relative})\s+(?P<unit_u>{_any(words('time_units') - {'day'})})",
        "weekday": rf"(?:(?P<weekday_r>{relative})\s+)?(?P<weekday_n>{weekday})",
        "month": rf"(?:(?P<month_r>{relative})\s+)?(?P<month_n>{month})",
        "today": rf"(?P<today_n>{_any(words('time_days') | words('time_today'))})",
        "year": rf"(?P<year_y>{YEAR})(?:\s?[-–/]\s?(?P<year_e>20\d\d|\d\d)(?!\d))?",
    }
    grade = _any(words("time_grades"))
    some = rf"(?:(?:{grade})\s+)?(?:{_any(words('time_parts'))})\s+of(?:\s+the)?\s+"
    part = rf"(?:(?:the\s+)?(?:{some}|(?:{grade})(?:\s+(?:in|on))?[\s-]+)|the\s+)?"
    tail = r"(?:\s+(?:morning|afternoon|evening|night))?"
    body = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    return re.compile(rf"(?<![\w$€£]){part}(?:{body})(?!\w|['’]s\w){tail}", re.IGNORECASE)

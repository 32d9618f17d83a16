"""Pictures: valid, titled, with their source, the same bytes twice, and words where there is nothing to draw."""

from __future__ import annotations

import builtins
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from kg.analyse import plots
from kg.analyse.camps import camps
from kg.analyse.compare import compare
from kg.analyse.dates import windows
from kg.analyse.paths import connection
from kg.analyse.shift import shift
from kg.analyse.ties import events, signed
from kg.analyse.timeline import timeline
from kg.errors import ConfigError, MissingResourceError
from kg.model import EntityId
from tests.analyse.small import claim, records
from tests.analyse.test_shift import STORY, TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.analyse.records import Records

NOTE = "Source: nothing but tests."


def _camps(made: Records, kind: str) -> bytes:
    network = signed(events(made))
    labels = {node: node for node in network}
    return plots.camps(network, camps(network), labels, kind, title="Camps", note=NOTE)


def _dyads(made: Records, kind: str) -> bytes:
    network = signed(events(made))
    return plots.dyads(network, {node: node for node in network}, kind, title="Pairs", note=NOTE)


PICTURES: dict[str, Callable[[Records, str], bytes]] = {
    "timeline": lambda made, kind: plots.timeline(timeline(made), kind, title="Claims", note=NOTE),
    "ranked": lambda made, kind: plots.ranked(
        {str(e): 1.0 for e in made.entities}, kind, title="Rank", note=NOTE, unit="claims"
    ),
    "positions": lambda made, kind: plots.positions(shift(made, EntityId("Armenia")), kind, note=NOTE),
    "differences": lambda made, kind: plots.differences(
        compare(made, windows("2023-01..2024-03"), windows("2024-04..")), kind, note=NOTE
    ),
    "dyads": _dyads,
    "camps": _camps,
    "ways": lambda made, kind: plots.ways(connection(made, EntityId("Armenia"), EntityId("Russia")), kind, note=NOTE),
}


@pytest.mark.parametrize("name", PICTURES)
def test_svg_is_one_picture_that_loads_nothing(name: str) -> None:
    found = PICTURES[name](records(STORY, TYPES), "svg")
    root = ET.fromstring(found)
    assert root.tag.endswith("}svg")
    assert not [e for e in root.iter() if e.tag.endswith(("}script", "}image"))]
    [title] = [e.text for e in root if e.tag.endswith("}title")]
    assert title
    assert found == PICTURES[name](records(STORY[::-1], TYPES), "svg")


@pytest.mark.parametrize("name", PICTURES)
def test_png(name: str) -> None:
    from matplotlib.image import imread

    found = PICTURES[name](records(STORY, TYPES), "png")
    height, width, _ = imread(io.BytesIO(found)).shape
    assert height > 300
    assert width > 500
    assert found == PICTURES[name](records(STORY, TYPES), "png")


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize(
    "claims", [[], [claim("A", "meetsWith", "B")], [claim("A", "fights", "B", day=None, article="u.md")]]
)
def test_little_or_nothing_to_draw(name: str, claims: list) -> None:  # type: ignore[type-arg]
    assert ET.fromstring(PICTURES[name](records(claims), "svg")).tag.endswith("}svg")


@pytest.mark.parametrize("label", ["$\\frac{", "<script>", "漢字 عربي", "a\x00b\nc", "x" * 500])
def test_odd_names_are_drawn(label: str) -> None:
    found = plots.ranked({label: 2.0, "B": 1.0}, "svg", title=label, note=label, unit="")
    assert b"<script" not in found.replace(b"&lt;script", b"")


def test_bars_are_as_long_as_their_values() -> None:
    seen: list[Any] = []
    with plots._drawing(4, 3) as (_, axes):
        kind = type(axes)
    original = kind.barh

    def spy(self: Any, *args: Any, **options: Any) -> Any:
        seen.append((list(args[0]), list(args[1])))
        return original(self, *args, **options)

    kind.barh = spy  # type: ignore[method-assign]
    try:
        plots.ranked({"a": 1.0, "b": 3.0, "c": 2.0}, "svg", title="t", note="n", unit="u")
    finally:
        kind.barh = original  # type: ignore[method-assign]
    assert seen == [([0, 1, 2], [3.0, 2.0, 1.0])]


def test_other_suffixes_are_refused() -> None:
    assert plots.suffix(Path("a.SVG")) == "svg"
    with pytest.raises(ConfigError, match=r"a\.jpeg"):
        plots.suffix(Path("a.jpeg"))


def test_without_matplotlib_the_command_to_type_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **options: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingResourceError, match=r"pip install 'kg\[plots\]'"):
        plots.ranked({"a": 1.0}, "svg", title="t", note="n", unit="u")


def test_colours_stay_apart_for_the_colour_blind() -> None:
    """Okabe and Ito's blue and vermillion differ by more than 3:1 from paper, and are told apart by hatching too."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for colour in (plots.COOPERATION, plots.CONFLICT):
        assert 1.05 / (luminance(colour) + 0.05) > 3

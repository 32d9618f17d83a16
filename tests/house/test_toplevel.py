"""What a visitor sees first: seven names, the licence and the lock."""

from tests.house.project import ROOT, tracked


def test_the_visible_top_level_is_exactly_this() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in names if not name.startswith(".")} == {
        "pyproject.toml", "README.md", "kg", "ontology", "seeds", "tests", "exports", "LICENSE", "uv.lock",
    }  # fmt: skip


def test_exports_hold_nothing_but_their_readme() -> None:
    assert [path.name for path in tracked() if path.relative_to(ROOT).parts[0] == "exports"] == ["README.md"]

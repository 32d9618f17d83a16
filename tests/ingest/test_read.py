"""What comes out of files and folders: articles with offsets that hold, and one clear issue for each fault."""

from __future__ import annotations

import gzip
import json
import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from kg.ingest import read
from kg.ingest.decode import decode
from kg.model import Article, Issue
from tests.ingest.corpus import web_page, zipped

TEXT = "Peru thanked Chile.\n"
FRONT = (
    '---\ntitle: "Peru thanks Chile"\nsource: Harbour Gazette\ndate: 2025-01-14\nurl: https://example.org/a\n---\n\n'
)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def articles(*paths: Path) -> list[Article]:
    found = list(read(paths))
    assert [item for item in found if isinstance(item, Issue)] == []
    return [item for item in found if isinstance(item, Article)]


def one(path: Path) -> Article:
    (article,) = articles(path)
    return article


def issue(*paths: Path) -> Issue:
    (found,) = [item for item in read(paths) if isinstance(item, Issue)]
    return found


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_front_matter(tmp_path: Path, name: str) -> None:
    article = one(write(tmp_path, name, FRONT + TEXT))
    assert article.id == name
    assert article.text == FRONT + TEXT
    assert article.body.of(article.text).strip() == TEXT.strip()
    assert (article.title, article.source, article.url) == (
        "Peru thanks Chile",
        "Harbour Gazette",
        "https://example.org/a",
    )
    assert article.published == date(2025, 1, 14)
    assert [span.of(article.text) for span in article.segments] == ["Peru thanked Chile."]


def test_without_front_matter_nothing_is_guessed(tmp_path: Path) -> None:
    article = one(write(tmp_path, "a.txt", "Peru thanks Chile\n\n" + TEXT))
    assert (article.title, article.source, article.url, article.published) == ("", "", "", None)


@pytest.mark.parametrize(
    ("content", "day", "rest"),
    [
        ("date 2025-01-14 Peru thanked Chile.", date(2025, 1, 14), "Peru thanked Chile."),
        ("Date: 2025-01-14T10:00:00Z\nPeru thanked Chile.", date(2025, 1, 14), "Peru thanked Chile."),
        ("Published: 14 January 2025\n\nPeru thanked Chile.", date(2025, 1, 14), "Peru thanked Chile."),
        ("Date palms grow in Chad.", None, "Date palms grow in Chad."),
        ("date 2025-02-30 Peru thanked Chile.", None, "date 2025-02-30 Peru thanked Chile."),
    ],
)
def test_date_of_the_first_line(tmp_path: Path, content: str, day: date | None, rest: str) -> None:
    article = one(write(tmp_path, "a.txt", content))
    assert article.published == day
    assert article.body.of(article.text).strip() == rest


def test_a_rule_across_the_page_is_no_front_matter(tmp_path: Path) -> None:
    article = one(write(tmp_path, "a.txt", "---\nPeru thanked Chile.\n---\n"))
    assert article.body.start == 0


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Peru thanked Chile – “São”.\r\nIt did.\rYes.\n".encode(), id="line ends"),
        pytest.param("\ufeffPeru thanked Chile.\n".encode(), id="byte order mark"),
        pytest.param(("\ufeff" + FRONT.replace("\n", "\r\n") + TEXT).encode(), id="mark, front matter and line ends"),
        pytest.param("Peru 🇵🇪 thanked Chile.\u2028Then\x0cit\x85did.".encode(), id="other separators stay"),
    ],
)
def test_offsets_count_what_read_text_gives(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, "a.txt", data)
    article = one(path)
    assert article.text == path.read_text(encoding="utf-8")
    assert article.segments
    assert not article.text[article.segments[0].start].isspace()
    assert "\ufeff" not in article.segments[0].of(article.text)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-be-bom", "utf-32"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "The “São Paulo” accord – signed in Málaga – was praised by Brasília’s café owners and by Zoë Example.\n" * 5
    data = b"\xfe\xff" + text.encode("utf-16-be") if encoding == "utf-16-be-bom" else text.encode(encoding)
    assert one(write(tmp_path, "a.txt", data)).text == text


def test_cyrillic_in_an_old_encoding(tmp_path: Path) -> None:
    text = "Президент Армении встретился с министром иностранных дел Франции в Ереване.\n" * 5
    assert decode(text.encode("cp1251"), "a.txt") == text
    assert "not in English (ru)" in issue(write(tmp_path, "a.txt", text.encode("cp1251"))).message


def rows(*values: object) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def test_jsonl(tmp_path: Path) -> None:
    text = "Peru\r\nthanked Chile. \ufeff"
    path = write(
        tmp_path,
        "a.jsonl",
        rows({"id": "one", "title": "T", "text": text, "date": "2025-01-14", "source": "S", "url": "U"})
        + "\n"
        + rows({"id": 2, "text": "Chile thanked Peru."}, {"text": "No id."}),
    )
    first, second, third = articles(path)
    assert (first.id, first.text, first.title, first.source, first.url) == ("one", text, "T", "S", "U")
    assert first.published == date(2025, 1, 14)
    assert (second.id, second.published) == ("2", None)
    assert third.id == "a.jsonl:4"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "x"', "not JSON at column"),
        ("[1]", "not an object"),
        ('{"id": "1"}', "no 'text'"),
        ('{"text": 1}', "not a string"),
        ('{"text": " "}', "is empty"),
        ('{"text": "a \\ud83d b"}', "half a character"),
        ("[" * 100_000, "cannot be read"),
        ('{"text": ' + "9" * 5000 + "}", "cannot be read"),
    ],
)
def test_a_bad_row_is_one_issue_and_the_others_go_on(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path, "a.jsonl", rows({"text": "A b."}) + line + "\n" + rows({"text": "C d."}))
    before, found, after = read([path])
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    assert isinstance(found, Issue)
    assert message in found.message
    assert (found.path, found.line) == (str(path), 2)
    assert found.hint


def test_a_row_that_is_not_utf8(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", b'{"text": "caf\xe9"}\n')
    assert "byte 14" in issue(path).message


def test_a_line_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.ingest.rows.LONGEST", 1000)

    path = write(tmp_path, "a.jsonl", rows({"text": "x" * 5000}, {"text": "Peru thanked Chile."}))
    found, article = read([path])
    assert isinstance(found, Issue)
    assert (found.line, "a line of more than" in found.message) == (1, True)
    assert isinstance(article, Article)
    assert article.id == "a.jsonl:2"


@pytest.mark.parametrize(
    ("name", "content", "message", "line"),
    [
        ("a.txt", "", "empty", None),
        ("a.txt", " \n", "empty", None),
        ("a.jsonl", "", "empty", None),
        ("a.md", FRONT, "no text below", 7),
        ("a.md", "---\ntitle: x\n", "never closed", 1),
        ("a.md", "---\ntitle: x\nsource: 'y\n---\nBody.", "broken front matter", 4),
        ("a.md", "---\ntitle: [1, 2\nsource: y\n---\nBody.", "broken front matter", 3),
        ("a.md", "---\na: &x 1\nb: *x\n---\nBody.", "aliases", 3),
        ("a.md", "---\ntitle: !!python/object:os.x y\n---\nBody.", "broken front matter", 2),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", None),
        ("a.txt", bytes(range(1, 256)) * 40, "binary", None),
        ("a.txt", b"\xff\xfea\0b", "UTF-16", None),
        ("a.xyz", "Peru thanked Chile.", "not a kind of file", None),
    ],
)
def test_faults(tmp_path: Path, name: str, content: str | bytes, message: str, line: int | None) -> None:
    bad = write(tmp_path, name, content)
    good = write(tmp_path, "good.txt", TEXT)
    found = issue(bad, good)
    assert message in found.message
    assert (found.path, found.line) == (str(bad), line)
    assert found.hint


def test_missing_and_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no such file" in issue(tmp_path / "nothing.txt").message
    assert "no files" in issue(tmp_path).message
    path = write(tmp_path, "a.txt", TEXT)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    found = issue(tmp_path)
    assert found.kind == "unreadable"
    assert [item.id for item in read([path]) if isinstance(item, Article)] == ["a.txt"]


def test_a_file_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.ingest.bounds.TEXT", 100)
    assert "in one article" in issue(write(tmp_path, "a.txt", "x" * 101)).message


def test_a_date_that_cannot_be_read_does_not_lose_the_article(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "---\ndate: 01/02/2025\n---\nPeru thanked Chile.")
    found, article = read([path])
    assert isinstance(found, Issue)
    assert "01/02/2025" in found.message
    assert isinstance(article, Article)
    assert article.published is None


def test_folders_are_searched_below_and_hidden_files_are_not_read(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.md", ".hidden.txt", ".git/c.txt", "sub/notes.xyz"):
        write(tmp_path, name, TEXT)
    assert [item.id for item in articles(tmp_path)] == ["a.md", "b.txt"]


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path) -> None:
    for number in range(12):
        write(tmp_path, f"{number % 3}/{number}.txt", f"Peru thanked Chile {number} times.")
    paths = sorted(path for path in tmp_path.rglob("*.txt"))
    expected = articles(tmp_path)
    random.Random(3).shuffle(paths)
    found = articles(*paths, tmp_path / "1", tmp_path)
    assert [(item.id, item.text) for item in found] == [(item.id, item.text) for item in expected]
    assert len(found) == 12


def test_two_files_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    for name in ("x/1/a.txt", "y/1/a.txt", "y/2/a.txt", "y/2/b.txt"):
        write(tmp_path, name, TEXT)
    assert [item.id for item in articles(tmp_path)] == ["b.txt", "x/1/a.txt", "y/1/a.txt", "y/2/a.txt"]
    assert [item.id for item in articles(tmp_path / "y")] == ["1/a.txt", "2/a.txt", "b.txt"]


def test_one_id_twice(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", rows({"id": "x", "text": "One."}, {"id": "x", "text": "Two."}))
    assert "another article with this id" in issue(path).message
    path = write(tmp_path, "b.jsonl", rows({"id": "x", "text": "One."}, {"id": "x", "text": "One."}))
    assert "the same article" in issue(path).message


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path, name, TEXT)
    stream = read([tmp_path])
    assert isinstance(next(stream), Article)
    (tmp_path / "b.txt").unlink()
    assert isinstance(next(stream), Issue)


def test_names_that_are_no_utf8_or_steer_a_terminal(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"two\nlines\x1b[31m.txt"):
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_text(TEXT)
    assert [item.id for item in articles(tmp_path)] == ["caf\\xe9.txt", "two\ufffdlines\ufffd[31m.txt"]
    missing = issue(Path(os.fsdecode(os.fsencode(tmp_path) + b"/gon\xe9")))
    assert str(missing).encode("utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_a_pipe_in_a_folder_is_not_waited_for_and_one_that_is_named_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert [item.id for item in articles(tmp_path)] == ["a.txt"]
    with ThreadPoolExecutor(1) as other:
        other.submit(pipe.write_text, "Chad thanked Mali.\n")
        assert one(pipe).text == "Chad thanked Mali.\n"


def test_what_a_browser_saved_beside_a_page_is_no_article(tmp_path: Path) -> None:
    write(tmp_path, "page.html", "<html><body>" + f"<p>{TEXT * 20}</p>" + "</body></html>")
    write(tmp_path, "page_files/advert.html", "<html><body><p>Buy a boat.</p></body></html>")
    write(tmp_path, "other_files/b.txt", TEXT)
    assert [item.id for item in articles(tmp_path)] == ["b.txt", "page.html"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.txt", TEXT)
    (tmp_path / "sub" / "again").symlink_to(tmp_path)
    (tmp_path / "same.txt").symlink_to(tmp_path / "sub" / "a.txt")
    assert len(articles(tmp_path)) == 1
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    assert issue(tmp_path).path.endswith("round.txt")


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (TEXT.encode(), ["stdin"]),
        (rows({"id": "x", "text": TEXT}, {"id": "y", "text": "Chad thanked Mali."}).encode(), ["x", "y"]),
        (gzip.compress(TEXT.encode(), mtime=0), ["stdin"]),
        (zipped({"a.txt": TEXT}), ["stdin/a.txt"]),
        (web_page().encode(), ["stdin"]),
    ],
    ids=["text", "lines", "gzip", "zip", "page"],
)
def test_standard_input_may_be_of_any_kind(monkeypatch: pytest.MonkeyPatch, data: bytes, ids: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
    assert [item.id for item in read(["-"]) if isinstance(item, Article)] == ids


def test_a_list_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/c.md", "other/d.txt"):
        write(tmp_path, name, TEXT)
    monkeypatch.chdir(tmp_path)
    Path("list").write_text("# mine\r\na.txt\r\n\r\nsub/*.md\nother\ngone.txt\na.txt\n")
    found = list(read(["@list"]))
    assert [item.id for item in found if isinstance(item, Article)] == ["a.txt", "c.md", "d.txt"]
    (missing,) = [item for item in found if isinstance(item, Issue)]
    assert (missing.path, missing.line, missing.message) == ("list", 6, "no such file or folder: gone.txt")
    assert "list cannot be read" in issue(Path("@nolist")).message


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [("*.txt", ["a.txt"]), ("**/*.txt", ["a.txt", "b.txt"]), ("sub/[b-c].*", ["b.txt", "c.md"]), ("?.txt", ["a.txt"])],
)
def test_patterns(tmp_path: Path, pattern: str, ids: list[str]) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/c.md"):
        write(tmp_path, name, TEXT)
    assert [item.id for item in articles(tmp_path / pattern)] == ids
    assert "no file fits" in issue(tmp_path / "*.nothing").message

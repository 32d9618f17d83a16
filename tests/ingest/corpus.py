"""Small files of every kind and with every fault, made on the spot, each with what must come of it.

Every text tells the same short story, so that what is lost shows at once.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

STORY = (
    "Kenya thanked Ghana on Monday for the loan of three patrol boats.",
    "The foreign ministers of both countries met in Nairobi and signed a treaty on fishing.",
    "Ghana will send a second mission to the port of Mombasa in the spring, the ministry said.",
)
TEXT = "\n\n".join(STORY) + "\n"
FRONT = (
    "---\ntitle: Kenya thanks Ghana\nsource: Harbour Gazette\ndate: 2025-01-14\nurl: https://example.org/boats\n---\n"
)
FRENCH = (
    "Le président de la République a reçu lundi à Paris la ministre des affaires étrangères du Ghana, qui a signé un "
    "accord sur la pêche. Les deux pays se sont félicités de leurs bonnes relations et ont promis de se revoir bientôt."
)


@dataclass(frozen=True)
class Case:
    """One file.

    Attributes:
        articles: Ids of the articles that must come of it; each tells the whole story.
        issues: A regular expression for each issue that must come of it, in order.
        dated: The articles carry the date, 14 January 2025.
    """

    name: str
    data: bytes
    articles: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    dated: bool = False


def good(name: str, data: bytes | str, *ids: str, dated: bool = False) -> Case:
    return Case(name, _bytes(data), ids or (name,), (), dated)


def bad(name: str, data: bytes | str, *issues: str) -> Case:
    return Case(name, _bytes(data), (), issues)


def _bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8") if isinstance(data, str) else data


def row(name: str, **more: object) -> str:
    return json.dumps({"id": name, "title": "Kenya thanks Ghana", "text": TEXT, "date": "2025-01-14"} | more)


def web_page(head: str = "", story: tuple[str, ...] = STORY) -> str:
    paragraphs = "".join(f"<p>{line}</p>\n" for line in story)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Kenya thanks Ghana - Harbour Gazette</title>\n'
        '<meta property="og:title" content="Kenya thanks Ghana"><meta property="og:site_name" content="Harbour Gazette">\n'
        '<meta property="article:published_time" content="2025-01-14T08:30:00+00:00">\n'
        f'<link rel="canonical" href="https://example.org/boats">{head}</head><body>\n'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>\n'
        f"<main><article><h1>Kenya thanks Ghana</h1>\n{paragraphs}</article></main>\n"
        '<aside><h2>Most read</h2><a href="/x">Ten tips for a tidy boat</a></aside>'
        "<footer>© 2025 Harbour Gazette. All rights reserved.</footer></body></html>"
    )


def rss(*contents: str) -> str:
    items = "".join(
        f"<item><title>Kenya thanks Ghana</title><link>https://example.org/{n}</link><guid>boats-{n}</guid>"
        f"<pubDate>Tue, 14 Jan 2025 08:30:00 GMT</pubDate><description>Boats.</description>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item>"
        for n, content in enumerate(contents, 1)
    )
    return (
        '<?xml version="1.0"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Harbour Gazette</title>{items}</channel></rss>"
    )


def atom() -> str:
    content = "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in STORY)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Gazette</title>'
        "<entry><id>tag:example.org,2025:boats</id><title>Kenya thanks Ghana</title><updated>2025-01-14T08:30:00Z</updated>"
        f'<content type="html">{content}</content></entry></feed>'
    )


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 14, 0, 0, 0)), _bytes(data), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(members: Mapping[str, bytes | str], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(_bytes(data))
            archive.addfile(info, io.BytesIO(_bytes(data)))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


gz = partial(gzip.compress, mtime=0)


def warc(*pages: tuple[str, str | bytes], kind: str = "response", status: str = "200 OK", packed: bool = True) -> bytes:
    """A web archive; each record is a gzip member of its own, as crawlers write them."""
    out = b""
    for number, (content_type, body) in enumerate(pages, 1):
        http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n".encode() + _bytes(body)
        block = http if kind == "response" else _bytes(body)
        content = "application/http; msgtype=response" if kind == "response" else content_type
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"WARC-Date: 2025-01-15T00:00:00Z\r\nWARC-Target-URI: https://example.org/boats\r\n"
            f"Content-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        out += gz(record) if packed else record
    return out


RECORD = "00000000-0000-4000-8000-{:012}"


def pdf(lines: tuple[str, ...] = STORY, password: str = "") -> bytes:
    """A PDF of one page, with a line break wherever a line would leave the page."""
    shown = []
    for line in lines:
        words, current = line.split(), ""
        for word in words:
            if len(current) + len(word) > 60:
                shown.append(current)
                current = ""
            current = f"{current} {word}".strip()
        shown.append(current)
    stream = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    if not password:
        return out
    writer, buffer = PdfWriter(clone_from=PdfReader(io.BytesIO(out))), io.BytesIO()
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


def nested(depth: int) -> bytes:
    data: bytes = zipped({"boats.txt": TEXT})
    for level in range(depth - 1):
        data = zipped({f"{level}.zip": data})
    return data


def csv(quote: str = '"') -> str:
    return f"id,title,date,text\none,Kenya thanks Ghana,2025-01-14,{quote}{TEXT}{quote}\n"


CASES = (
    # Kinds.
    good("plain.txt", TEXT),
    good("front.txt", FRONT + TEXT, dated=True),
    good("front.md", FRONT + TEXT, dated=True),
    good("dated.txt", "date 2025-01-14 " + TEXT, dated=True),
    good("rows.jsonl", row("a") + "\n" + row("b") + "\n", "a", "b", dated=True),
    good("rows.ndjson", row("a"), "a", dated=True),
    good("list.json", f"[{row('a')}, {row('b')}]", "a", "b", dated=True),
    good("wrapped.json", json.dumps({"status": "ok", "articles": [json.loads(row("a"))]}), "a", dated=True),
    good("single.json", json.dumps({"maintext": TEXT, "title": "Boats", "date_publish": "2025-01-14 08:30:00"}), dated=True),
    good("table.csv", csv(), "one", dated=True),
    good("semicolon.csv", csv().replace(",", ";", 3).replace("one,Kenya thanks Ghana,2025-01-14,", "one;Kenya thanks Ghana;2025-01-14;"), "one", dated=True),
    good("table.tsv", "id\tdate\ttext\none\t2025-01-14\t" + " ".join(STORY) + "\n", "one", dated=True),
    good("page.html", web_page(), dated=True),
    good("page.htm", web_page().replace("utf-8", "windows-1252").encode("cp1252"), dated=True),
    good("feed.rss", rss("".join(f"<p>{line}</p>" for line in STORY), "<br>".join(STORY)), "boats-1", "boats-2", dated=True),
    good("feed.xml", atom(), "tag:example.org,2025:boats", dated=True),
    good("paper.pdf", pdf()),
    good("pages.zip", zipped({"b/page.html": web_page(), "a.txt": FRONT + TEXT}), "pages.zip/a.txt", "pages.zip/b/page.html", dated=True),
    good("pages.tar", tarred({"a.txt": FRONT + TEXT, "b.jsonl": row("row")}), "pages.tar/a.txt", "row", dated=True),
    good("pages.tar.gz", tarred({"a.txt": FRONT + TEXT}, "w:gz"), "pages.tar.gz/a.txt", dated=True),
    good("plain.txt.gz", gz(TEXT.encode())),
    good("rows.jsonl.gz", gz(row("a").encode()), "a", dated=True),
    good("page.html.bz2", bz2.compress(web_page().encode()), dated=True),
    good("table.csv.xz", lzma.compress(csv().encode()), "one", dated=True),
    good("crawl.warc", warc(("text/html", web_page()), packed=False), RECORD.format(1), dated=True),
    good("crawl.warc.gz", warc(("text/html; charset=utf-8", web_page()), ("text/html", web_page())), RECORD.format(1), RECORD.format(2), dated=True),
    good("crawl.wet.gz", warc(("text/plain", TEXT), kind="conversion"), RECORD.format(1)),
    # What the name does not say, or says wrongly.
    good("page.txt", web_page(), dated=True),
    good("page", web_page(), dated=True),
    good("rows.txt", row("a") + "\n" + row("b") + "\n", "a", "b", dated=True),
    good("page.pdf", web_page(), dated=True),
    good("paper.html", pdf()),
    good("plain.html", TEXT),
    good("zip.txt", zipped({"a.txt": FRONT + TEXT}), "zip.txt/a.txt", dated=True),
    good("UPPER.TXT", TEXT),
    good("unpacked.txt.gz", TEXT),
    good("rows.jsonl.bz2", row("a"), "a", dated=True),
    good("packed.txt", gz(TEXT.encode())),
    good("whole.warc.gz", gz(warc(("text/html", web_page()), packed=False)), RECORD.format(1), dated=True),
    good("others.warc.gz", warc(("image/png", b"\x89PNG"), ("application/json", "{}"), ("text/html", web_page())), RECORD.format(3), dated=True),
    good("items.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "".join(f"<p>{line}</p>" for line in STORY), "date_published": "2025-01-14T08:30:00Z"}]}), "1", dated=True),
    good("one.rdf.xml", '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://example.org/1"><title>Boats</title><link>https://example.org/1</link><dc:date>2025-01-14</dc:date><description>' + " ".join(STORY) + "</description></item></rdf:RDF>", "https://example.org/1", dated=True),
    # Encodings.
    good("mark.txt", "\ufeff" + FRONT + TEXT, dated=True),
    good("windows.txt", (FRONT + TEXT).replace("\n", "\r\n"), dated=True),
    good("utf16.txt", TEXT.encode("utf-16")),
    good("latin.txt", (TEXT + "\nThe “São Tomé” pact – signed in Málaga – was praised in Côte d’Ivoire.\n").encode("cp1252")),
    good("utf16.html", web_page().encode("utf-16"), dated=True),
    good("utf16.jsonl", (row("a") + "\n" + row("b")).encode("utf-16"), "a", "b", dated=True),
    good("utf16.json", f"[{row('a')}]".encode("utf-16"), "a", dated=True),
    good("utf16.csv", csv().encode("utf-16"), "one", dated=True),
    good("utf16.xml", atom().replace("utf-8", "utf-16").encode("utf-16"), "tag:example.org,2025:boats", dated=True),
    good("unmarked.txt", TEXT.encode("utf-16-le")),
    good("mixed.csv", csv().encode() + csv().replace("one", "two").replace("Kenya thanks", "Café São Tomé thanks").encode("cp1252").split(b"\n", 1)[1], "one", "two", dated=True),
    good("returns.csv", csv().replace("\n", "\r"), "one", dated=True),
    good("undeclared.html", web_page().replace('<meta charset="utf-8">', "").replace("</article>", "<p>“São Tomé” – twice.</p></article>").encode("cp1252"), dated=True),
    good("rowmark.jsonl", "\ufeff" + row("a"), "a", dated=True),
    # Archives within archives, and names that point elsewhere.
    good("four.zip", nested(4), "four.zip/2.zip/1.zip/0.zip/boats.txt"),
    bad("nine.zip", nested(9), "more than 4 archives"),
    good("tarzip.tar", tarred({"x/inner.zip": zipped({"a.txt": TEXT})}), "tarzip.tar/x/inner.zip/a.txt"),
    good("slip.zip", zipped({"../../etc/passwd.txt": TEXT}), "slip.zip/etc/passwd.txt"),
    good("slip.tar", tarred({"/etc/passwd.txt": TEXT}), "slip.tar/etc/passwd.txt"),
    good("control.zip", zipped({"a\u202e\x1bb.txt": TEXT}), "control.zip/a\ufffd\ufffdb.txt"),
    good("assets.zip", zipped({"a.txt": TEXT, "logo.png": b"\x89PNG\r\n\x1a\n\0", "style.css": "p {}", "__MACOSX/._a.txt": b"\0"}), "assets.zip/a.txt"),
    # Faults.
    bad("empty.txt", "", "empty"),
    bad("blank.md", " \n\n", "empty"),
    bad("bodyless.md", FRONT, "no text below the front matter"),
    bad("unclosed.md", "---\ntitle: x\n\nKenya.", "never closed"),
    bad("broken.md", "---\ntitle: [a\nsource: b\n---\n" + TEXT, "broken front matter"),
    bad("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "binary data"),
    bad("letter.docx", zipped({"word/document.xml": "<w/>"}), "documents are not read"),
    bad("unknown.xyz", TEXT, "not a kind of file"),
    bad("french.txt", FRENCH, r"not in English \(fr\)"),
    bad("menu.txt", "Home\n\nSubscribe to read on\n\n© 2025 Harbour Gazette\n", "nothing in it is article text"),
    bad("links.html", "<html><body><ul><li><a href='/'>Home</a></li></ul></body></html>", "no article text|nothing in it is article text"),
    bad("deep.html", "<html><body>" + "<div>" * 90_000 + TEXT + "</body></html>", "no article text|more than"),
    bad("tags.html", "<html><body>" + "<i>x</i>" * 60_000 + "</body></html>", "more than 100000 tags"),
    bad("locked.pdf", pdf(password="x"), "password|encrypted"),
    bad("blank.pdf", pdf(()), "no text in this PDF"),
    bad("cut.pdf", pdf()[:300], "damaged|no text"),
    bad("cut.txt.gz", gz(TEXT.encode())[:-20], "gzip|damaged"),
    bad("cut.zip", zipped({"a.txt": TEXT})[:-30], "zip damaged"),
    bad("cut.tar", tarred({"a.txt": TEXT})[:600], "damaged"),
    bad("wrong.tar.gz", b"\x1f\x8b" + b"no gzip at all" * 9, "damaged"),
    bad("locked.zip", zipped({"a.txt": TEXT}).replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"), "password"),
    bad("entities.rss", rss("x").replace("?>", '?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1), "declares entities"),
    bad("empty.rss", rss(), "no entries"),
    bad("teaser.rss", rss("").replace("Boats.", ""), "entry 1 has no text"),
    bad("textless.csv", "id,title\n1,Boats\n", "no column 'text'"),
    bad("textless.json", '{"title": "Boats"}', "no 'text'"),
    bad("broken.json", '{"text": "Boats"', "not JSON"),
    bad("notfound.warc", warc(("text/html", web_page()), status="404 Not Found", packed=False), "nothing to read in this web archive"),
    bad("pictures.zip", zipped({"logo.png": b"\x89PNG\r\n\x1a\n\0"}), "nothing to read in this archive"),
    bad("bare.zip", zipped({}), "nothing to read in this archive"),
    bad("bare.json", "[]", "nothing to read in this list"),
    bad("bare.csv", "id,text\n", "nothing to read in this table"),
    bad("blank.jsonl.gz", gz(b""), "empty"),
    bad("html.mht", web_page(), "documents are not read"),
    bad("sitemap.xml", '<?xml version="1.0"?><urlset><url><loc>https://example.org</loc></url></urlset>', "not a kind of file"),
    bad("half.txt", TEXT.encode("utf-16")[:-1], "begins like UTF-16 but is not"),
    bad("fifty.txt", b"Kenya thanked Ghana. " * 2_500_000, "more than 8 MB"),
    bad("fifty.html", web_page(story=(*STORY, "x " * 26_000_000)), "more than 8 MB"),
    bad("fifty.rss", rss("x" * 52_000_000), "entry 1 has more than 8 MB"),
    Case("fifty.jsonl", f"{row('a')}\n".encode() + b'{"text": "' + b"x" * 52_000_000 + b'"}\n' + row("b").encode(), ("a", "b"), ("a line of more than 16 MB",), dated=True),
    Case("fifty.json", b'[{"text": "' + b"x" * 52_000_000 + b'"}, ' + row("b").encode() + b"]", ("b",), ("entry 1: more than 8 MB",), dated=True),
    Case("fifty.csv", csv().encode() + b'two,x,2025-01-14,"' + b"x" * 52_000_000 + b'"\n' + csv().replace("one", "three").encode().split(b"\n", 1)[1], ("one", "three"), ("a line of more than 16 MB",), dated=True),
    Case("rest.tar.gz", tarred({"a.txt": FRONT + TEXT, "b.txt": random.Random(1).randbytes(9000).hex()}, "w:gz")[:-1500], ("rest.tar.gz/a.txt",), ("cut short",), dated=True),
    bad("line.jsonl", b'{"text": "' + b"x" * 17_000_000 + b'"}\n', "a line of more than 16 MB"),
    bad("line.txt", b"Kenya thanked Ghana. " * 500_000, "more than 8 MB"),
    Case("mixed.jsonl", f"{row('a')}\n{{oops\n{row('b')}\n".encode(), ("a", "b"), ("not JSON at column",), dated=True),
    Case("twice.jsonl", f"{row('a')}\n{row('a')}\n".encode(), ("a",), ("the same article came before",), dated=True),
    Case("clash.jsonl", f"{row('a')}\n{row('a', text=TEXT + STORY[0])}\n".encode(), ("a",), ("another article with this id",), dated=True),
    Case("ragged.csv", csv().encode() + b"two,x,2025-01-14,a,b,c\n", ("one",), ("more fields than there are columns",), dated=True),
    Case("cut.jsonl.gz", gz((row("a") + "\n" + row("b", text=TEXT * 50) + "\n").encode(), 0)[:-4000], ("a",), ("gzip|rows damaged",), dated=True),
    Case("badday.md", FRONT.replace("2025-01-14", "01/02/2025").encode() + TEXT.encode(), ("badday.md",), ("date '01/02/2025'",)),
    Case("cut.warc", warc(("text/html", web_page()), ("text/html", web_page()), packed=False)[:-200], (RECORD.format(1),), ("cut short",), dated=True),
    Case("cut.warc.gz", warc(("text/html", web_page()), ("text/html", web_page()))[:-200], (RECORD.format(1),), ("warc damaged|gzip damaged",), dated=True),
)  # fmt: skip

"""The page: one HTML file with the graph, every quote and no need of a network. The only door to pyvis.

pyvis carries nodes and edges into our own template; its own template, menus and options are never used, since they
fetch from the network and run what a title says.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pyvis
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from pyvis.network import Network

from kg.export.page import payload

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.ports import GraphView

LIMIT = 2000
TEMPLATE = "page.html.j2"
SCRIPTS = "core state filters explore labels draw paint panel search timeline table compare sparql takeaway main"
"""Files of ``kg/export/page`` in the order in which the page runs them."""


def render(view: GraphView, ontology: Ontology, *, title: str = "Who does what to whom", limit: int = LIMIT) -> str:
    """The whole page as HTML text; write it as UTF-8.

    Args:
        view: The graph to show; all of its claims go into the page.
        ontology: Labels, groups and signs of the relations.
        title: Heading of the page.
        limit: How many actors are drawn at first; the others are reached by search and expansion.
    """
    page = payload.build(view, ontology, limit=limit)
    library = _library()
    network = Network(directed=True, cdn_resources="in_line")
    network.templateEnv = _environment()
    network.path = TEMPLATE
    network.nodes = page.nodes
    network.edges = page.edges
    network.templateEnv.globals.update(
        title=payload.clean(title),
        data=page.data,
        scripts=[Markup(text) for text in _scripts()],  # noqa: S704 - our own files, by hash in the policy
        style=Markup(_style()),  # noqa: S704
        library=library[1],
        policy=_policy(library[0]),
    )
    return str(network.generate_html(TEMPLATE.removesuffix(".j2")))


def notebook(page: str, *, height: int = 640) -> str:
    """The page as a frame that a notebook shows: what ``_repr_html_`` returns."""
    return (
        f'<iframe title="Graph" sandbox="allow-scripts allow-downloads allow-popups" width="100%" height="{height}" '
        f'style="border:0" srcdoc="{html.escape(page, quote=True)}"></iframe>'
    )


def _environment() -> Environment:
    env = Environment(autoescape=True, loader=PackageLoader("kg.export", "page"), trim_blocks=True, lstrip_blocks=True)
    env.policies["json.dumps_function"] = _dumps
    return env


def _dumps(value: object, **_: object) -> str:
    return payload.whole(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


@cache
def _scripts() -> tuple[str, ...]:
    return tuple(_slim(_read(f"{name}.js")) for name in SCRIPTS.split())


@cache
def _style() -> str:
    return _slim(_read("page.css"))


def _read(name: str) -> str:
    return (files("kg.export") / "page" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _slim(text: str) -> str:
    """Without indentation, empty lines and lines that are only a comment."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


@cache
def _library() -> tuple[str, str]:
    """Hash of vis-network as pyvis ships it, and the file itself, packed (gzip, base64)."""
    raw = (files(pyvis) / "lib" / "vis-9.1.2" / "vis-network.min.js").read_bytes()
    return _sha256(raw), base64.b64encode(gzip.compress(raw, 9, mtime=0)).decode("ascii")


def _policy(library: str) -> str:
    scripts = " ".join([*(_sha256(text.encode()) for text in _scripts()), library])
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_sha256(_style().encode())}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _sha256(raw: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(raw).digest()).decode('ascii')}'"

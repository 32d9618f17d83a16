"""Help comes at once: it loads no parser, no store, no page."""

import subprocess
import sys

import pytest

HEAVY = "spacy thinc rdflib networkx pyvis pyoxigraph numpy pyshacl starlette trafilatura dateparser jinja2 matplotlib"
PROBE = """
import sys
sys.argv = {words!r}
from kg.__main__ import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print("LOADED", *sorted(set({heavy!r}.split()) & set(sys.modules)))
"""


@pytest.mark.parametrize(
    "words", [["kg", "--help"], ["kg", "build", "--help"], ["kg", "export", "--help"]], ids=" ".join
)
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    probe = PROBE.format(words=words, heavy=HEAVY)
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == "LOADED"


def test_the_package_itself_loads_nothing_heavy() -> None:
    probe = f"import sys, kg; print(*sorted(set({HEAVY!r}.split()) & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []

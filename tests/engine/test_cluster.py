"""A Ray cluster of two nodes on this computer gives what one process gives, also when a node goes down in mid-run."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from kg import pipeline
from kg.config import Settings
from kg.engine.local import Local
from kg.errors import MissingResourceError
from kg.graph.store import open_store
from tests.engine.fakes import BrokenRecipe, EchoRecipe, PlainRecipe, article
from tests.engine.test_engine import many

ray = pytest.importorskip("ray", reason="Ray is not installed: python3 -m uv sync --extra ray")

from kg.engine.cluster import Cluster  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.model import Issue, Reading

pytestmark = pytest.mark.filterwarnings("ignore")
SMALL = 100 * 2**20
PATIENCE = 4
"""Ray gives up on a node that does not start within half a minute; a busy computer needs more than one try."""


def start() -> Any:
    """A head without processors, so that work is done on the two nodes beside it."""
    from ray.cluster_utils import Cluster as Nodes

    made = Nodes(
        initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False, "object_store_memory": SMALL}
    )
    try:
        doomed = [made.add_node(num_cpus=1, object_store_memory=SMALL) for _ in range(2)][1]
        ray.init(address=made.address, log_to_driver=False)
        made.wait_for_nodes()
    except BaseException:
        stop(made)
        raise
    return made, doomed


def stop(made: Any) -> None:
    with suppress(Exception):
        ray.shutdown()
    made.shutdown()


@pytest.fixture
def nodes() -> Iterator[tuple[Any, Any]]:
    for left in reversed(range(PATIENCE)):
        try:
            made, doomed = start()
            break
        except Exception:
            if not left:
                pytest.skip("Ray's nodes do not start within half a minute each on this computer")
    yield made, doomed
    stop(made)


def test_the_same_readings_as_one_process_also_when_a_node_goes_down(nodes: tuple[Any, Any]) -> None:
    made, doomed = nodes
    articles = [
        *many(120, 20_000),
        article("bad", "FAIL the head"),
        *(article(f"s{n}", "SLEEP 0.02") for n in range(40)),
    ]
    expected = list(Local(EchoRecipe()).read(articles))
    with pytest.raises(MissingResourceError, match="the model is not installed"):
        list(Cluster(BrokenRecipe()).read(articles))
    found: list[Reading | Issue] = []
    for number, result in enumerate(Cluster(EchoRecipe()).read(articles)):
        found.append(result)
        if number == 15:
            made.remove_node(doomed, allow_graceful=False)
    assert found == expected
    killer = [*many(5, 9_000), article("killer", "EXIT now"), *many(5, 9_000)]
    read = list(Cluster(EchoRecipe()).read(killer))
    assert [getattr(one, "kind", "read") for one in read] == ["read"] * 5 + ["crash"] + ["read"] * 5


def test_a_build_gives_the_same_bytes_also_when_a_node_goes_down(
    nodes: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, doomed = nodes
    news = tmp_path / "news"
    news.mkdir()
    for number in range(60):
        padding = f"The town of number {number} kept its market days. " * 200
        (news / f"{number}.txt").write_text(f"Armenia visits Country{chr(65 + number % 26)}. {padding}")
    monkeypatch.setattr(pipeline, "Standard", lambda *_: PlainRecipe())
    monkeypatch.setattr(pipeline, "BATCH", 4)

    def build(store: Path, engine: str, progress: Callable[[pipeline.Built], None] | None = None) -> list[str]:
        settings = Settings(store=str(store))
        pipeline.build([news], settings, engine=engine, jobs=1, progress=progress)
        with open_store(store, settings.base) as opened:
            return sorted(opened.nquads().decode().splitlines())

    def kill(built: pipeline.Built) -> None:
        nonlocal doomed
        if built.articles >= 8 and doomed is not None:
            made.remove_node(doomed, allow_graceful=False)
            doomed = None

    assert build(tmp_path / "cluster", "ray", kill) == build(tmp_path / "one", "local")
    assert doomed is None

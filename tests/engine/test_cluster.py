"""A Ray cluster of two nodes on this computer gives what one process gives, also when a node goes down in mid-run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kg.engine.local import Local
from tests.engine.fakes import EchoRecipe, article
from tests.engine.test_engine import many

ray = pytest.importorskip("ray")

from kg.engine.cluster import Cluster  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Issue, Reading

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def nodes() -> Iterator[tuple[Any, Any]]:
    """A head without processors, so that work is done on the two nodes beside it."""
    from ray.cluster_utils import Cluster as Nodes

    made = Nodes(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    workers = [made.add_node(num_cpus=1) for _ in range(2)]
    ray.init(address=made.address, log_to_driver=False)
    made.wait_for_nodes()
    yield made, workers[1]
    ray.shutdown()
    made.shutdown()


def test_the_same_readings_as_one_process_also_when_a_node_goes_down(nodes: tuple[Any, Any]) -> None:
    made, doomed = nodes
    articles = [*many(120, 20_000), article("bad", "FAIL the head"), *(article(f"s{n}", "SLEEP 0.02") for n in range(40))]
    expected = list(Local(EchoRecipe()).read(articles))
    found: list[Reading | Issue] = []
    for number, result in enumerate(Cluster(EchoRecipe()).read(articles)):
        found.append(result)
        if number == 15:
            made.remove_node(doomed, allow_graceful=False)
    assert found == expected

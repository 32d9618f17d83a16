"""``kg serve``: the graph as a SPARQL endpoint."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Annotated

import typer

from kg.cli import common, render


def serve(  # noqa: PLR0913, PLR0917 - a command's options
    store: common.StoreOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    writable: Annotated[bool, typer.Option("--writable", help="Let the holder of KG_TOKEN write.")] = False,
    names: Annotated[
        list[str] | None, typer.Option("--name", help="A host name under which the server is reached.")
    ] = None,
    origins: Annotated[list[str] | None, typer.Option("--cors", help="A site whose pages may ask.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time that a query may take.")] = 10.0,
    workers: Annotated[int, typer.Option(min=1, help="Queries that run at once.")] = 2,
    memory: Annotated[int, typer.Option(min=64, help="Megabytes that a query may take.")] = 1024,
    trusting: Annotated[
        bool, typer.Option("--trusting", help="Run though queries cannot be kept from the network.")
    ] = False,
) -> None:
    """Serve the graph: SPARQL 1.1 at /sparql, graphs at /store, pages for people at /.

    Every query runs in a process without network, with bounded time and memory.

    [dim]kg serve --port 8001[/dim]
    [dim]KG_TOKEN=secret kg serve --writable[/dim]
    """
    import uvicorn

    from kg.errors import ConfigError
    from kg.serve.app import application
    from kg.serve.endpoint import LOCAL, Options
    from kg.serve.limits import MEGABYTE, Limits

    chosen = common.settings(store)
    if chosen.is_remote:
        raise ConfigError(f"{chosen.store} is an endpoint already", hint="kg serve takes a folder")
    token = os.environ.get("KG_TOKEN", "") if writable else ""
    if writable and not token:
        raise ConfigError("--writable needs a token", hint="KG_TOKEN=… kg serve --writable")
    with common.opened(chosen):
        pass  # a store that cannot be opened is said now, in one line
    limits = replace(Limits(), seconds=seconds, workers=workers, memory=memory * MEGABYTE)
    hosts = (*LOCAL, *(names or ()))
    options = Options(token=token, origins=tuple(origins or ()), hosts=hosts, trusting=trusting, limits=limits)
    render.note(
        f"http://{host}:{port}/ serves {chosen.store}{' for reading and writing' if token else ''}; Ctrl-C stops it"
    )
    config = uvicorn.Config(
        application(chosen, options), host=host, port=port, log_level="warning", access_log=False,
        timeout_keep_alive=10, http="h11", server_header=False, h11_max_incomplete_event_size=16 * 1024,
    )  # fmt: skip
    uvicorn.Server(config).run()

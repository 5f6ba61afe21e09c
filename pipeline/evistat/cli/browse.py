"""``evistat browse``: look through a database in the web browser."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

_HOST = "127.0.0.1"  # of this computer alone


def browse(
    database: Annotated[
        Path, typer.Argument(metavar="DATABASE", help="An SQLite file as `evistat load` makes it.")
    ],
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, metavar="N", help="Port of the page; 0 takes a free one."),
    ] = 8001,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Don't open the page in the web browser.")
    ] = False,
) -> None:
    """Show a database as a web page on this computer, with its tables and ready questions, until Ctrl-C.

    Nothing can be changed there, and no other computer can see it.
    """
    import socket
    import webbrowser

    from evistat.errors import EvistatError
    from evistat.store.browse import server_app

    app = server_app(database)
    from uvicorn import Config, Server  # comes with Datasette

    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_HOST, port))
        except OSError as error:
            raise EvistatError("E087", port=port, reason=error.strerror) from error
        listening.listen()
        url = f"http://{_HOST}:{listening.getsockname()[1]}/"
        print(f"{url} (Ctrl-C ends)", file=sys.stderr, flush=True)
        if not no_open:
            webbrowser.open(url)
        with suppress(KeyboardInterrupt):
            Server(Config(app, log_level="warning", lifespan="on")).run(sockets=[listening])

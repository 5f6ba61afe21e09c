"""Where views are printed: a console on standard output, of a fixed width where no terminal has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_PIPES = 110


def open_console(width: int | None = None) -> Console:
    """Return a console on standard output; articles' brackets are no markup."""
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False, width=width)
    if width is None and not console.is_terminal:
        console.width = WIDTH_OF_PIPES
    return console

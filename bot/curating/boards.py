"""What came of drawing the boards, told with what needs looking after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.catalogue import Catalogue
from bot.pages import Page

MOST_NAMED = 10  # servers


@dataclass(frozen=True)
class BoardsDrawn:
    """Rooms by name: *missing*: the permissions that are lacking in them; *unsent*: to be tried again; *without*:
    servers that have no board; *gone*: no more, or closed to us."""

    drawn: int = 0
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unsent: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def with_boards(page: Page, boards: BoardsDrawn, say: Catalogue) -> Page:
    said = [say("drawn: {count}", count=boards.drawn)]
    if boards.without:
        said.append(say("servers without one: {names}", names=say.listed(boards.without[:MOST_NAMED])))
    row = (say("ok"), say("boards of the next school days"), "; ".join(said), "/room board=on")
    grid = replace(page.grid, rows=(*page.grid.rows, row)) if page.grid is not None else None
    return replace(page, grid=grid, warnings=(*page.warnings, *_failures(boards, say)))


def _failures(boards: BoardsDrawn, say: Catalogue) -> Iterator[str]:
    for server, names in boards.missing.items():
        yield say(
            "I cannot draw the board in {server}: in its channel I lack the permissions {names}.",
            server=server,
            names=say.listed(names),
        )
    for server in boards.gone:
        yield say("The board in {server} cannot be drawn: the room is no more, or closed to me.", server=server)
    for server in boards.unsent:
        yield say("The board in {server} could not be drawn now; please try again.", server=server)

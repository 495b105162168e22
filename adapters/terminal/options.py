"""Options that several commands share, so that they are named and explained alike everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from adapters.terminal.moments import BadMoment, Moment, read_moment


def _moment(text: str) -> Moment:
    try:
        return read_moment(text)
    except BadMoment as error:
        raise typer.BadParameter(str(error)) from None


At = Annotated[
    Moment | None,
    typer.Option(
        "--at",
        metavar="MOMENT",
        parser=_moment,
        help="As if it were this moment: ISO 8601, district time without an offset; a day alone means noon.",
    ),
]
Published = Annotated[
    Moment | None,
    typer.Option(
        "--published",
        metavar="MOMENT",
        parser=_moment,
        help="When it was published, where it does not say so itself; a day alone where the hour is not known.",
    ),
]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="LANG", help="The language to fall back to, such as en or es.")
]
Folders = Annotated[
    list[Path] | None,
    typer.Option("--knowledge", metavar="FOLDER", help="Lay curated files over what is there; may be repeated."),
]
Only = Annotated[bool, typer.Option("--knowledge-only", help="Only these folders, without what comes along.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")]
AsRole = Annotated[
    str | None,
    typer.Option("--as", metavar="ROLE", help="Give commands as viewer, editor, publisher or owner."),
]
ThrowAway = Annotated[
    bool, typer.Option("--throw-away", help="On a knowledge base in memory, from the curated files; nothing stays.")
]

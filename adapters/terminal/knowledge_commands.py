"""What an operator does with the knowledge base and its database, as commands."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from adapters.terminal.failing import FAILED
from adapters.terminal.options import At

OptionalFolder = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FOLDER]", show_default=False, help="Curated files; left out: those that fill an empty database."
    ),
]


def knowledge_app() -> typer.Typer:
    app = typer.Typer(
        help="Check, compare, load, show, export and begin what is known.", no_args_is_help=True, rich_markup_mode=None
    )
    for command in (check, diff, load, show, export, new):
        app.command()(command)
    return app


def database_app() -> typer.Typer:
    app = typer.Typer(help="Look after the database.", no_args_is_help=True, rich_markup_mode=None)
    # Without it a lone command would take the place of the group.
    app.callback()(_nothing)
    app.command()(upgrade)
    return app


def check(folder: OptionalFolder = None) -> None:
    """Read curated files: what is wrong with them and where, else what is in them and who approved it."""
    from adapters.terminal import checking
    from adapters.terminal.starting import start

    raise typer.Exit(0 if checking.check(start(), folder) else FAILED)


def diff(
    folder: OptionalFolder = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where they differ.")] = False,
) -> None:
    """Show what loading curated files would change, field by field; nothing is changed."""
    from adapters.terminal import diffing
    from adapters.terminal.starting import start

    differ = diffing.diff(start(), folder)
    raise typer.Exit(1 if differ and exit_code else 0)


def load(
    folder: OptionalFolder = None,
    take_file: Annotated[bool, typer.Option("--take-file", help="Replace also what a person has edited.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before publishing.")] = False,
) -> None:
    """Show what curated files would change in the database, and publish it after a yes."""
    from adapters.terminal import loading
    from adapters.terminal.starting import start

    loading.load(start(), folder, take_file=take_file, confirmed=yes)


def show(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[SLUG]", show_default=False, help="A topic, or any claim, source, event or condition."),
    ] = None,
    at: At = None,
) -> None:
    """Show the topics, the claims of one topic that hold at a moment, or one entry with its history."""
    from adapters.terminal import showing
    from adapters.terminal.starting import start

    asyncio.run(showing.show(start(), name, at=at))


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write the files.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the curated files that are there.")] = False,
) -> None:
    """Write all that is known as curated files, which can be edited and loaded again."""
    from adapters.terminal import exporting
    from adapters.terminal.starting import start

    exporting.export(start(), folder, force=force)


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write the files.")],
    district: Annotated[str, typer.Option("--district", metavar="NAME", help="The district's full name.")],
    zone: Annotated[str, typer.Option("--zone", metavar="ZONE", help="Its time zone, such as America/Chicago.")],
) -> None:
    """Write a small knowledge base to fill in, for a district of your own."""
    from adapters.terminal import beginning

    beginning.begin(folder, name=district, zone=zone)


def upgrade() -> None:
    """Bring the tables up to this version: a SQLite file after a copy beside it, PostgreSQL in place."""
    from adapters.terminal import upgrading
    from adapters.terminal.starting import start

    upgrading.upgrade_database(start())


def _nothing() -> None:
    pass

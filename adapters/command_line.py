"""The command `bellwether`: what can be typed, and which part of the program does it.

What is slow to import is imported inside the commands, so that help and mistakes are answered at once.
"""

from __future__ import annotations

import asyncio
import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from adapters.terminal.bench_commands import bench_app
from adapters.terminal.failing import FAILED, told_kindly
from adapters.terminal.knowledge_commands import database_app, knowledge_app
from adapters.terminal.options import AsJson, AsRole, At, Folders, Language, Only, Published, ThrowAway
from bot.event_loop import collect_rarely

if TYPE_CHECKING:
    from adapters.terminal.asking import Layers
    from bot.commands import Role

DESCRIPTION = "Tells families whether school is on: short, dated, sourced answers from a curated knowledge base."


class Kindly(TyperGroup):
    """Every command below it tells its failures in a sentence."""

    def invoke(self, ctx: Any) -> Any:
        with told_kindly():
            return super().invoke(ctx)


def build_app() -> typer.Typer:
    app = typer.Typer(
        name="bellwether",
        help=DESCRIPTION,
        cls=Kindly,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    for command in (chat, ask, do, article, sending, owner_code, serve, run, picture):
        app.command()(command)
    app.add_typer(knowledge_app(), name="knowledge")
    app.add_typer(database_app(), name="db")
    app.add_typer(bench_app(), name="bench")
    return app


def main() -> None:
    # Must be said before numpy is imported: its threads wait for each other on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # pydantic looks through everything that is installed for plugins; ours are none, and it takes a while.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    collect_rarely()
    try:
        build_app()(prog_name="bellwether")
    finally:
        gc.freeze()  # what there is goes with the process; looking through it once more takes a while


def chat(
    at: At = None,
    language: Language = None,
    as_role: AsRole = None,
    throw_away: ThrowAway = False,
    knowledge: Folders = None,
    knowledge_only: Only = False,
) -> None:
    """Talk with Bellwether in this terminal; with a role, also change what it knows."""
    layers = _layers(knowledge, knowledge_only)
    role = _role(as_role)
    if role is not None:
        _refuse_folders(layers, throw_away=throw_away)
    from adapters.terminal import console
    from adapters.terminal.starting import start

    console.chat(start(), at=at, language=language, layers=layers, role=role, throw_away=throw_away)


def do(
    line: Annotated[
        str, typer.Argument(metavar="COMMAND", help="The command as one word, as in '/status closed wed'.")
    ],
    as_role: AsRole = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do what the preview offers first.")] = False,
    at: At = None,
    throw_away: ThrowAway = False,
    as_json: AsJson = False,
    knowledge: Folders = None,
    knowledge_only: Only = False,
) -> None:
    """Do one slash command; what would reach families is only shown until --yes."""
    layers = _layers(knowledge, knowledge_only)
    role = _role(as_role)
    _refuse_folders(layers, throw_away=throw_away)
    from adapters.terminal import doing
    from adapters.terminal.starting import start

    apart = layers if throw_away else None
    status = asyncio.run(doing.do(start(), line, role=role, at=at, layers=apart, confirmed=yes, as_json=as_json))
    raise typer.Exit(status)


def article(
    what: Annotated[str, typer.Argument(metavar="FILE", help="A file, the address of a page, or - for stdin.")],
    published: Published = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Who published it.")] = None,
    as_role: AsRole = None,
    pieces: Annotated[bool, typer.Option("--pieces", help="Also each piece, with the paragraph it stands in.")] = False,
    at: At = None,
    throw_away: ThrowAway = False,
    as_json: AsJson = False,
    knowledge: Folders = None,
    knowledge_only: Only = False,
) -> None:
    """Hand over an article, a notice or a school calendar: it is cut into pieces to review; nothing is published."""
    layers = _layers(knowledge, knowledge_only)
    role = _role(as_role)
    _refuse_folders(layers, throw_away=throw_away)
    from adapters.terminal import handing_over
    from adapters.terminal.starting import start

    said = {"published": published.stated.isoformat(sep=" ") if published else "", "outlet": outlet or ""}
    apart = layers if throw_away else None
    handing = handing_over.hand_over(
        start(), what, said=said, role=role, at=at, layers=apart, pieces=pieces, as_json=as_json
    )
    raise typer.Exit(asyncio.run(handing))


def ask(
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="The question.", show_default=False)] = None,
    at: At = None,
    language: Language = None,
    as_json: AsJson = False,
    why: Annotated[bool, typer.Option("--why", help="Also say how the question was understood.")] = False,
    cases: Annotated[
        str | None, typer.Option("--cases", metavar="FILE", help="Ask every line of a JSON Lines file; - is stdin.")
    ] = None,
    knowledge: Folders = None,
    knowledge_only: Only = False,
) -> None:
    """Ask one question, or a file of them; nothing is recorded."""
    layers = _layers(knowledge, knowledge_only)
    if (text is None) == (cases is None):
        raise typer.BadParameter("give a question, or --cases FILE")
    if cases is not None and (at or language or why):
        raise typer.BadParameter("with --cases each line says its own moment and language")
    from adapters.terminal import asking
    from adapters.terminal.starting import start

    settings = start()
    if cases is not None:
        from adapters.terminal import cases as asking_cases

        sound = asyncio.run(asking_cases.ask_cases(settings, cases, layers=layers))
        raise typer.Exit(0 if sound else FAILED)
    words = " ".join(text or ())
    asyncio.run(asking.ask(settings, words, at=at, language=language, layers=layers, as_json=as_json, why=why))


def sending(
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and show it anew until nothing waits.")] = False,
    as_json: AsJson = False,
) -> None:
    """How far what goes out to many has come; only read, beside a running bot."""
    if watch and as_json:
        raise typer.BadParameter("--watch is for people, --json for programs")
    from adapters.terminal import watching
    from adapters.terminal.starting import start

    raise typer.Exit(watching.sending(start(), stays=watch, as_json=as_json))


def owner_code(
    force: Annotated[bool, typer.Option("--force", help="Also where there is an owner already.")] = False,
) -> None:
    """Make the code with which somebody becomes the first owner."""
    from adapters.terminal import doing
    from adapters.terminal.starting import start

    raise typer.Exit(asyncio.run(doing.owner_code(start(), forced=force)))


def serve() -> None:
    """Start every platform that has a token."""
    from adapters import serving
    from adapters.terminal.starting import start

    raise typer.Exit(serving.serve(start(quiet=False)))


def run() -> None:
    """Start the platforms with a token, else show what it does."""
    from adapters import serving
    from adapters.terminal import console, demonstration
    from adapters.terminal.paper import remarks
    from adapters.terminal.starting import somebody_types, start
    from bot.settings import load_settings

    serves = bool(serving.platforms_with_token(load_settings()))
    settings = start(quiet=not serves)
    if serves:
        raise typer.Exit(serving.serve(settings))
    remarks().say("No platform has a token (see .env.example), so this is a chat with a throw-away knowledge base.")
    if somebody_types():
        console.chat_on_throw_away(settings, at=demonstration.EVENING)
    else:
        asyncio.run(demonstration.play(settings))


def picture(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The SVG file to write.")],
    platform: Annotated[
        str, typer.Option("--platform", metavar="PLATFORM", help="As it looks there: terminal or telegram.")
    ] = "terminal",
) -> None:
    """Draw a short conversation as an SVG picture."""
    from adapters.terminal.starting import start

    if platform == "terminal":
        from adapters.terminal.demonstration import draw
    elif platform == "telegram":
        from adapters.telegram.picture import draw
    else:
        raise typer.BadParameter(f'"{platform}" is no platform that is drawn; there are terminal and telegram')
    file.write_text(asyncio.run(draw(start())), encoding="utf-8")


def _role(name: str | None) -> Role | None:
    from bot.commands import Role

    if name is None:
        return None
    if name.lower() not in list(Role):
        raise typer.BadParameter(f'"{name}" is no role; there are {", ".join(Role)}')
    return Role(name.lower())


def _refuse_folders(layers: Layers, *, throw_away: bool) -> None:
    """Nobody shall think that a change made over them stays."""
    if layers.folders and not throw_away:
        raise typer.BadParameter("folders are laid over in memory only; say --throw-away as well")


def _layers(folders: list[Path] | None, only: bool) -> Layers:
    if only and not folders:
        raise typer.BadParameter("--knowledge-only needs at least one --knowledge FOLDER")
    from adapters.terminal.asking import Layers

    return Layers(tuple(folders or ()), only)

"""Measuring: how well days are read and topics are found, how long an answer takes, and how fast many are told."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from adapters.terminal.options import AsJson
from bot import event_loop


def bench_app() -> typer.Typer:
    app = typer.Typer(help="Measure matching, days, answers and sending.", no_args_is_help=True, rich_markup_mode=None)
    for command in (matching, days, answers, publishing, sending):
        app.command()(command)
    return app


def matching(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON with phrasings (train) and questions (test).")],
    as_json: AsJson = False,
) -> None:
    """Measure how well questions find their topic, beside plain methods."""
    from adapters.terminal import benching

    benching.bench_matching(file, as_json=as_json)


def days(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines of messages with the days they mean.")],
    as_json: AsJson = False,
) -> None:
    """Measure how well the days in messages are read."""
    from adapters.terminal import benching

    benching.bench_days(file, as_json=as_json)


def answers(as_json: AsJson = False) -> None:
    """Measure answers in process on a database of their own: time for each, start-up, memory."""
    from adapters.terminal import benching
    from adapters.terminal.starting import start

    asyncio.run(benching.bench_answers(start(), as_json=as_json))


def publishing(
    as_json: AsJson = False,
    shipped_only: Annotated[
        bool, typer.Option("--shipped-only", help="Without the large knowledge base made up for it.")
    ] = False,
) -> None:
    """Measure an editor's evening on a database of its own: preview, publish, the first new answer, gaps, files."""
    from adapters.terminal import benching_publishing
    from adapters.terminal.starting import start

    asyncio.run(benching_publishing.bench_publishing(start(), as_json=as_json, shipped_only=shipped_only))


def sending(
    people: Annotated[int, typer.Option("--people", metavar="NUMBER", min=1_000, help="So many are told.")] = 100_000,
    rates: Annotated[
        list[float] | None, typer.Option("--rate", metavar="A_SECOND", help="Send at this rate, too; repeatable.")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="SECONDS", help="So long at each rate; 0 until all are through.")
    ] = 60,
    empty_database: Annotated[
        str | None, typer.Option("--empty-database", metavar="URL", help="Default: a SQLite file of its own.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure how fast many are told: spreading, reckoning a correction, claiming, and sending over a slow line."""
    from adapters.terminal import benching_sending
    from adapters.terminal.starting import start

    plan = benching_sending.Plan(people, tuple(rates or ()), seconds or None)
    bench = benching_sending.bench_sending(start(), plan, as_json=as_json, address=empty_database)
    event_loop.run(bench)

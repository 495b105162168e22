"""The list of what nobody could answer: under it the answers for each, so that one tap begins to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.telegram.buttons import MOST_IN_ROW, Rows, label
from adapters.telegram.drawn import Button
from bot.catalogue import EDITING, load_catalogue
from bot.curating.gap_buttons import gap_rows
from bot.pages import Page


def gap_list_rows(page: Page, *, language: str) -> Rows:
    """Empty for any other page."""
    rows = gap_rows(page, load_catalogue(language, EDITING))
    drawn = [[Button(label(one.label), one.invocation) for one in row] for row in rows]
    return tuple(tuple(row) for whole in drawn for row in _halved(whole))


def _halved(row: Sequence[Button]) -> Iterator[Sequence[Button]]:
    """Of more than a phone shows beside each other those in the middle stand below, each with the number."""
    if len(row) <= MOST_IN_ROW:
        yield row
        return
    number, first, *others, last = row
    yield (number, first, last)
    yield [replace(one, label=label(f"{number.label} · {one.label}")) for one in others]

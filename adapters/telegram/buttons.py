"""Buttons as a phone shows them: short labels, few beside each other, and what cannot be taken back on a row alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from adapters.telegram.drawn import Button
from adapters.telegram.letters import CUT, harmless, width
from bot.pages import Offer, Page, PageKind
from bot.presses import Step, StepKind
from bot.questions import Choice

LONGEST_LABEL = 34  # columns; a phone cuts what is longer
ROW = 36  # columns that all buttons of a row share evenly
MOST_IN_ROW = 3
MOST_BUTTONS = 100
MOST_KEPT = 500  # labels; the few that stand under most answers are the same
DONE = "✓ "

Rows = tuple[tuple[Button, ...], ...]


@lru_cache(MOST_KEPT)
def label(words: str, longest: int = LONGEST_LABEL) -> str:
    plain = " ".join(harmless(words).split()) or CUT
    if width(plain) <= longest:
        return plain
    kept = plain
    while width(kept) > longest - 1:
        kept = kept[:-1]
    return kept.rstrip() + CUT


def is_cut(words: str) -> bool:
    return label(words) != " ".join(harmless(words).split())


def in_rows(buttons: Iterable[Button]) -> Rows:
    """In their order, as many beside each other as can be read."""
    rows: list[list[Button]] = []
    for one in buttons:
        if rows and _fits([*rows[-1], one]):
            rows[-1].append(one)
        else:
            rows.append([one])
    return tuple(tuple(row) for row in rows)


def _fits(row: Sequence[Button]) -> bool:
    return len(row) <= MOST_IN_ROW and len(row) * (max(width(one.label) for one in row) + 2) <= ROW


def offer_rows(offers: Sequence[Offer]) -> Rows:
    return in_rows(_button(one) for one in offers[:MOST_BUTTONS])


def page_rows(page: Page, *, leaving: str) -> Rows:
    """What does something at once stands alone on its row: a preview's first offer, and others of its kind; below all
    of them stands the way out."""
    if page.kind is not PageKind.PREVIEW or not page.offers:
        return offer_rows(page.offers)
    offers = page.offers[: MOST_BUTTONS - 1]
    does = [one for one in offers if one is offers[0] or one.invocation.confirmed]
    others = [one for one in offers if one not in does]
    return (*((_button(one),) for one in does), *offer_rows(others), (Button(label(leaving), Step(StepKind.CANCEL)),))


def choice_rows(choices: Sequence[Choice]) -> Rows:
    return in_rows(Button(label(one.label), one) for one in choices[:MOST_BUTTONS])


def _button(offer: Offer) -> Button:
    return Button(label(offer.label), offer.invocation)

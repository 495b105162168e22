"""The list of gaps with what can be done about each in one row, for platforms where a tap is quicker than a number."""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue import Catalogue, marked
from bot.pages import Offer, Page

TOPIC_COLUMN = 3
ANSWERS = (
    ("claim", marked("Claim")),
    ("phrasing", marked("Phrasing")),
    ("topic", marked("Topic")),
    ("notours", marked("Not ours")),
)
OF_THE_UNKNOWN = ("phrasing", "topic")  # where a topic was understood there is nothing to find it by


def gap_rows(page: Page, say: Catalogue) -> tuple[tuple[Offer, ...], ...]:
    """A row for each gap: its number, which leads to all its questions, and the answers; below, the other pages.
    Nothing for any other page."""
    listed = [one for one in page.offers if _is_of_list(one)]
    if page.grid is None or not listed:
        return ()
    known = {row[0] for row in page.grid.rows if row[TOPIC_COLUMN]}
    turning = tuple(one for one in page.offers if one not in listed)
    return (*(_row(one, say, known=known) for one in listed), *((turning,) if turning else ()))


def _is_of_list(offer: Offer) -> bool:
    return (offer.invocation.name, offer.invocation.action) == ("gaps", "show")


def _row(looking: Offer, say: Catalogue, *, known: set[str]) -> tuple[Offer, ...]:
    number = looking.invocation.values["gap"]
    answers = [
        Offer(say(label), replace(looking.invocation, action=action))
        for action, label in ANSWERS
        if number not in known or action not in OF_THE_UNKNOWN
    ]
    return (Offer(number, looking.invocation), *answers)

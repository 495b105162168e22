"""Buttons as Discord shows them: few beside each other, a menu where they would be many, and what cannot be taken back
in a colour of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from adapters.discord.drawn import Button, Option, Row, Select, Style
from adapters.discord.letters import BUTTON, OPTION, one_line
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.curating.gap_buttons import gap_rows
from bot.letters import units
from bot.pages import Offer, Page, PageKind
from bot.presses import Press, Step, StepKind
from bot.questions import Choice
from bot.room_words import CHOOSE_ONE

MOST_ROWS, MOST_IN_ROW, MOST_OPTIONS = 5, 5, 25
MOST_CHOICES = 5  # of what may have been meant; more are a menu
MOST_OFFERS = 10  # of a page; more are a menu
ROW = 90  # units of labels beside each other; Discord breaks the row elsewhere on a phone
ASKED, WHEN = 2, 5  # columns of the list of gaps: what was asked, about which topic and day; and when
DONE = "✓ "
LOSING = frozenset({"withdraw", "end", "drop", "revoke"})  # actions that take something away

Rows = tuple[Row, ...]


def choice_rows(choices: Sequence[Choice], *, asking: str) -> Rows:
    """*asking*: what stands in the closed menu."""
    if len(choices) <= MOST_CHOICES:
        return in_rows(button(one.label, one) for one in choices)
    return menus([Option(one_line(one.label, OPTION), one) for one in choices], asking, MOST_ROWS)


def offer_rows(offers: Sequence[Offer], *, asking: str, most: int = MOST_ROWS) -> Rows:
    if len(offers) <= MOST_OFFERS:
        return in_rows((_offered(one) for one in offers), most)
    return menus([Option(one_line(one.label, OPTION), one.invocation) for one in offers], asking, most)


def page_rows(page: Page, say: Catalogue, *, edit: Press | None = None, besides: Select | None = None) -> Rows:
    """What does something at once stands first, beside nothing but the way out where that is all."""
    asking = say(CHOOSE_ONE)
    if page.kind is not PageKind.PREVIEW or not page.offers:
        return _gap_menu(page, say) or offer_rows(page.offers, asking=asking)
    does = [one for one in page.offers if one is page.offers[0] or one.invocation.confirmed][:MOST_IN_ROW]
    others = [one for one in page.offers if one not in does]
    first = tuple(button(one.label, one.invocation, _publishing(one)) for one in does)
    ways = [*([button(say("Edit"), edit)] if edit else []), button(say("Cancel"), Step(StepKind.CANCEL))]
    more = (besides,) if besides else ()
    if len(first) == 1 and not others:
        return (*more, (*first, *ways))
    return (*more, first, *offer_rows(others, asking=asking, most=MOST_ROWS - 3), tuple(ways))


def in_rows(buttons: Iterable[Button], most: int = MOST_ROWS) -> Rows:
    """In their order; what does not fit stays out."""
    rows: list[list[Button]] = []
    for one in buttons:
        if rows and len(rows[-1]) < MOST_IN_ROW and sum(units(each.label) for each in (*rows[-1], one)) <= ROW:
            rows[-1].append(one)
        elif len(rows) < most:
            rows.append([one])
        else:
            break
    return tuple(tuple(row) for row in rows)


def menus(options: Sequence[Option], asking: str, most: int) -> Rows:
    rest = iter(options)
    parts = [tuple(islice(rest, MOST_OPTIONS)) for _ in range(most)]
    return tuple(Select(part, one_line(asking, 100)) for part in parts if part)


def button(words: str, does: Press, style: Style = Style.SECONDARY) -> Button:
    return Button(one_line(words, BUTTON), does, style=style)


def _offered(offer: Offer) -> Button:
    return button(offer.label, offer.invocation)


def _publishing(offer: Offer) -> Style:
    if not offer.invocation.confirmed:
        return Style.PRIMARY
    return Style.DANGER if offer.invocation.action in LOSING else Style.SUCCESS


def _gap_menu(page: Page, say: Catalogue) -> Rows:
    """The list of what nobody could answer: a menu to open one of them, the other pages below."""
    rows = gap_rows(page, load_catalogue(say.language, EDITING))
    if not rows or page.grid is None:
        return ()
    named = {row[0]: " · ".join(filter(None, row[ASKED:WHEN])) for row in page.grid.rows}
    looking = [row[0] for row in rows if row[0].label in named]
    options = [Option(one_line(f"{one.label} · {named[one.label]}", OPTION), one.invocation) for one in looking]
    turning = [one for row in rows for one in row if row[0] not in looking]
    return (*menus(options, say(CHOOSE_ONE), MOST_ROWS - 1), *in_rows(map(_offered, turning), 1))

"""Days without school in the school calendar, in words: what a change adds, and what it takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.claim_words import ClaimWords
from bot.desk import Call
from knowledge.codec import Noun
from knowledge.days_off import changed_days
from knowledge.district import District, Holiday

MOST_LISTED = 60


def day_off_words(call: Call, holiday: Holiday) -> str:
    days = call.say.days(holiday.first, holiday.last, at=call.at)
    title = ClaimWords(call.say, call.edition.district, call.at).texts(holiday.titles)
    return call.say("{days} ({title})", days=days, title=title)


def days_off_told(call: Call, before: Noun | None, after: Noun) -> tuple[str, ...]:
    """Of two states of a district; nothing where its calendar is the same."""
    if not (isinstance(before, District) and isinstance(after, District)):
        return ()
    lines = tuple(_lines(call, *changed_days(before.calendar, after.calendar)))
    more = len(lines) - MOST_LISTED
    return (*lines[:MOST_LISTED], *([call.say("And {count} more.", count=more)] if more > 0 else []))


def _lines(call: Call, gone: Iterable[Holiday], fresh: Iterable[Holiday]) -> Iterator[str]:
    for one in gone:
        yield call.say("Out of the school calendar: {day}", day=day_off_words(call, one))
    for one in fresh:
        yield call.say("No school: {day}", day=day_off_words(call, one))

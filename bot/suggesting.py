"""What a field is likely to be filled with, for buttons and for completing what is typed: the most recent first.

What is suggested is only quicker than typing it; each value is read again like anything that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from itertools import islice

from bot.articles.handing_words import TODAY, YESTERDAY
from bot.catalogue import Catalogue, own_name
from bot.claim_words import LEVELS, ClaimWords
from bot.commands import Command, Field, FieldKind
from bot.curating.likely import choices, days, flags, hour_words, hours, moments
from bot.desk import Desk
from bot.known_suggestions import KNOWN, NUMBERS, saved_questions, sources
from bot.suggestions import Suggestion, Wanting, narrowed
from knowledge.library import Edition

__all__ = ["MOST", "Suggestion", "suggestions"]

MOST = 8
ALL_SCHOOLS = "all"
DAYS_BACK, NOON = 5, 12


async def suggestions(
    field: Field,
    *,
    edition: Edition,
    at: datetime,
    say: Catalogue,
    desk: Desk,
    command: Command | None = None,
    values: Mapping[str, str] | None = None,
    typed: str = "",
    most: int = MOST,
) -> tuple[Suggestion, ...]:
    """*values*: what the command's other fields say so far; *typed*: what was written of this one until now."""
    wanting = Wanting(field, edition, edition.district.local(at), say, desk, command, values or {}, typed.strip())
    found: Iterable[Suggestion] = ()
    if field.name == "source":
        found = await sources(wanting)
    elif field.name == "saved":
        found = await saved_questions(wanting)
    elif field.name == "published":
        found = published(wanting)
    elif field.kind is FieldKind.NUMBER:
        found = await NUMBERS[field.name](wanting) if field.name in NUMBERS else ()
    elif field.kind in KNOWN:
        found = await KNOWN[field.kind](wanting)
    elif field.kind in HERE:
        found = HERE[field.kind](wanting)
    return tuple(islice(narrowed(found, wanting.typed), most))


def spans_of_hours(wanting: Wanting) -> Iterator[Suggestion]:
    night = ((time(20), time(7)), (time(21), time(6, 30)), (time(22), time(7)))
    by_day = ((time(8), time(10)), (time(8), time(12)), (time(11), time(13)))
    for first, last in night if wanting.is_family else by_day:
        words = f"{hour_words(first, wanting.say)}–{hour_words(last, wanting.say)}"
        yield Suggestion(words, f"{first:%H:%M}-{last:%H:%M}")


def published(wanting: Wanting) -> Iterator[Suggestion]:
    """Of an article, which is never from later than now. A day stands for its noon, so today's is only known by the
    hour until then."""
    say, today = wanting.say, wanting.at.date()
    named = (TODAY, YESTERDAY)
    for ago in range(DAYS_BACK):
        day = today - timedelta(days=ago)
        words = say.day(day, at=wanting.at)
        label = say(named[ago], day=words) if ago < len(named) else words
        if ago == 0 and wanting.at.hour < NOON:
            yield Suggestion(say("Now"), "now")
        else:
            yield Suggestion(label, day.isoformat())


def languages(wanting: Wanting) -> Iterator[Suggestion]:
    yield from (Suggestion(own_name(tag), tag) for tag in wanting.edition.district.languages)


def scopes(wanting: Wanting) -> Iterator[Suggestion]:
    """All schools, the levels there are, and each school once its name is being typed."""
    district = wanting.edition.district
    words = ClaimWords(wanting.say, district, wanting.at)
    yield Suggestion(wanting.say("all {district} schools", district=district.short_name), ALL_SCHOOLS)
    for level in LEVELS:
        if any(level in one.levels for one in district.schools):
            yield Suggestion(words.say(LEVELS[level]), f"{level.value} school")
    if wanting.typed:
        yield from (Suggestion(one.name, one.slug) for one in district.schools)


def speakers(wanting: Wanting) -> Iterator[Suggestion]:
    words = ClaimWords(wanting.say, wanting.edition.district, wanting.at)
    ordered = sorted(wanting.edition.district.speakers, key=lambda one: not one.official)
    yield from (Suggestion(words.texts(one.names) or one.slug, one.slug) for one in ordered)


HERE: Mapping[FieldKind, Callable[[Wanting], Iterable[Suggestion]]] = {
    FieldKind.CHOICE: choices,
    FieldKind.DAY: days,
    FieldKind.DAYS: days,
    FieldKind.HOUR: hours,
    FieldKind.HOURS: spans_of_hours,
    FieldKind.MOMENT: moments,
    FieldKind.FLAG: flags,
    FieldKind.LANGUAGE: languages,
    FieldKind.SCOPE: scopes,
    FieldKind.SPEAKER: speakers,
}

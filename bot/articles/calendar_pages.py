"""Days of a school calendar, taken over one by one: those without school into the district's calendar, short days and
late starts as claims. A calendar names days; that school is out is said by its words or by the editor, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bot.articles.calendar_claims import known_already, with_a_status
from bot.articles.calendar_days import AT_AN_HOUR, SAYS, name_in
from bot.articles.deciding import dealing_with_all
from bot.curating.composing import Composing
from bot.curating.days_off import day_off_words, days_off_told
from bot.curating.proposing import Connected, Proposal, propose
from bot.curating.refusing import Misfit, Refusal
from bot.curating.stating import day_topic, words_of
from bot.desk import Call, Desk
from bot.filling import Span
from bot.pages import Page, Problem
from knowledge.articles.calendars import DayKind, ProposedDays
from knowledge.articles.keeping import KeptArticle
from knowledge.articles.pieces import Piece, PieceState
from knowledge.claims import Scope, Status
from knowledge.codec import Kind
from knowledge.days_off import laid_over, touching
from knowledge.district import District, Holiday
from knowledge.holding import standing_claims
from knowledge.revisions import Revision, history, latest

OF_A_CLAIM = frozenset(
    {
        "scope",
        "condition",
        "firmness",
        "advice",
        "start",
        "end",
        "supersedes",
        "hour",
        "hours",
        "places",
        "speaker",
        "event",
    }
)
"""Fields that days in the district's calendar do not have: with one of them a closed day is a claim."""
OF_NO_SCHOOL = (DayKind.CLOSED, DayKind.HOLIDAY)
MOST_NAMED = 3


async def approve_days(desk: Desk, call: Call, kept: KeptArticle, piece: Piece, days: ProposedDays) -> Page:
    """Previews, or publishes. Raises `Misfit`, `Refusal`, and `DoneBefore` where somebody else was faster."""
    say, values = call.say, call.values
    span: Span = values.get("days") or Span(days.first, days.last)
    if span.last < call.at.date():
        raise Refusal(say("{days} is over.", days=say.days(span.first, span.last, at=call.at)))
    if values.get("topic") not in (None, day_topic(call).slug):
        raise Misfit(Problem("topic", say("Days of a school calendar are about whether there is school.")))
    status = Status(values["status"]) if values.get("status") else SAYS.get(days.kind)
    if status is None:
        raise Misfit(Problem("status", say("The calendar only names these days: say whether school is closed then.")))
    if call.command.action == "edit" and values.keys() <= {"piece"}:
        raise Misfit(*_to_be_edited(call, status))
    levels = call.edition.places.read(days.title).levels
    if levels and "scope" not in values:  # what the calendar says of some schools is never told of all
        values = {**values, "scope": Scope(levels=levels)}
        call = replace(call, values=values)
    if status is Status.CLOSED and not values.keys() & OF_A_CLAIM:
        work = partial(_without_school, call=call, kept=kept, piece=piece, days=days, span=span)
    else:
        work = partial(with_a_status, call=call, kept=kept, piece=piece, days=days, span=span, status=status)
    found: tuple[Call, Proposal] | Page = await desk.database.read(work)
    return found if isinstance(found, Page) else await propose(desk, *found)


def _to_be_edited(call: Call, status: Status) -> Iterator[Problem]:
    if status in AT_AN_HOUR:
        yield Problem("hour", call.say("At what hour, where the calendar's is not the right one."))
    else:
        yield Problem("words", call.say("What these days are called, in your own words."))


# Days without school


def _without_school(
    connection: Connected, call: Call, kept: KeptArticle, piece: Piece, days: ProposedDays, span: Span
) -> tuple[Call, Proposal] | Page:
    holiday = holiday_of(connection, call, kept, days, span)
    now = standing_district(connection, call)
    there = touching(district_in(now).calendar, span.first, span.last)
    if there and not call.values.get("replace"):
        return _known_already(call, piece, holiday, there)
    return _rebased(connection, call, now, span), taking_over(connection, call, now, [(piece, holiday)])


def holiday_of(connection: Connected, call: Call, kept: KeptArticle, days: ProposedDays, span: Span) -> Holiday:
    """By the editor's words, else by the calendar's bare name for them, which the editor is shown and confirms: it is
    what the days are called, no wording of anybody's. Raises `Misfit`."""
    written = {name: value for name, value in call.values.items() if value is not None}
    name = name_in(days.title) if days.kind in OF_NO_SCHOOL else None
    if "words" not in written and name is None:
        raise Misfit(Problem("words", call.say("“{title}” is no name of days: what are they?", title=days.title)))
    composing = Composing(connection, call, {"words": name, **written})
    read = call.edition.district.local(kept.made).date()
    return Holiday(span.first, span.last, composing.texts("words", {}), composing.approval, as_of=read)


def standing_district(connection: Connected, call: Call) -> Revision:
    slug = call.edition.district.slug
    return latest(connection, Kind.DISTRICT, [slug])[slug]


def district_in(revision: Revision) -> District:
    if not isinstance(revision.noun, District):
        raise TypeError(f"{revision.slug} is no district")
    return revision.noun


def taking_over(connection: Connected, call: Call, now: Revision, taken: Sequence[tuple[Piece, Holiday]]) -> Proposal:
    """Days without school, into the calendar as it stands."""
    pieces, days = [piece for piece, _ in taken], [holiday for _, holiday in taken]
    before = district_in(now)
    after = replace(before, calendar=laid_over(before.calendar, days))
    lines = days_off_told(call, before, after)
    return dealing_with_all(
        Proposal(
            says=lines[0] if len(lines) == 1 else call.say("Days without school: {count}", count=len(taken)),
            nouns=(after,),
            based_on={(Kind.DISTRICT, after.slug): now.number},
            lines=lines if len(lines) > 1 else (),
            warnings=(*_without_names(call, days), *_counting_more(connection, call, days)),
        ),
        call,
        pieces,
        PieceState.APPROVED,
    )


def _without_names(call: Call, taken: Sequence[Holiday]) -> Iterator[str]:
    say, spoken = call.say, call.edition.district.languages
    for tag in spoken:
        named = [one.titles[spoken[0]].words for one in taken if tag not in one.titles and spoken[0] in one.titles]
        if named:
            listed = say.listed([*named[:MOST_NAMED], *([f"+{more}"] if (more := len(named) - MOST_NAMED) > 0 else [])])
            yield say(
                "{name}: no {language} words yet; those families read the original.",
                name=listed,
                language=say.language_name(tag),
            )


def _counting_more(connection: Connected, call: Call, taken: Sequence[Holiday]) -> Iterator[str]:
    """A status that was said of one of the days."""
    topic, at = day_topic(call), call.invocation.at
    for held in standing_claims(connection, [topic.slug], at=at, ground=call.edition.ground):
        claim, first = held.claim, held.claim.first_day
        if first is not None and claim.status is not None and touching(taken, first, claim.last_day or first):
            words = words_of(call).brief(held, topic)
            yield call.say("{claim} counts more than the school calendar: {words}", claim=claim.slug, words=words)


def _rebased(connection: Connected, call: Call, now: Revision, span: Span) -> Call:
    """That other days of the calendar were changed since the preview is no conflict."""
    key = (Kind.DISTRICT, now.slug)
    seen = call.invocation.based_on.get(key)
    if seen is None or seen == now.number:
        return call
    before = next((one for one in history(connection, *key) if one.number == seen), None)
    if before is None or _of_days(before, span) != _of_days(now, span):
        return call
    based_on = {one: number for one, number in call.invocation.based_on.items() if one != key}
    return replace(call, invocation=replace(call.invocation, based_on=based_on))


def _of_days(revision: Revision, span: Span) -> tuple[Holiday, ...]:
    return touching(district_in(revision).calendar, span.first, span.last)


def _known_already(call: Call, piece: Piece, mine: Holiday, there: Sequence[Holiday]) -> Page:
    """No day stands in the calendar twice."""
    say = call.say
    lines = [say("In the school calendar already: {day}", day=day_off_words(call, one)) for one in there]
    lines.append(say("Not taken over yet: {day}", day=day_off_words(call, mine)))
    return known_already(call, piece, lines)

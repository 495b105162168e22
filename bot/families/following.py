"""Following: kept with the room it shall be told in, and told only when the answer changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.catalogue import marked
from bot.choices import BY_SCHOOL
from bot.desk import Call, Desk, Handler, refused
from bot.families.choosing import hours_words
from bot.families.followed import follower, following, not_for_the_room, what_words
from bot.filling import CannotRead, Filling
from bot.meaning import DEFAULT_TOPIC
from bot.notices import Notices
from bot.pages import Offer, Page, PageKind
from bot.reading import Part, Reading
from bot.values import read_scope
from bot.wording import Wording
from knowledge.claims import Scope
from knowledge.people import (
    MOST_FOLLOWS,
    Chosen,
    Followed,
    Following,
    add_follow,
    last_answer,
    read_chosen,
    told_in,
)

MOST_AT_ONCE = 5
MOST_OFFERED = 3


def handlers() -> Mapping[str, Handler]:
    return {"follow": follow, "following": following}


async def follow(desk: Desk, call: Call) -> Page:
    """A topic or a question in words, else what an answer was about, else what was asked last in this room."""
    if (page := not_for_the_room(call)) is not None:
        return page
    chosen = Chosen()
    if not (call.who.overheard or call.values.get("here")):  # a room follows for all, not for somebody's own schools
        chosen = await desk.database.read(partial(read_chosen, who=call.who.person))
    if words := call.values.get("topic"):
        reading = desk.reader.read(words, at=call.at, edition=call.edition, hint=(call.language,), last=None)
        if reading.is_elsewhere:
            notices = Notices(call.say, call.edition.district)
            return refused(call.say, notices.not_ours(reading.places.neighbours).text)
        parts = _parts(call, words, reading)
        known = [part for part in parts if part.topic in call.edition.topics]
        if any(part.unread_day and _wants_day(part, call) for part in known):
            return Page(PageKind.FORM, Notices(call.say, call.edition.district).which_date().text, command=call.command)
        wanted = [_wanted(part, chosen, call) for part in known]
        if schools := _schools_alone(desk, call, words):
            wanted = [Followed(DEFAULT_TOPIC, None, None, schools)]
        if not wanted:
            return _which(call, parts)
    else:
        wanted = list(await desk.database.read(partial(_last_told, call=call)))
        if not wanted:
            return _which(call, ())
    return await _follow(desk, call, list(dict.fromkeys(wanted))[:MOST_AT_ONCE], chosen)


def _schools_alone(desk: Desk, call: Call, words: str) -> Scope | None:
    """Of schools or levels and nothing else is followed whether school is on there, whatever else speaks of them."""
    filling = Filling(call.edition, call.at, call.say, desk.reader.days, family=True)
    try:
        scope = read_scope(words, filling)
    except CannotRead:
        return None
    return None if scope.is_district or DEFAULT_TOPIC not in call.edition.topics else scope


def _parts(call: Call, words: str, reading: Reading) -> Sequence[Part]:
    """A topic by its short name or its title, else what a question in these words is about."""
    for slug, topic in call.edition.topics.items():
        titles = {title.words.casefold() for title in topic.titles.values()}
        if words.casefold() in {slug, *titles}:
            return (Part(words, slug, None),)
    return reading.parts


def _wanted(part: Part, chosen: Chosen, call: Call) -> Followed:
    topic = call.edition.topics[part.topic or ""]
    by_day = _wants_day(part, call) and part.named_day
    scope = chosen.scope if part.scope.is_district and topic.kind in BY_SCHOOL else part.scope
    return Followed(topic.slug, part.first if by_day else None, _last(part) if by_day else None, scope)


def _wants_day(part: Part, call: Call) -> bool:
    return call.edition.topics[part.topic or ""].kind.by_day


def _last(part: Part) -> date | None:
    return part.last if part.last != part.first else None


def _last_told(connection: Any, call: Call) -> tuple[Followed, ...]:
    answer = call.values.get("answer") or last_answer(connection, call.who.person, call.who.place)
    return told_in(connection, answer, call.who.person) if answer else ()


def _which(call: Call, parts: Sequence[Part]) -> Page:
    """The topics that come near, to choose from."""
    wording, topics = Wording(call.say, call.edition.district, call.at), call.edition.topics
    meant = [part.match for part in parts if part.match and part.match.outcome != "none"]
    near = [one.topic for match in meant for one in match.candidates if one.topic in topics]
    notices = Notices(call.say, call.edition.district)
    if not near:
        return Page(PageKind.FORM, notices.which_topic().text, command=call.command)
    return Page(
        PageKind.FORM,
        call.say("Which of these do you mean?"),
        offers=tuple(
            Offer(wording.title(topics[slug]), replace(call.invocation, values={"topic": slug}))
            for slug in list(dict.fromkeys(near))[:MOST_OFFERED]
        ),
        command=call.command,
    )


async def _follow(desk: Desk, call: Call, wanted: Sequence[Followed], chosen: Chosen) -> Page:
    say, who, at = call.say, call.who, call.invocation.at
    days = [(one, _until(one, call)) for one in wanted]
    to_come = [(one, until) for one, until in days if until is None or until > at]
    if not to_come:
        over = [call.say.days(one.day, one.last_day or one.day, at=call.at) for one, _ in days if one.day]
        return refused(say, say("{day} is over; what came of it is not known here.", day=over[0]))

    def work(connection: Any) -> list[tuple[Followed, Following]]:
        return [
            (one, add_follow(connection, one, who=follower(call), place=who.place, at=at, until=until))
            for one, until in to_come
        ]

    done = await desk.database.write(work)
    if all(came is Following.TOO_MANY for _, came in done):
        return refused(say, _too_many(call))
    kept = [what_words(one, call) for one, came in done if came is not Following.TOO_MANY]
    lines = [_where_told(call)]
    if chosen.quiet:
        lines.append(say("{lead}: {words}", lead=say("Quiet hours"), words=hours_words(chosen.quiet, say)))
    if len(kept) < len(done):
        lines.append(_too_many(call))
    title = marked("You follow this now: {what}")
    if call.values.get("here"):
        title = marked("This room follows this now: {what}")
    return Page(PageKind.DONE, say(title, what="; ".join(kept)), tuple(lines), scope=_scope(done))


def _where_told(call: Call) -> str:
    if call.values.get("here"):
        return call.say("I write here, for everybody, when the answer changes.")
    if call.who.apart:
        return call.say("I write to you alone when the answer changes.")
    return call.say("I write to you here when the answer changes.")


def _too_many(call: Call) -> str:
    pattern = marked("You follow {count} things already; stop one of them first: /following")
    return call.say(pattern, count=MOST_FOLLOWS)


def _until(followed: Followed, call: Call) -> datetime | None:
    last = followed.last_day or followed.day
    return call.edition.district.midnight_after(last) if last else None


def _scope(done: Sequence[tuple[Followed, Following]]) -> Scope | None:
    scopes = {one.scope for one, _ in done}
    return scopes.pop() if len(scopes) == 1 else None

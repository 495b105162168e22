"""What families follow: kept with the room it shall be told in, and told only when the answer changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.catalogue import marked
from bot.choices import BY_SCHOOL, scope_words
from bot.commands import Role
from bot.desk import Call, Desk, Handler, refused
from bot.families.carried import about_words
from bot.families.choosing import hours_words
from bot.notices import Notices
from bot.pages import Offer, Page, PageKind
from bot.reading import Part, Reading
from bot.wording import Wording
from knowledge.bygone import Bygone, read_bygone
from knowledge.claims import Scope
from knowledge.interest import Cell
from knowledge.people import (
    MOST_FOLLOWS,
    Chosen,
    Followed,
    Following,
    add_follow,
    last_answer,
    read_chosen,
    read_follows,
    stop_following,
    told_in,
)
from knowledge.stopping import told_of

MOST_AT_ONCE = 5
MOST_OFFERED = 3
MOST_TOLD = 10  # listed of what somebody asked about


def handlers() -> Mapping[str, Handler]:
    return {"follow": follow, "following": following}


async def follow(desk: Desk, call: Call) -> Page:
    """A topic or a question in words, else what an answer was about, else what was asked last in this room."""
    if (page := _not_for_the_room(call)) is not None:
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
        if not wanted:
            return _which(call, parts)
    else:
        wanted = list(await desk.database.read(partial(_last_told, call=call)))
        if not wanted:
            return _which(call, ())
    return await _follow(desk, call, list(dict.fromkeys(wanted))[:MOST_AT_ONCE], chosen)


async def following(desk: Desk, call: Call) -> Page:
    if (page := _not_for_the_room(call)) is not None:
        return page
    say, who, at = call.say, _follower(call), call.invocation.at
    number = call.values.get("stop")
    if number is not None:
        stopped = await desk.database.write(lambda connection: stop_following(connection, who, number, at=at))
        if stopped is None:
            return refused(say, say("There is nothing of yours under that number."))
        return Page(PageKind.DONE, say("You no longer follow this: {what}", what=what_words(stopped, call)))
    mine = await desk.database.read(lambda connection: read_follows(connection, who, at=at))
    told = await _told(desk, call, mine)
    if not mine and not told:
        return Page(PageKind.SHOWN, say("You follow nothing."))
    gone = {one.topic for one in (*mine, *told)} - call.edition.topics.keys()
    bygone = await desk.database.read(partial(read_bygone, topics=gone, events=(), at=at)) if gone else Bygone()
    named = [(one, what_words(one, call, bygone)) for one in mine]
    asked = [(one, what_words(one, call, bygone)) for one in told]
    return Page(
        PageKind.SHOWN,
        say(call.command.help),
        (
            *(f"{one.number}. {words}" for one, words in named),
            *([say("I also tell you when this changes, as you asked about it:")] if asked else []),
            *(f"• {words}" for _, words in asked),
        ),
        offers=(
            *(_offer(call, words, name="following", values=_stopping(one, call)) for one, words in named),
            *(_offer(call, words, name="stop", values={"about": about_words([_cell(one)])}) for one, words in asked),
        ),
    )


async def _told(desk: Desk, call: Call, mine: Sequence[Followed]) -> list[Followed]:
    """What they are told of here because they asked; where others read along only messages are rewritten."""
    if call.values.get("here") or call.who.shared:
        return []
    work = partial(told_of, who=call.who.person, place=call.who.place, at=call.invocation.at, most=MOST_TOLD)
    followed = {_cell(one) for one in mine}
    cells = [one for one in await desk.database.read(work) if one not in followed]
    return [Followed(one.topic, one.day, one.last_day, one.scope) for one in cells]


def _cell(followed: Followed) -> Cell:
    return Cell.of(followed.topic, followed.day, followed.last_day, followed.scope)


def _offer(call: Call, words: str, *, name: str, values: Mapping[str, str]) -> Offer:
    return Offer(call.say("Stop: {what}", what=words), replace(call.invocation, name=name, action="", values=values))


def _follower(call: Call) -> str:
    """A room follows under its own name, so that it goes on when whoever set that up leaves or is forgotten."""
    return call.who.place if call.values.get("here") else call.who.person


def _not_for_the_room(call: Call) -> Page | None:
    """Why nobody else in the room shall be told."""
    if not call.values.get("here"):
        return None
    if not call.who.shared:
        return refused(call.say, call.say("This is for rooms with several people in them."))
    if not (call.who.manages or call.role.may(Role.PUBLISHER)):
        words = call.say("Only somebody who manages this room, or a publisher, can change this.")
        return refused(call.say, words)
    return None


def _stopping(one: Followed, call: Call) -> dict[str, str]:
    return {"stop": str(one.number), **({"here": "yes"} if call.values.get("here") else {})}


def what_words(followed: Followed, call: Call, bygone: Bygone | None = None) -> str:
    """Its title, with its days and schools where it has any; of a topic that was taken away, that it was."""
    gone = bygone.topics.get(followed.topic) if bygone else None
    topic = call.edition.topics.get(followed.topic) or gone
    wording = Wording(call.say, call.edition.district, call.at)
    words = wording.title(topic) if topic else followed.topic
    if followed.day is not None:
        words = f"{words}, {wording.days(followed.day, followed.last_day)}"
    schools = scope_words(followed.scope, call.edition.district, call.say)
    words = f"{words} ({schools})" if schools else words
    return call.say("{title} (nothing is kept about it any more)", title=words) if gone else words


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
            (one, add_follow(connection, one, who=_follower(call), place=who.place, at=at, until=until))
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

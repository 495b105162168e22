"""What families follow already, a room for everybody in it too: listed, put into words, and stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.choices import scope_words
from bot.commands import Role
from bot.desk import Call, Desk, refused
from bot.families.carried import about_words
from bot.pages import Offer, Page, PageKind
from bot.wording import Wording
from knowledge.bygone import Bygone, read_bygone
from knowledge.interest import Cell
from knowledge.people import Followed, read_follows, stop_following
from knowledge.stopping import told_of

MOST_TOLD = 10  # listed of what somebody asked about


async def following(desk: Desk, call: Call) -> Page:
    if (page := not_for_the_room(call)) is not None:
        return page
    say, who, at = call.say, follower(call), call.invocation.at
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


def follower(call: Call) -> str:
    """A room follows under its own name, so that it goes on when whoever set that up leaves or is forgotten."""
    return call.who.place if call.values.get("here") else call.who.person


def not_for_the_room(call: Call) -> Page | None:
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

"""Manners in chat rooms, whatever the platform: what is said of the bot itself, and when it keeps silent.

Where several people talk, nothing is said that nobody asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from bot.catalogue import SOURCE_LANGUAGE, Catalogue, marked
from bot.commands import Command, Role, all_commands
from bot.emergencies import is_emergency
from bot.filling import YES
from bot.notices import Notices
from bot.pages import Invocation, Offer, Page, PageKind, Who
from bot.questions import Question
from bot.slashes import Unclear, usage
from knowledge.district import District, School
from knowledge.library import Edition

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reading import Part, Reading

QUESTION_MARKS = "?？؟"
FEW_WORDS = 3  # a day among so few is asked about
# Commands whose words give whoever reads along a role or somebody else's settings, and those that show where somebody's
# children go to school.
ALONE = frozenset({"link", "role invite", "role join", "settings", "following", "stop"})


def introduction(say: Catalogue, district: District, *, address: str, apart: bool = False) -> Page:
    """For a room that the bot was brought into. *address*: how it is mentioned there; *apart*: answers to a command
    are shown to whoever asked alone."""
    pattern = marked("Whoever manages this room can let me answer every question: {command}")
    if apart:
        pattern = marked("Whoever manages this room can let everybody read my answers to /ask: {command}")
    lines = (
        what_it_is(say, district),
        say("Here I answer when you mention me ({address}), reply to me, or write /ask.", address=address),
        say(pattern, command="/room answers=everything"),
    )
    return Page(PageKind.SHOWN, "", lines)


def what_it_is(say: Catalogue, district: District) -> str:
    return say(
        "I am a bot, not the school district. I say what is announced about {district} schools, by whom and as of "
        "when, and I say so when nothing is.",
        district=district.short_name,
    )


def only_words(say: Catalogue, district: District) -> Page:
    """For a recording, a picture, a place."""
    lines = (Notices(say, district).which_topic().text,)
    return Page(PageKind.SHOWN, say("I can only read words: no recordings, pictures or places."), lines)


def no_words(say: Catalogue, district: District) -> Page:
    """For what says nothing at all, such as a sticker."""
    return Page(PageKind.SHOWN, "", (Notices(say, district).nothing_to_read().text,))


def is_for_one(command: str, values: Mapping[str, str]) -> bool:
    """Whether nobody else is to read what comes of it. What a room follows is everybody's there."""
    return command in ALONE and not (command == "following" and is_for_the_room(values))


def is_for_the_room(values: Mapping[str, str]) -> bool:
    """As somebody wrote it."""
    return values.get("here", "").casefold().rstrip(".!") in YES


def write_alone(say: Catalogue, *, where: str) -> Page:
    """For a command of `ALONE` where others read along. *where*: an address or a name to write to."""
    return Page(
        PageKind.REFUSED,
        say("Not done."),
        (say("Others read along here. Write that to me alone: {where}", where=where),),
    )


def lacking(say: Catalogue, *, permissions: str) -> str:
    """For whoever manages a server. *permissions*: as the platform names them."""
    return say("In this channel I lack permissions that I need to answer: {permissions}.", permissions=permissions)


def passed_on_by(say: Catalogue, *, name: str) -> str:
    """Below an answer that somebody put into another chat. *name*: of the bot there."""
    return say("Asked through {name}.", name=name)


def how_it_stands(say: Catalogue) -> str:
    """On a link from such an answer to the one there is when it is opened."""
    return say("How it stands now")


def keeping_school(who: Who, school: School, at: datetime, say: Catalogue) -> Offer:
    """For whoever came to ask about one school."""
    keeping = Invocation("settings", who, at, values={"schools": school.slug})
    return Offer(say("Keep as my school: {school}", school=school.name), keeping)


def unclear(line: str, error: Unclear, role: Role, say: Catalogue) -> Page:
    """A command that could not be read: in everybody's words how it is typed; to editors who read English the error
    says more."""
    known = [one for one in named_in(line) if role.may(one.role)]
    if known and role is not Role.FAMILY and say.language == SOURCE_LANGUAGE:
        return Page(PageKind.REFUSED, str(error))
    if known:
        lines = tuple(usage(one) for one in known)
        return Page(PageKind.REFUSED, say("I cannot read that command. It is written like this:"), lines)
    title = say("There is no command {name}.", name=_first(line)[:40])
    return Page(PageKind.REFUSED, title, (f"/help · {say('What you can ask and do here.')}",))


def named_in(line: str) -> tuple[Command, ...]:
    """The commands of the name that a line begins with."""
    name = _first(line).removeprefix("/").lower()
    return tuple(one for one in all_commands() if one.name == name)


def takes_nothing(line: str) -> bool:
    """Whether a line begins with a command to which nothing can be added: what is, counts for nothing."""
    named = named_in(line)
    return len(named) == 1 and not named[0].fields


async def is_chatter(desk: Desk, question: Question) -> bool:
    """Whether people only talk among themselves: nobody is in danger, no school or topic of ours is named, and no day
    is asked about. Nothing of it is noted."""
    edition = await desk.library.edition()
    reading = _read(desk, question, edition)
    if _is_urgent(question, reading, edition) or reading.places.spans or reading.places.neighbours:
        return False
    return not any(_is_asked(part, question.text, edition) for part in reading.parts)


async def stands_alone(desk: Desk, question: Question) -> bool:
    """Whether words need nothing that they answer: "is that true?" does, "and Thursday?" and "thanks!" do not."""
    edition = await desk.library.edition()
    reading = _read(desk, question, edition)
    named = reading.places.spans or reading.places.neighbours or _is_urgent(question, reading, edition)
    about = any(part.topic in edition.topics or part.named_day or part.unread_day for part in reading.parts)
    return bool(named) or about or (bool(reading.asides) and not _asks(question.text))


def _read(desk: Desk, question: Question, edition: Edition) -> Reading:
    at = edition.district.local(question.written or question.at)
    hint = (question.saved_language, question.language)
    return desk.reader.read(question.text, at=at, edition=edition, hint=hint, last=None)


def _is_urgent(question: Question, reading: Reading, edition: Edition) -> bool:
    return any(is_emergency(text, edition) for text in (question.text, reading.mended, reading.feared))


def _is_asked(part: Part, text: str, edition: Edition) -> bool:
    """Whether a part says its topic; one that only a day or nothing gave it counts where somebody asks, and so does a
    day with what may be meant."""
    topics = {one.topic for one in part.match.candidates} if part.match and part.match.outcome != "none" else set()
    a_day = part.named_day or part.unread_day
    if part.topic in edition.topics:
        return part.topic in topics or _asks(text) or (a_day and len(text.split()) <= FEW_WORDS)
    return bool(topics & set(edition.topics)) and a_day and _asks(text)


def _asks(text: str) -> bool:
    return any(mark in text for mark in QUESTION_MARKS)


def _first(line: str) -> str:
    return (line.split(maxsplit=1) or [""])[0]

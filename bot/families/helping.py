"""What the bot is, how to ask it, what it keeps: read before anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Role
from bot.commands.editing import editing_commands
from bot.commands.families import family_commands
from bot.commands.names import NAMES
from bot.desk import Call, Desk, Handler
from bot.notices import Notices
from bot.pages import Offer, Page, PageKind
from bot.rooms import ALONE
from bot.settings import RetentionSettings

OFFERED = ("today", "topics", "settings")
FOR_SHARED_ROOMS = frozenset({"room"})
BEGINNING = "start"
ENGLISH, ENDS = "en", ".。।"


def handlers() -> Mapping[str, Handler]:
    return {"start": start, "help": help_, "privacy": privacy}


async def start(desk: Desk, call: Call) -> Page:
    number = call.edition.district.emergency_number
    urgent = call.say("If someone is in danger, call {number} now. I am a bot and cannot get help.", number=number)
    page = await help_(desk, call)
    return replace(page, lines=(*page.lines, urgent))


async def help_(desk: Desk, call: Call) -> Page:
    say, notices = call.say, Notices(call.say, call.edition.district)
    lines = (
        _what_it_is(call),
        *notices.which_topic().text.splitlines(),
        *(f"/{one.name} · {say(one.help)}" for one in family_commands() if _is_listed(one, call)),
        *notices.official_channel(),
        *_of_staff(call),
    )
    offers = tuple(_offer(name, call) for name in OFFERED if _may_be_seen(name, call))
    return Page(PageKind.SHOWN, say(call.command.help), lines, offers=offers)


def _is_listed(command: Command, call: Call) -> bool:
    """What can be done here by somebody who has begun already."""
    only_shared = command.name in FOR_SHARED_ROOMS and not call.who.shared
    return not (command.hidden or only_shared or command.name == BEGINNING)


def _may_be_seen(name: str, call: Call) -> bool:
    """Whether nothing of one's own is shown to others by it."""
    return name not in ALONE or not call.who.overheard


def _offer(name: str, call: Call) -> Offer:
    """Under the command's own name, as a word; where it has none in this language, under what it does."""
    word = call.say(NAMES[name]).removeprefix("/")
    if word == name and call.say.language != ENGLISH:
        word = next(call.say(one.help) for one in family_commands() if one.name == name).rstrip(ENDS)
    return Offer(word[:1].upper() + word[1:], replace(call.invocation, name=name, values={}))


def _of_staff(call: Call) -> Iterator[str]:
    """What a role allows besides, in an editor's words: each command once, with what it does."""
    say, actions = load_catalogue(call.who.language or call.language, EDITING), dict[str, list[Command]]()
    for one in editing_commands():
        if call.role is not Role.FAMILY and one.role is not Role.FAMILY and call.role.may(one.role):
            actions.setdefault(one.name, []).append(one)
    for name, commands in actions.items():
        yield from (f"/{name} · {say(one.help)}" for one in commands if not one.action or len(commands) == 1)
        if len(commands) > 1:
            yield f"/{name} {', '.join(one.action for one in commands if one.action)}"


async def privacy(desk: Desk, call: Call) -> Page:
    say, kept = call.say, desk.settings.retention if desk.settings else RetentionSettings()
    lines = (
        _what_it_is(call),
        say(
            "I keep what you write to me and the id of the chat for {days} days.",
            days=kept.question_days,
        ),
        say("I keep what I told you until {days} days after its day, to correct it.", days=kept.telling_days),
        say("I keep what I still have to tell you, and that I told it, as long: so that you hear it once."),
        say("I keep your language, schools, quiet hours and what you follow until you change them."),
        say("I ask and keep nothing about a child."),
        say("Whoever edits the answers stays named in the log of changes."),
        say("/forget deletes everything else at once."),
    )
    return Page(PageKind.SHOWN, say(call.command.help), lines, offers=(_offer("forget", call),))


def _what_it_is(call: Call) -> str:
    return call.say(
        "I am a bot, not the school district. I say what is announced about {district} schools, by whom and as of "
        "when, and I say so when nothing is.",
        district=call.edition.district.short_name,
    )

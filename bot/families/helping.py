"""What the bot is, how to ask it, what it keeps: read before anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Role
from bot.commands.editing import editing_commands
from bot.commands.families import family_commands
from bot.desk import Call, Desk, Handler
from bot.notices import Notices
from bot.pages import Offer, Page, PageKind
from bot.settings import RetentionSettings

OFFERED = ("today", "topics", "settings")


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
        *(f"/{one.name} · {say(one.help)}" for one in family_commands() if not one.hidden),
        *notices.official_channel(),
        *_of_staff(call),
    )
    offers = tuple(Offer(f"/{name}", replace(call.invocation, name=name, values={})) for name in OFFERED)
    return Page(PageKind.SHOWN, say(call.command.help), lines, offers=offers)


def _of_staff(call: Call) -> Iterator[str]:
    """What a role allows besides, in an editor's words: each command once, with what it does."""
    say, actions = load_catalogue(call.who.language or call.language, EDITING), dict[str, list[Command]]()
    for one in editing_commands():
        if call.role is not Role.FAMILY and one.role is not Role.FAMILY and call.role.may(one.role):
            actions.setdefault(one.name, []).append(one)
    for name, commands in actions.items():
        several = ", ".join(one.action for one in commands if one.action)
        yield f"/{name} {several}".strip() if len(commands) > 1 else f"/{name} · {say(commands[0].help)}"


async def privacy(desk: Desk, call: Call) -> Page:
    say, kept = call.say, desk.settings.retention if desk.settings else RetentionSettings()
    lines = (
        _what_it_is(call),
        say(
            "I keep what you write to me and the id of the chat for {days} days.",
            days=kept.question_days,
        ),
        say("I keep what I told you until {days} days after its day, to correct it.", days=kept.telling_days),
        say("I keep your language, schools, quiet hours and what you follow until you change them."),
        say("I ask and keep nothing about a child."),
        say("Whoever edits the answers stays named in the log of changes."),
        say("/forget deletes everything else at once."),
    )
    forgetting = Offer("/forget", replace(call.invocation, name="forget", values={}))
    return Page(PageKind.SHOWN, say(call.command.help), lines, offers=(forgetting,))


def _what_it_is(call: Call) -> str:
    return call.say(
        "I am a bot, not the school district. I say what is announced about {district} schools, by whom and as of "
        "when, and I say so when nothing is.",
        district=call.edition.district.short_name,
    )

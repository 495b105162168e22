"""How a room with several people is set: what is answered there, in which language, and whether staff reads there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.catalogue import Catalogue, marked, own_name
from bot.commands import Role
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Offer, Page, PageKind
from bot.values import EMPTIED
from knowledge.rooms import Room, read_room, save_room
from knowledge.staff import note_refusal, note_ruling

EVERYTHING, ADDRESSED = "everything", "addressed"
ON, OFF = "on", "off"
BY_PLATFORM = "manages"  # who changed it, where the platform and no role allowed it: nobody's name is kept
BOARD_IS_OVER = marked("This board is no longer kept. Please ask me instead.")


def handlers() -> Mapping[str, Handler]:
    return {"room": room}


async def room(desk: Desk, call: Call) -> Page:
    """Shows it; what is given is saved first. For how it answers whoever manages the room may decide, what staff reads
    is for owners."""
    say, who = call.say, call.who
    if not who.shared:
        return refused(say, say("This is for rooms with several people in them."))
    if not call.values:
        set_now = await desk.database.read(partial(read_room, place=who.place))
        return _shown(call, set_now, say(call.command.help), PageKind.SHOWN)
    if "staff" in call.values and not call.role.may(Role.OWNER):
        words = say("For this you need the role {role}; yours is {own}.", role=Role.OWNER.value, own=call.role.value)
        return await _refused(desk, call, words)
    if not _may_set(call):
        return await _refused(desk, call, say("Only somebody who manages this room, or a publisher, can change this."))
    changed = await desk.database.write(partial(_change, call=call))
    page = _shown(call, changed, say("Saved."), PageKind.DONE)
    return replace(page, warnings=tuple(_warnings(call, say)))


def _may_set(call: Call) -> bool:
    return call.who.manages or call.role.may(Role.PUBLISHER)


def _change(connection: Any, call: Call) -> Room:
    before = read_room(connection, call.who.place)
    values = call.values
    after = replace(
        before,
        plain=_answers(values["answers"]) if "answers" in values else before.plain,
        language=values.get("language", before.language),
        staff=values["staff"] == ON if "staff" in values else before.staff,
        board=values["board"] == ON if "board" in values else before.board,
    )
    by = BY_PLATFORM if call.role is Role.FAMILY else call.who.person
    save_room(connection, after, by=by, at=call.invocation.at)
    if after.staff != before.staff:
        about = f"the staff room {call.who.place}"
        note_ruling(connection, call.act(), about, before=_on(before.staff), after=_on(after.staff))
    return after


def _answers(value: str | None) -> bool:
    return value == EVERYTHING


def _on(on: bool) -> str:
    return ON if on else OFF


async def _refused(desk: Desk, call: Call, words: str) -> Page:
    """What is refused stands in the audit log."""
    refusing = partial(
        note_refusal,
        identity=call.who.person,
        held=call.role.value,
        command=call.command.key,
        about="; ".join(f"{name}: {value}" for name, value in call.invocation.values.items()),
        refused=words,
        at=call.invocation.at,
    )
    await desk.database.write(refusing)
    return refused(call.say, words)


def _warnings(call: Call, say: Catalogue) -> Iterator[str]:
    if call.values.get("answers") == EVERYTHING and not call.who.apart:
        yield say("If I stay silent all the same, make me an administrator here, so that I can read every message.")
    if call.values.get("staff") == ON:
        yield say("Everybody in this room reads what families write to staff.")
    if call.values.get("board") == ON:
        yield say("The board is drawn in a moment, and anew whenever something in it changes; it says as of when.")
        if not call.who.apart:
            yield say("Let me pin messages here, and the board stays in sight.")


def _shown(call: Call, now: Room, title: str, kind: PageKind) -> Page:
    say = call.say
    language = own_name(now.language) if now.language else say("nothing chosen")
    lines = [
        _how_it_answers(call, now),
        say("{lead}: {words}", lead=say("Language"), words=language),
    ]
    if call.role is not Role.FAMILY:
        lines.append(say("{lead}: {words}", lead=say("Staff room"), words=_on(now.staff)))
    if now.board:
        lines.append(say("The board of the next school days stands here."))
    return Page(kind, title, tuple(lines), offers=tuple(_offers(call, now)))


def _how_it_answers(call: Call, now: Room) -> str:
    say = call.say
    if call.who.apart:
        if now.plain:
            return say("Everybody here reads my answers to /ask.")
        return say("My answers to /ask are read by whoever asked, until they share them.")
    return say("I answer every question here.") if now.plain else say("I answer here only when I am addressed.")


def _offers(call: Call, now: Room) -> Iterator[Offer]:
    say = call.say

    def offer(name: str, value: str, label: str) -> Offer:
        return Offer(label, replace(call.invocation, values={name: value}))

    if _may_set(call):
        few, all_ = say("Only when addressed"), say("Every question")
        if call.who.apart:
            few, all_ = say("Answer whoever asks alone"), say("Answer for everybody")
        yield offer("answers", ADDRESSED, few) if now.plain else offer("answers", EVERYTHING, all_)
        for language in call.edition.district.languages:
            if language != now.language:
                yield offer("language", language, own_name(language))
        if now.language:
            words = say("nothing chosen")
            yield offer("language", EMPTIED, say("{lead}: {words}", lead=say("Language"), words=words))
    if call.role.may(Role.OWNER):
        words = _on(not now.staff)
        yield offer("staff", words, say("{lead}: {words}", lead=say("Staff room"), words=words))

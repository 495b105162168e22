"""Words for everybody: previewed as they will be read, with whom they reach and by when; sent, or only kept.

Nothing is cut or lost: words that are too long are given back. A drill says so on every line and stays one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.catalogue import EDITING, load_catalogue, marked
from bot.choices import plain_text
from bot.curating.announcement_pages import drilled, previewed, wanted
from bot.curating.drilling import DRILL
from bot.curating.refusing import Misfit, kindly
from bot.curating.sending_pages import announcement_page, quiet_until
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Page, PageKind, Problem
from bot.values import LONGEST_REST
from knowledge.announcements import (
    SAME_WITHIN,
    USEFUL_FOR,
    Announced,
    Announcement,
    NoSuchAnnouncement,
    NotInThatState,
    prepare,
    read_announcement,
    same_words,
    send,
    send_kept,
)
from knowledge.claims import Scope
from knowledge.deliveries import Run
from knowledge.loudness import Loudness

SPANISH = "es"


def handlers() -> Mapping[str, Handler]:
    return {"announce": kindly(_announce), "announce send": kindly(_send_kept)}


async def _announce(desk: Desk, call: Call) -> Page:
    say, prepared = call.say, _announcement(call)
    if not all(prepared.words.values()):
        return refused(say, say("There are no words in it."))
    not_after, keeps = _not_after(call), bool(call.values.get("keep"))
    if call.invocation.confirmed and keeps:
        return await _kept(desk, call, prepared)
    twins = await _twins(desk, call, prepared)
    if call.invocation.confirmed and (call.values.get("again") or not twins):
        number: int = await desk.database.write(partial(send, prepared=prepared, act=call.act(), not_after=not_after))
        return await _sent(desk, call, number)
    return await _previewed(desk, call, prepared, not_after, twins)


async def _send_kept(desk: Desk, call: Call) -> Page:
    say, number = call.say, call.values["number"]
    try:
        kept = await desk.database.read(partial(read_announcement, number=number))
        if kept.run is not Run.PREPARED:
            raise NotInThatState(kept.run)
        not_after = _not_after(call)
        if call.invocation.confirmed:
            await desk.database.write(partial(send_kept, number=number, act=call.act(), not_after=not_after))
            return await _sent(desk, call, number)
    except NoSuchAnnouncement:
        return refused(say, say("There is no announcement {number}.", number=number))
    except NotInThatState:
        page = await announcement_page(desk, call, number)
        words = say("Announcement {number} was sent or cancelled before.", number=number)
        return replace(page, kind=PageKind.REFUSED, title=say("Not done."), lines=(words, *page.lines))
    twins = await _twins(desk, call, kept.announcement)
    return await _previewed(desk, call, kept.announcement, not_after, twins, kept=number)


async def _previewed(
    desk: Desk,
    call: Call,
    prepared: Announcement,
    not_after: datetime,
    twins: tuple[Announced, ...],
    *,
    kept: int | None = None,
) -> Page:
    found = await wanted(desk, call, prepared, not_after, twins=twins)
    return previewed(desk, call, replace(found, kept=kept), await desk.tallies.ahead(at=call.invocation.at))


async def _kept(desk: Desk, call: Call, prepared: Announcement) -> Page:
    number: int = await desk.database.write(partial(prepare, prepared=prepared, act=call.act()))
    page = await announcement_page(desk, call, number)
    title = drilled(call, prepared, call.say("Kept as announcement {number}.", number=number))
    return replace(page, kind=PageKind.DONE, title=title, scope=prepared.scope)


async def _sent(desk: Desk, call: Call, number: int) -> Page:
    desk.tallies.forget()
    page = await announcement_page(desk, call, number)
    waits = call.loudness is not Loudness.URGENT and quiet_until(desk, call) is not None
    rests = marked("Announcement {number} goes out after quiet hours.")
    title = call.say(rests if waits else marked("Announcement {number} is going out."), number=number)
    return replace(page, kind=PageKind.DONE, title=title)


def _not_after(call: Call) -> datetime:
    """Raises `Misfit` for a moment that is over."""
    written: datetime | None = call.values.get("until")
    if written is not None and written <= call.invocation.at:
        raise Misfit(Problem("until", call.say("That moment is over.")))
    return written or call.invocation.at + USEFUL_FOR


def _announcement(call: Call) -> Announcement:
    main, drill = call.edition.district.languages[0], bool(call.values.get("drill"))
    written = {main: call.values["words"]}
    if call.values.get("words_es"):
        written[SPANISH] = call.values["words_es"]
    plain = {language: _plain(words) for language, words in written.items()}
    words = {language: _drilled_in(language, one) if drill and one else one for language, one in plain.items()}
    return Announcement(words, call.values.get("scope") or Scope(), drill)


def _plain(written: str) -> str:
    """Line by line."""
    lines = (plain_text(one, longest=LONGEST_REST) for one in written.splitlines())
    return "\n".join(filter(None, lines))


def _drilled_in(language: str, words: str) -> str:
    """Each line by itself: a line that is passed on alone is still one of a drill."""
    say = load_catalogue(language, EDITING)
    return "\n".join(say(DRILL, words=line) for line in words.splitlines())


async def _twins(desk: Desk, call: Call, prepared: Announcement) -> tuple[Announced, ...]:
    since = call.invocation.at - SAME_WITHIN
    found = await desk.database.read(partial(same_words, prepared=prepared, since=since))
    return tuple(one for one in found if one.identity != call.who.person)

"""What goes out, looked at and steered: how far it has come, held back, let go on, and cancelled as far as it has not
gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot.catalogue import marked
from bot.curating.refusing import Misfit, Refusal, kindly
from bot.curating.sending_pages import RUNS, announcement_page, progress_page
from bot.desk import Call, Desk, Handler
from bot.pages import Offer, Page, PageKind, Problem
from bot.telling.platforms import PLATFORMS
from knowledge.announcements import (
    NoSuchAnnouncement,
    NotInThatState,
    cancel,
    newest_announcements,
    pause,
    read_announcement,
    resume,
)
from knowledge.deliveries import Run
from knowledge.histories import NoSuchChange
from knowledge.progress import ChangeGoing, changes_going, read_change_going
from knowledge.withholding import hush_change, withhold_announcement, withhold_corrections, withhold_owed

LATELY = timedelta(hours=24)
MOST_SHOWN = 12
MOST_PARTS = 10_000  # of what is kept back, thousands at a time

Steering = Callable[..., None]


def handlers() -> Mapping[str, Handler]:
    return {
        "announce progress": _telling(_progress),
        "announce pause": _telling(
            partial(_steered, steering=pause, says=marked("Announcement {number} is held back."))
        ),
        "announce resume": _telling(partial(_steered, steering=resume, says=marked("Announcement {number} goes on."))),
        "announce cancel": _telling(_cancel),
    }


def _telling(handling: Callable[[Desk, Call], Awaitable[Page]]) -> Handler:
    """What is not there, or stands otherwise by now, is said in a sentence."""

    async def handler(desk: Desk, call: Call) -> Page:
        say, number = call.say, call.values.get("number")
        try:
            return await handling(desk, call)
        except NoSuchAnnouncement:
            raise Refusal(say("There is no announcement {number}.", number=number)) from None
        except NoSuchChange:
            raise Refusal(say("There is no change {number}.", number=call.values.get("change"))) from None
        except NotInThatState as error:
            words = say("Announcement {number}: {state}.", number=number, state=say(RUNS[error.run]))
            page = await announcement_page(desk, call, call.values["number"])
            return replace(page, kind=PageKind.REFUSED, title=say("Not done."), lines=(words, *page.lines))

    return kindly(handler)


async def _progress(desk: Desk, call: Call) -> Page:
    if call.values.get("number") is not None:
        return await announcement_page(desk, call, call.values["number"])
    if call.values.get("change") is not None:
        return await progress_page(desk, call, [await _change(desk, call)])
    since = call.invocation.at - LATELY
    sent = await desk.database.read(partial(newest_announcements, since=since, most=MOST_SHOWN))
    told = await desk.database.read(partial(changes_going, lanes=tuple(PLATFORMS), since=since))
    return await progress_page(desk, call, [*sent, *told[:MOST_SHOWN]], title=call.say("What goes out"))


async def _steered(desk: Desk, call: Call, *, steering: Steering, says: str) -> Page:
    number = call.values["number"]
    await desk.database.write(partial(steering, number=number, act=call.act()))
    desk.tallies.forget()
    page = await announcement_page(desk, call, number)
    return replace(page, kind=PageKind.DONE, title=call.say(says, number=number))


async def _cancel(desk: Desk, call: Call) -> Page:
    if call.values.get("number") is not None and call.values.get("change") is not None:
        raise Misfit(Problem("change", call.say("Name the announcement or the change, not both.")))
    if call.values.get("number") is not None:
        return await _cancel_announcement(desk, call, call.values["number"])
    if call.values.get("change") is not None:
        return await _cancel_corrections(desk, call, await _change(desk, call))
    page = await _progress(desk, call)
    lines = (call.say("Say which one, by its number."), *page.lines)
    return replace(
        page, kind=PageKind.REFUSED, title=call.say("Not done."), lines=lines, offers=page.offers[1:], live=None
    )


async def _cancel_announcement(desk: Desk, call: Call, number: int) -> Page:
    say = call.say
    standing = await desk.database.read(partial(read_announcement, number=number))
    if not call.invocation.confirmed:
        if standing.run is Run.CANCELLED:
            raise NotInThatState(standing.run)
        page = await announcement_page(desk, call, number)
        title = say("Cancels what has not gone of announcement {number}.", number=number)
        return _asked(call, page, title, say("Whoever was told keeps it; nothing can be taken back from them."))
    if standing.run is not Run.CANCELLED:  # else somebody began it, and was interrupted perhaps
        await desk.database.write(partial(cancel, number=number, act=call.act()))
    for lane in PLATFORMS:
        await _in_parts(desk, partial(withhold_announcement, number=number, lane=lane, at=call.invocation.at))
    desk.tallies.forget()
    page = await announcement_page(desk, call, number)
    return replace(page, kind=PageKind.DONE, title=say("Announcement {number} is cancelled.", number=number))


async def _cancel_corrections(desk: Desk, call: Call, change: ChangeGoing) -> Page:
    say, number = call.say, change.number
    if not call.invocation.confirmed:
        page = await progress_page(desk, call, [change])
        title = say("Cancels what has not gone of what change {number} owes to people.", number=number)
        words = say("What families read stays as it is, and so does what is rewritten in rooms: /undo takes it back.")
        return _asked(call, page, title, words)
    await desk.database.write(partial(hush_change, number=number, act=call.act()))
    await _in_parts(desk, partial(withhold_owed, number=number, at=call.invocation.at))
    await _in_parts(desk, partial(withhold_corrections, number=number, at=call.invocation.at))
    desk.tallies.forget()
    page = await progress_page(desk, call, [await _change(desk, call)])
    return replace(page, kind=PageKind.DONE, title=say("Nobody is told of change {number} any more.", number=number))


def _asked(call: Call, page: Page, title: str, words: str) -> Page:
    confirmed = replace(call.invocation, confirmed=True)
    offer = Offer(call.say("Cancel what has not gone"), confirmed)
    return replace(page, kind=PageKind.PREVIEW, title=title, lines=(words, *page.lines), offers=(offer,), live=None)


async def _in_parts(desk: Desk, work: Callable[[Any], int]) -> None:
    """Each part by itself, so that whatever else waits for the database has its turn in between."""
    for _ in range(MOST_PARTS):
        if not await desk.database.write(work):
            return


async def _change(desk: Desk, call: Call) -> ChangeGoing:
    return await desk.database.read(partial(read_change_going, number=call.values["change"]))

"""A form that somebody is filling in, as it is kept between two steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot.pages import Invocation, Who
from bot.presses import press_body, press_of
from knowledge.database import Database
from knowledge.guides import Guide, drop_guide, find_guide, save_guide


@dataclass(frozen=True)
class Form:
    """*asked*: the field that a text is taken for, none while only buttons count; *offered*: the fields whose buttons
    count; *message*: the platform's name of ours, in which it is filled in; *previewed*: nothing is missing, and what
    comes of it was shown; *over*: it was left too long."""

    invocation: Invocation
    asked: str = ""
    offered: tuple[str, ...] = ()
    message: str = ""
    previewed: bool = False
    over: bool = False


async def open_form(database: Database, who: Who, *, at: datetime) -> Form | None:
    """The one that somebody has open in a room; one that is over says so. Raises `DatabaseUnreadable`."""
    kept = await find_guide(database, person=who.person, place=who.place)
    if kept is None:
        return None
    body: Mapping[str, Any] = kept.body
    invocation = press_of(body["command"], who)
    if not isinstance(invocation, Invocation):
        return None
    offered, previewed = tuple(body["offered"]), body["previewed"]
    return Form(invocation, body["asked"], offered, body["message"], previewed, kept.is_over(at))


async def keep_form(database: Database, form: Form, *, at: datetime) -> None:
    who = form.invocation.who
    body = {
        "command": press_body(form.invocation),
        "asked": form.asked,
        "offered": list(form.offered),
        "message": form.message,
        "previewed": form.previewed,
    }
    await database.write(partial(save_guide, kept=Guide(who.person, who.place, body, at)))


async def leave_form(database: Database, who: Who) -> bool:
    """Whether one was open."""
    return await database.write(partial(drop_guide, person=who.person, place=who.place))

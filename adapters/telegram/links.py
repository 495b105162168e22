"""Links that open the bot with something: an answer, a school's day, an editor's invitation, what a button would do.

Telegram hands over at most 64 of ``A-Z a-z 0-9 _ -``; whatever cannot be read opens the start page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2s
from typing import Final

from bot.pages import Page
from bot.questions import Choice, Reply
from knowledge.district import District, School

LONGEST: Final = 64
ANSWER, SCHOOL, INVITATION, PRESS = "a-", "s-", "join-", "p-"
UNDATED = "any"
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DAY = re.compile(r"\d{8}")
_INVITED = re.compile(r"/role join ([A-Z0-9-]+)")
# A topic's name may have a dot, which a link may not, and an underscore, which then is doubled.
_WRITTEN = {".": "_-", "_": "__"}


@dataclass(frozen=True)
class AnswerLink:
    topic: str
    day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class SchoolLink:
    """*named*: as `_named` names a school."""

    named: str

    def school(self, district: District) -> School | None:
        return next((one for one in district.schools if _named(one) == self.named), None)


@dataclass(frozen=True)
class InvitationLink:
    code: str


@dataclass(frozen=True)
class PressLink:
    """*carried*: as by a button."""

    carried: str


Opened = AnswerLink | SchoolLink | InvitationLink | PressLink


def link_to_bot(username: str) -> str:
    return f"https://t.me/{username}"


def link_to_answer(username: str, choice: Choice) -> str:
    """What a choice is about, as it stands when the link is opened; a span too long to name is left out."""
    first = f"{choice.day:%Y%m%d}" if choice.day else UNDATED
    last = f"-{choice.last_day:%Y%m%d}" if choice.day and choice.last_day not in (None, choice.day) else ""
    topic = re.sub(r"[._]", lambda found: _WRITTEN[found[0]], choice.topic or "")
    payloads = [f"{ANSWER}{days}-{topic}" for days in (f"{first}{last}", first)] if topic else []
    return _link(username, *payloads)


def link_to_reply(username: str, reply: Reply) -> str | None:
    """What its first part is about, as it stands when the link is opened."""
    if not reply.findings:
        return None
    found = reply.findings[0]
    asked = found.asked
    day = found.day or asked.day
    last = asked.last_day if day == asked.day else None
    return link_to_answer(username, Choice("", found.topic.slug, day, last, asked.scope))


def link_to_press(username: str, carried: str) -> str:
    """Does what the only button of its keyboard would do. *carried*: what the button carries."""
    token, _, place = carried.partition(".")
    return _link(username, *([f"{PRESS}{token}"] if place == "0" else []))


def link_to_school(username: str, school: School) -> str:
    return _link(username, f"{SCHOOL}{_named(school)}")


def link_to_invitation(username: str, code: str) -> str:
    return _link(username, f"{INVITATION}{code}")


def with_invitation_link(page: Page, username: str) -> Page:
    """A page that says what to type to accept an invitation, with the link that does it."""
    codes = [found[1] for line in page.lines if (found := _INVITED.fullmatch(line))]
    return replace(page, lines=(*page.lines, *(link_to_invitation(username, code) for code in codes)))


def read_payload(payload: str) -> Opened | None:
    if not _PAYLOAD.fullmatch(payload):
        return None
    if payload.startswith(INVITATION):
        return InvitationLink(payload.removeprefix(INVITATION))
    if payload.startswith(PRESS):
        return PressLink(f"{payload.removeprefix(PRESS)}.0")
    if payload.startswith(SCHOOL):
        return SchoolLink(payload.removeprefix(SCHOOL))
    return _answer(payload.removeprefix(ANSWER)) if payload.startswith(ANSWER) else None


def _link(username: str, *payloads: str) -> str:
    fitting = next((one for one in payloads if _PAYLOAD.fullmatch(one)), None)
    return f"{link_to_bot(username)}?start={fitting}" if fitting else link_to_bot(username)


def _named(school: School) -> str:
    """The name that a link has for a school: its own, or a short one made of it."""
    if _PAYLOAD.fullmatch(f"{SCHOOL}{school.slug}"):
        return school.slug
    return blake2s(school.slug.encode(), digest_size=10).hexdigest()


def _answer(written: str) -> AnswerLink | None:
    first, _, rest = written.partition("-")
    last, _, topic = rest.partition("-")
    if not _DAY.fullmatch(last):
        last, topic = "", rest
    try:
        days = [_day(one) for one in (first, last)]
    except ValueError:
        return None
    topic = re.sub("_[_-]", lambda found: {"__": "_", "_-": "."}[found[0]], topic)
    return AnswerLink(topic, *days) if topic else None


def _day(written: str) -> date | None:
    """Raises `ValueError`."""
    if written in ("", UNDATED):
        return None
    if not _DAY.fullmatch(written):
        raise ValueError("no day of a link")
    return date.fromisoformat(written)

"""An answer that goes back to whoever asked a person: their question, the answer, and that a person wrote it, when.

What a published change answers is told as it stands when it is sent, and noted like any answer.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.answering import Answering
from bot.catalogue import Catalogue
from bot.curating.previewing import reply_of
from bot.notices import MOST_QUOTED, Notices
from bot.program import Bellwether
from bot.questions import Line, LineKind, Outcome, Passage, Question, Reply
from bot.wording import Wording
from knowledge.failures import DatabaseUnreadable, DatabaseUnwritable
from knowledge.findings import Asked
from knowledge.library import Edition, Library
from knowledge.returning import GONE, SENT, Returning, claim_returning, settle_returning

log = logging.getLogger(__name__)

AT_ONCE = 20
EVERY = timedelta(seconds=3)
COMMAND = "person"  # what brings it: no question of its own, so no gap where it is a hole again


class NobodyThere(Exception):
    """Nothing can be sent to that room any more."""


class InDoubt(Exception):
    """Nobody knows whether it arrived: sent once more after a while."""


Send = Callable[[str, str, Reply], Awaitable[None]]
"""Sends to a place, for a person there, a reply. Raises `NobodyThere`, `InDoubt`."""


@dataclass(frozen=True)
class Returned:
    """How many were *sent*, and how many nobody can be sent any more."""

    sent: int = 0
    gone: int = 0


async def keep_returning(bellwether: Bellwether, platform: str, send: Send) -> None:
    """Until it is cancelled."""
    while True:
        try:
            done = await return_answers(bellwether, platform, send)
            if done.sent or done.gone:
                log.info("answers of people sent: %d; rooms that are gone: %d", done.sent, done.gone)
        except (DatabaseUnreadable, DatabaseUnwritable) as error:
            log.error("answers could not be sent back, tried again: %s", error)
        except Exception:  # one thing that cannot be told never keeps the others back for good
            log.exception("answers could not be sent back, tried again")
        await bellwether.clock.sleep(EVERY)


async def return_answers(bellwether: Bellwether, platform: str, send: Send) -> Returned:
    """Sends what is due to rooms of a platform. Each is claimed right before, so that of two processes one sends it and
    a crash leaves one in doubt; that one is claimed again after some minutes, so it is sent at most twice."""
    database, at = bellwether.database, bellwether.clock.now()
    local = (await bellwether.district()).local(at).time()
    claiming = partial(claim_returning, platform=platform, at=at, local=local, most=1)
    done = Returned()
    for _ in range(AT_ONCE):
        due = await database.write(claiming)
        if not due:
            break
        (one,) = due
        try:
            reply = await worded_answer(bellwether.library, bellwether.answering, one, at=at)
            await send(one.place, one.person, reply)
        except InDoubt as error:
            log.warning("nobody knows whether an answer arrived, it is sent once more: %s", error)
            continue
        except (DatabaseUnreadable, DatabaseUnwritable):
            raise
        except NobodyThere:
            state, done = GONE, replace(done, gone=done.gone + 1)
        except Exception:  # one that cannot be told holds nobody else's up
            log.exception("an answer could not be sent, it is tried once more")
            continue
        else:
            state, done = SENT, replace(done, sent=done.sent + 1)
        await database.write(partial(settle_returning, number=one.number, state=state, at=bellwether.clock.now()))
    return done


async def worded_answer(library: Library, answering: Answering, one: Returning, *, at: datetime) -> Reply:
    """In the language of the question, as far as it is spoken here."""
    edition = await library.edition()
    spoken = edition.district.languages
    language = one.language if one.language in spoken else spoken[0]
    say = answering.say(language or spoken[0])
    quoted = one.question if len(one.question) <= MOST_QUOTED else one.question[:MOST_QUOTED] + "…"
    if one.answer is not None:
        return _by_a_person(one, one.answer, quoted, say, edition, at=at)
    return await _by_a_change(library, answering, one, quoted, say=say, edition=edition, at=at)


def _by_a_person(one: Returning, answer: str, quoted: str, say: Catalogue, edition: Edition, *, at: datetime) -> Reply:
    """Whoever it was stays unnamed; that it was a person, and when, is said."""
    local = edition.district.local(one.answered)
    moment = f"{say.day(local.date(), at=at)}, {say.hour(local)}"
    signed = say("Written by a person on the staff, not by the bot: {moment}.", moment=moment)
    lines = (
        Line(LineKind.HEADLINE, say("A person answers your question “{question}”:", question=quoted)),
        Line(LineKind.BODY, answer),
        Line(LineKind.ATTRIBUTION, signed),
    )
    return Reply(Outcome.ANSWER, say.language, (Passage(lines),))


async def _by_a_change(
    library: Library,
    answering: Answering,
    one: Returning,
    quoted: str,
    *,
    say: Catalogue,
    edition: Edition,
    at: datetime,
) -> Reply:
    """The newest state; noted as told, so that its corrections are owed."""
    if one.topic is None or one.topic not in edition.topics:
        return Notices(say, edition.district).no_answer()
    asked = Asked(one.topic, one.day, one.last_day, one.scope, one.day is not None)
    local = edition.district.local(at)
    (finding,) = await library.look_up([asked], at=at, edition=edition)
    reply = reply_of((finding,), Wording(say, edition.district, local))
    note = say("There is an answer to your question “{question}”:", question=quoted)
    question = Question(one.question, at, one.place, one.person, one.language, command=COMMAND, scope=one.scope)
    question = replace(question, origin=f"answer:{one.number}")
    return await answering.note(question, replace(reply, notes=(note,)), edition)

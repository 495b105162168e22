"""Asking as a family would, without being noted: what stands, or what would stand with a draft published."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.answering import Answering
from bot.curating.refusing import Refusal
from bot.desk import Call, Desk
from bot.questions import Question, Reply
from knowledge.claim_rows import MissingReference
from knowledge.claims import Scope
from knowledge.drafts import NoSuchDraft, approve_draft
from knowledge.library import Library
from knowledge.matching import TwinPhrasing
from knowledge.planning import EditedMeanwhile
from knowledge.rehearsing import RehearsedLibrary

NOBODY = "nobody"


@dataclass(frozen=True)
class Trial:
    """*language*: of whoever asks; *scope*: their schools; *asker*: nobody's name, so that nothing carries over."""

    text: str
    at: datetime
    language: str | None = None
    scope: Scope = field(default_factory=Scope)
    asker: str = NOBODY

    @property
    def question(self) -> Question:
        asker, language = self.asker, self.language
        return Question(self.text, self.at, asker, asker, saved_language=language, scope=self.scope)


async def try_out(desk: Desk, call: Call, trial: Trial, *, draft: int | None = None) -> Reply:
    """Raises `Refusal` when the draft is not there or does not apply any more."""
    library: Library = desk.library
    if draft is not None:
        library = await with_draft(desk, call, draft, at=min(trial.at, call.invocation.at))
    return await unrecorded(desk, call, library).answer(trial.question)


def unrecorded(desk: Desk, call: Call, library: Library) -> Answering:
    """Answers as families are answered, and notes nothing."""
    return Answering(library, desk.reader, fallback=call.edition.district)


async def with_draft(desk: Desk, call: Call, number: int, *, at: datetime) -> Library:
    """The library as it would be, had the draft been published at the moment *at*. Raises `Refusal`."""
    act = replace(call.act(), at=at)
    apply: partial[Any] = partial(approve_draft, number=number, act=act)
    library = RehearsedLibrary(desk.database, apply=apply, before=call.edition)
    say = call.say
    try:
        await library.edition()
    except NoSuchDraft:
        raise Refusal(say("No draft {number} waits for approval.", number=number)) from None
    except EditedMeanwhile:
        words = say("Draft {number} does not apply any more: what it changes was changed since.", number=number)
        raise Refusal(words) from None
    except (MissingReference, TwinPhrasing) as error:
        raise Refusal(say("Draft {number} cannot be published: {reason}", number=number, reason=error)) from None
    return library

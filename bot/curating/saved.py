"""Saved questions: the test of a knowledge base, and what a pending change would alter of it, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain, count

from bot.answering import Answering
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected, Proposal, publish_now, revisions_seen
from bot.curating.refusing import kindly
from bot.curating.trials import Trial, try_out, unrecorded, with_draft
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Grid, Offer, Page, PageKind
from bot.questions import Reply
from knowledge.claims import Scope
from knowledge.codec import Kind
from knowledge.matching import plain_words
from knowledge.revisions import current
from knowledge.saved_questions import SavedQuestion

SLUG_WORDS = 7
LONGEST_SLUG = 80
DIFFERENT = "≠"


def handlers() -> Mapping[str, Handler]:
    return {"try save": kindly(_save), "try saved": _list, "try drop": kindly(_drop), "try all": kindly(_all)}


async def _save(desk: Desk, call: Call) -> Page:
    """With its answer now; it reaches no family, so it is kept at once."""
    say, values = call.say, call.values
    at: datetime | None = values.get("at")
    scope = values.get("scope") or Scope()
    trial = Trial(values["question"], at or call.invocation.at, language=values.get("language"), scope=scope)
    reply = await try_out(desk, call, trial)
    slug = await desk.database.read(partial(_free_slug, text=trial.text))
    kept = expected(SavedQuestion(slug, trial.text, "", language=trial.language, at=at, scope=scope), reply)
    says = say("Kept as {slug}: {outcome}, {line}", slug=slug, outcome=kept.outcome, line=first_line(reply))
    return await publish_now(desk, call, Proposal(says, (kept,), based_on={(Kind.of(kept), slug): 0}, meaning=False))


async def _list(desk: Desk, call: Call) -> Page:
    say = call.say
    questions = await _saved(desk)
    if not questions:
        return Page(PageKind.SHOWN, say("No question is saved yet: /try save"))
    columns = (say("name"), say("question"), say("asked at"), say("language"), say("outcome"), say("first line"))
    rows = tuple(
        (
            one.slug,
            one.text,
            moment_words(call, one.at) if one.at else say("now"),
            one.language or "",
            one.outcome,
            one.first_line,
        )
        for one in questions
    )
    running = replace(call.invocation, action="all", values={})
    return Page(
        PageKind.SHOWN,
        say("The saved questions"),
        grid=Grid(columns, rows),
        offers=(Offer(say("Ask all of them"), running),),
    )


async def _drop(desk: Desk, call: Call) -> Page:
    say, slug = call.say, call.values["saved"]
    keys = ((Kind.SAVED_QUESTION, slug),)
    if slug not in {one.slug for one in await _saved(desk)}:
        return refused(say, say("No question is saved as {slug}.", slug=slug))
    seen = await desk.database.read(partial(revisions_seen, keys=keys))
    proposal = Proposal(say("Lets {slug} go.", slug=slug), removed=keys, based_on=seen, meaning=False)
    return await publish_now(desk, call, proposal)


@dataclass(frozen=True)
class Compared:
    """What a question came to before and after, and whether that is another answer."""

    text: str
    before: str
    after: str
    differs: bool


async def _all(desk: Desk, call: Call) -> Page:
    """Without a draft: what each should come to, and what it does; with one: what it does, and what it would."""
    say, draft = call.say, call.values.get("draft")
    questions = await _saved(desk)
    if not questions:
        return Page(PageKind.SHOWN, say("No question is saved yet: /try save"))
    if draft is None:
        compared = await _against_expected(desk, call, questions)
    else:
        compared = await _against_draft(desk, call, questions, draft)
    differing = tuple(one for one in compared if one.differs)
    columns = ("", say("question"), say("before"), say("after"))
    ordered = sorted(compared, key=lambda one: not one.differs)
    rows = tuple((DIFFERENT if one.differs else "", one.text, one.before, one.after) for one in ordered)
    title = say("{count} of {all} saved questions are answered differently", count=len(differing), all=len(compared))
    warnings = tuple(say("Another answer: {question}", question=one.text) for one in differing)
    return Page(PageKind.SHOWN, title, warnings=warnings, grid=Grid(columns, rows))


async def _against_expected(desk: Desk, call: Call, questions: tuple[SavedQuestion, ...]) -> list[Compared]:
    compared = []
    answering = unrecorded(desk, call, desk.library)
    for one in questions:
        now = expected(one, await _asked(call, one, answering))
        compared.append(Compared(one.text, _shown(call, one), _shown(call, now), now != one))
    return compared


async def _against_draft(desk: Desk, call: Call, questions: tuple[SavedQuestion, ...], draft: int) -> list[Compared]:
    compared = []
    standing = unrecorded(desk, call, desk.library)
    drafted: dict[datetime, Answering] = {}
    for one in questions:
        at = min(one.at or call.invocation.at, call.invocation.at)
        if at not in drafted:
            drafted[at] = unrecorded(desk, call, await with_draft(desk, call, draft, at=at))
        before = await _asked(call, one, standing)
        after = await _asked(call, one, drafted[at])
        compared.append(Compared(one.text, first_line(before), first_line(after), before.text != after.text))
    return compared


async def _asked(call: Call, one: SavedQuestion, answering: Answering) -> Reply:
    at = one.at or call.invocation.at
    trial = Trial(one.text, at, language=one.language, scope=one.scope, asker=one.slug)
    return await answering.answer(trial.question)


def expected(one: SavedQuestion, reply: Reply) -> SavedQuestion:
    """The question with what its reply comes to; day and first line only at a fixed moment."""
    fixed = one.at is not None
    return replace(
        one,
        outcome=reply.outcome.value,
        status=reply.status,
        day=reply.day if fixed else None,
        topics=reply.topics,
        first_line=first_line(reply) if fixed else "",
    )


def first_line(reply: Reply) -> str:
    return reply.passages[0].lines[0].words if reply.passages else ""


def _shown(call: Call, one: SavedQuestion) -> str:
    day = call.say.day(one.day, at=call.at) if one.day else ""
    named = (one.outcome, one.status or "", day, ", ".join(one.topics))
    return one.first_line or " · ".join(filter(None, named))


async def _saved(desk: Desk) -> tuple[SavedQuestion, ...]:
    def work(connection: Connected) -> tuple[SavedQuestion, ...]:
        return tuple(current(connection, SavedQuestion).values())

    found: tuple[SavedQuestion, ...] = await desk.database.read(work)
    return found


def _free_slug(connection: Connected, text: str) -> str:
    plain = "-".join(word for word in plain_words(text)[:SLUG_WORDS] if word.isascii() and word.isalnum())
    stem = plain[:LONGEST_SLUG].strip("-") or "question"
    names = chain((stem,), (f"{stem}-{number}" for number in count(2)))
    seen = partial(revisions_seen, connection)
    return next(name for name in names if not any(seen(((Kind.SAVED_QUESTION, name),)).values()))

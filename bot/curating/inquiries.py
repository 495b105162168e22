"""Questions that wait for a person: the list, and an answer that goes back to whoever asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from bot.curating.moments import moment_words
from bot.desk import Call, Desk, Handler, refused
from bot.pages import Grid, Invocation, Offer, Page, PageKind, Reach
from knowledge.inquiries import (
    OPEN,
    AnsweredAlready,
    Inquiry,
    NoSuchInquiry,
    answer_inquiry,
    find_inquiry,
    open_inquiries,
)

MOST_SHOWN = 20


def handlers() -> Mapping[str, Handler]:
    return {"gaps people": _list, "gaps reply": _reply}


async def _list(desk: Desk, call: Call) -> Page:
    say = call.say
    waiting: tuple[Inquiry, ...] = await desk.database.read(open_inquiries)
    if not waiting:
        return Page(PageKind.SHOWN, say("Nobody waits for a person's answer."))
    columns = (say("number"), say("question"), say("language"), say("asked"))
    rows = tuple(
        (str(one.number), one.text, one.language or "", moment_words(call, one.asked)) for one in waiting[:MOST_SHOWN]
    )
    offers = tuple(
        Offer(say("Answer {number}", number=one.number), _form(call, "reply", inquiry=str(one.number)))
        for one in waiting[:MOST_SHOWN]
    )
    title = say("Questions that wait for a person ({count}), the oldest first", count=len(waiting))
    return Page(PageKind.SHOWN, title, grid=Grid(columns, rows), offers=offers)


async def _reply(desk: Desk, call: Call) -> Page:
    """It reaches somebody outside the room, so it is shown before it goes."""
    say, number = call.say, call.values["inquiry"]
    try:
        if call.invocation.confirmed:
            return await _answered(desk, call, number)
        asked: Inquiry = await desk.database.read(partial(find_inquiry, number=number))
    except NoSuchInquiry:
        return refused(say, say("No question of number {number} waits for a person.", number=number))
    except AnsweredAlready as error:
        return _answered_before(call, error.by, error.answer)
    if asked.state != OPEN:
        return _answered_before(call, asked.identity or "", asked.answer or "")
    language = asked.language or call.edition.district.languages[0]
    return Page(
        PageKind.PREVIEW,
        say("Answers “{question}”", question=asked.text),
        (call.values["answer"], say("Whoever asked reads: {language}.", language=say.language_name(language))),
        warnings=tuple(_not_sent(call, asked)),
        reach=Reach() if asked.fleeting else Reach(1, 1),
        offers=(Offer(say("Send the answer"), replace(call.invocation, confirmed=True)),),
    )


async def _answered(desk: Desk, call: Call, number: int) -> Page:
    """What was worth a person's answer is worth a claim, so that the next family has it at once."""
    say = call.say
    answering = partial(
        answer_inquiry,
        number=number,
        answer=call.values["answer"],
        by=call.who.person,
        role=call.role.value,
        at=call.invocation.at,
    )
    asked: Inquiry = await desk.database.write(answering)
    claim = _form(call, "add", name="claim", words=call.values["answer"])
    title = say("Kept; nobody was sent it.") if asked.fleeting else say("Answered; whoever asked will be told.")
    return Page(
        PageKind.DONE,
        title,
        (asked.text,),
        warnings=tuple(_not_sent(call, asked)),
        reach=Reach() if asked.fleeting else Reach(1, 1),
        offers=(Offer(say("Make it a claim for everybody"), claim),),
    )


def _not_sent(call: Call, asked: Inquiry) -> Iterator[str]:
    if asked.fleeting:
        yield call.say(
            "It was asked where nothing can be sent later: they get your answer only once they open a private chat "
            "with the bot from there."
        )


def _answered_before(call: Call, by: str, answer: str) -> Page:
    say = call.say
    words = [say("It was answered before, by {who}.", who=by)]
    return refused(say, *words, *([answer] if answer else []))


def _form(call: Call, action: str, *, name: str = "gaps", **values: str) -> Invocation:
    return replace(call.invocation, name=name, action=action, values=values, confirmed=False, based_on={})

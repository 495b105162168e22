"""What opens when somebody comes by a link: an answer as it stands now, a school's day, an invitation taken up, what
they wanted to follow when they were in a group."""

from __future__ import annotations

from telegram import Message

from adapters.telegram.asking import answer_choice
from adapters.telegram.following import NAME as FOLLOW
from adapters.telegram.links import AnswerLink, InvitationLink, PressLink, SchoolLink, read_payload
from adapters.telegram.showing import show_page, show_reply
from adapters.telegram.turns import Turn
from bot.keyboards import CannotPress
from bot.meaning import DEFAULT_TOPIC
from bot.pages import Invocation, Page, PageKind
from bot.presses import as_of_now
from bot.questions import Choice
from bot.rooms import keeping_school
from knowledge.claims import Scope
from knowledge.library import Edition
from knowledge.texts import in_language


async def opened(turn: Turn, message: Message, payload: str) -> bool:
    """Whether the link led anywhere; else the start page is for whoever came by it."""
    edition = await turn.house.bellwether.library.edition()
    match read_payload(payload):
        case AnswerLink() as link:
            return await _answer(turn, message, link, edition)
        case SchoolLink() as link:
            return await _school(turn, message, link, edition)
        case InvitationLink(code) if not turn.who.shared:
            joining = Invocation("role", turn.who, turn.at, "join", {"code": code})
            page = await turn.house.bellwether.desk.do(joining)
            await show_page(turn, page, invocation=joining)
            return True
        case PressLink(carried) if not turn.who.shared:
            return await _follow(turn, carried)
    return False


async def _follow(turn: Turn, carried: str) -> bool:
    """Nothing else is done by a link of this kind, and for nobody but whoever it was made for."""
    try:
        press = await turn.house.keyboards.pressed(carried, who=turn.who, at=turn.at)
    except CannotPress:
        return False
    if not isinstance(press, Invocation) or press.name != FOLLOW:
        return False
    invocation = as_of_now(press, turn.at, await turn.house.bellwether.district())
    await show_page(turn, await turn.house.bellwether.desk.do(invocation), invocation=invocation)
    return True


async def _answer(turn: Turn, message: Message, link: AnswerLink, edition: Edition) -> bool:
    topic = edition.topics.get(link.topic)
    if topic is None:
        return False
    title = in_language(topic.titles, ((await turn.words()).language, *edition.district.languages))
    label = title[1].words if title else topic.slug
    reply = await answer_choice(turn, message, Choice(label, topic.slug, link.day, link.last_day or link.day))
    await show_reply(turn, reply)
    return True


async def _school(turn: Turn, message: Message, link: SchoolLink, edition: Edition) -> bool:
    """Its day; and in a message of its own, so that the answer stays, the offer to keep it as one's own."""
    school = link.school(edition.district)
    if school is None or DEFAULT_TOPIC not in edition.topics:
        return False
    choice = Choice(school.name, DEFAULT_TOPIC, scope=Scope(schools=(school.slug,)))
    await show_reply(turn, await answer_choice(turn, message, choice))
    if not turn.who.shared:
        say = await turn.words()
        named = say("{lead}: {words}", lead=say("Schools and levels"), words=school.name)
        await show_page(
            turn, Page(PageKind.SHOWN, "", (named,), offers=(keeping_school(turn.who, school, turn.at, say),))
        )
    return True

"""What an editor hands over to be reviewed: an address, a text, a post that is passed on, a file; with /article, as the
answer to its form, or by a button under what came without a word.

A file is fetched only for whoever may hand one over. What families send is heard as ever.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from telegram import CallbackQuery, Document, Message, MessageOriginChannel
from telegram.error import TelegramError

from adapters.telegram import guiding
from adapters.telegram.addressing import Heard, answers_us
from adapters.telegram.drawing import draw_page
from adapters.telegram.letters import LONGEST, units
from adapters.telegram.showing import show_page
from adapters.telegram.turns import Turn
from bot.articles.failure_words import why_nothing
from bot.articles.gathering import address_in
from bot.articles.handing_words import ASK_INSTEAD, CUT_OFF, IS_ONE, NOT_FETCHED, REVIEW_IT
from bot.articles.overview import has_no_date
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.commands import Role, find_command
from bot.desk import refused
from bot.forms import Form, leave_form
from bot.guiding import is_question
from bot.pages import Invocation, Offer, Page, PageKind
from bot.rooms import QUESTION_MARKS
from bot.slashes import Unclear, read_slash
from knowledge.articles.bodies import MOST_BYTES
from knowledge.articles.failures import NothingRead, Why

log = logging.getLogger(__name__)

NAME, ADD, SET, TEXT = "article", "add", "set", "text"
FETCHING = 60.0  # seconds for a whole file
A_PAGE = 900  # units; nobody asks a question as long as that
A_LINE = 40  # what is shorter and no address is a slip of the finger rather than an article
FULL = LONGEST - 200  # units; a longer text is cut by the app of whoever sends it
PLAYED = ("image/", "video/", "audio/")


async def commanded(turn: Turn, message: Message, line: str) -> bool:
    """Whether the line hands something over: /article with what to read behind it, or above it, or with nothing."""
    said = _added(line)
    if said is None:
        return False
    try:
        values = read_slash(said, is_days=lambda words: False).values
    except Unclear:
        return False
    await guiding.leave(turn, NAME)
    source = message if message.document is not None or values.get(TEXT) else _answered(turn, message)
    await hand_over(turn, Invocation(NAME, turn.who, turn.at, ADD, values), source)
    return True


async def taken(turn: Turn, message: Message, said: Heard, form: Form) -> bool:
    """Whether the form that is open here asked for an article. What comes of it stands below."""
    if form.over or not _is(form.invocation, ADD):
        return False
    if form.asked != TEXT or guiding.is_about_another(turn, form) or not (message.document or _is_text(said.words)):
        return False
    await leave_form(turn.house.bellwether.database, turn.who)
    if form.message:
        await turn.house.sender.edit_buttons(turn.spot, int(form.message), None)
    await hand_over(turn, replace(form.invocation, who=turn.who, at=turn.at), message)
    return True


async def offered(turn: Turn, message: Message, said: Heard) -> bool:
    """Whether somebody who may hand it over has sent something like an article without a word, in private."""
    if turn.who.shared or not _looks_like_one(message, said) or not await _may(turn):
        return False
    say = await _words(turn)
    lines = (say(ASK_INSTEAD),) if said.words else ()
    offer = Offer(say(REVIEW_IT), Invocation(NAME, turn.who, turn.at, ADD))
    (drawn,) = draw_page(Page(PageKind.SHOWN, say(IS_ONE), lines, offers=(offer,)), say, role=Role.EDITOR)
    await turn.say(drawn, quoting=True)
    return True


def handed_above(query: CallbackQuery, invocation: Invocation) -> Message | None:
    """What the message with the button answers, where it is to be read."""
    under = query.message if isinstance(query.message, Message) else None
    adds = _is(invocation, ADD) and not invocation.values.get(TEXT)
    return under.reply_to_message if adds and under is not None else None


async def hand_over(turn: Turn, invocation: Invocation, source: Message | None) -> None:
    """*source*: the message with the file or the text, where the command itself says none."""
    if source is not None and not invocation.values.get(TEXT) and await _may(turn):
        if source.document is not None:
            content = await _fetched(turn, source.document)
            if isinstance(content, Page):
                await show_page(turn, content)
                return
            invocation = replace(invocation, attached=content)
        else:
            invocation = _with_text(invocation, source)
    async with turn.typing():
        page = await turn.house.bellwether.desk.do(invocation)
        page = await _dated(turn, page, invocation, source)
    if source is not None and page.kind is PageKind.SHOWN and units(source.text or "") >= FULL:
        page = replace(page, warnings=((await _words(turn))(CUT_OFF), *page.warnings))
    await show_page(turn, page, invocation=replace(invocation, attached=None))


def _with_text(invocation: Invocation, source: Message) -> Invocation:
    """A channel's post says who published it, unless it only leads to what somebody else did."""
    text, values = source.text or source.caption or "", dict(invocation.values)
    origin = source.forward_origin
    if isinstance(origin, MessageOriginChannel) and origin.chat.title and address_in(text) is None:
        values.setdefault("outlet", origin.chat.title)
    return replace(invocation, values={**values, TEXT: text.strip()})


async def _dated(turn: Turn, page: Page, invocation: Invocation, source: Message | None) -> Page:
    """A channel's post that does not say itself of when it is, is of when it was posted; what is known stays so."""
    origin = source.forward_origin if source is not None else None
    if not isinstance(origin, MessageOriginChannel) or invocation.attached is not None or page.kind is PageKind.FORM:
        return page
    if address_in(invocation.values.get(TEXT, "")) is not None:
        return page
    asks = next(
        (one.invocation for one in page.offers if (one.invocation.name, one.invocation.action) == (NAME, SET)), None
    )
    if asks is None or origin.date > turn.at:
        return page
    if not await has_no_date(turn.house.bellwether.desk, int(asks.values["article"])):
        return page
    posted = (await turn.house.bellwether.district()).local(origin.date)
    said = replace(asks, values={**asks.values, "published": f"{posted:%Y-%m-%d %H:%M}"})
    return await turn.house.bellwether.desk.do(said)


async def _fetched(turn: Turn, document: Document) -> bytes | Page:
    """Its bytes, or why there are none."""
    say = await _words(turn)
    if (document.file_size or 0) > MOST_BYTES:
        return refused(say, *why_nothing(say, NothingRead(Why.LARGE)))
    try:
        async with turn.typing(), asyncio.timeout(FETCHING):
            file = await turn.house.bot.get_file(document.file_id)
            if (file.file_size or 0) > MOST_BYTES:
                return refused(say, *why_nothing(say, NothingRead(Why.LARGE)))
            return bytes(await file.download_as_bytearray())
    except (TelegramError, TimeoutError, RuntimeError, OSError) as error:
        log.warning("a file could not be fetched: %s", type(error).__name__)
        return refused(say, say(NOT_FETCHED))


def _added(line: str) -> str | None:
    """The line with its action, where it hands something over; None for any other."""
    name, rest = [*line.split(maxsplit=1), ""][:2]
    if name.lower() != f"/{NAME}":
        return None
    action = [*rest.split(maxsplit=1), ""][0].lower()
    if action == ADD:
        return line
    if find_command(NAME, action) is not None:
        return None
    to_read = not rest or address_in(rest) is not None or len(rest) > A_LINE or "=" in action
    return f"/{NAME} {ADD} {rest}" if to_read else None


def _answered(turn: Turn, message: Message) -> Message | None:
    """What somebody else wrote that the command answers."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created is not None or answers_us(message, turn.house):
        return None
    return answered


def _is_text(words: str) -> bool:
    """A short question stays one while the form is open."""
    return bool(words) and not is_question(words)


def _looks_like_one(message: Message, said: Heard) -> bool:
    document = message.document
    if document is not None and message.animation is None:
        return not (document.mime_type or "").startswith(PLAYED)
    if isinstance(message.forward_origin, MessageOriginChannel):
        return bool(said.words)
    return units(said.words) >= A_PAGE or _is_an_address(said.words)


def _is_an_address(words: str) -> bool:
    """Without a question about it, and none of the words that only look like one ("Wednesday.Thanks")."""
    address = address_in(words)
    if address is None or any(mark in words.replace(address, "") for mark in QUESTION_MARKS):
        return False
    return "/" in address or address.lower().startswith("www.")


def _is(invocation: Invocation, action: str) -> bool:
    return (invocation.name, invocation.action) == (NAME, action)


async def _may(turn: Turn) -> bool:
    return (await turn.house.bellwether.desk.role(turn.who)).may(Role.EDITOR)


async def _words(turn: Turn) -> Catalogue:
    return load_catalogue((await turn.words()).language, EDITING)

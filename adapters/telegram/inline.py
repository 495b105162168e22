"""Answers put into any other chat (``@bot meals``): sourced and dated like every other, and nothing of it is noted.

There nothing can be corrected later, so each carries a link to how it stands when somebody taps it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import islice

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from adapters.telegram.drawing import draw_reply
from adapters.telegram.links import link_to_answer, link_to_bot
from adapters.telegram.turns import Turn
from bot.catalogue import Catalogue
from bot.families.today import days_told
from bot.meaning import DEFAULT_TOPIC
from bot.questions import Choice, Question, Reply
from bot.rooms import how_it_stands, passed_on_by
from knowledge.holding import answered_topics
from knowledge.library import Edition
from knowledge.texts import in_language
from knowledge.topics import TopicKind

log = logging.getLogger(__name__)

CACHED = 10  # seconds; what is answered holds at a moment
MOST_RESULTS, DAYS_FIRST = 6, 2
LONGEST_TITLE, LONGEST_LINE = 80, 120  # characters; a list shows no more of them
TOPICS_FIRST = (TopicKind.SERVICE, TopicKind.PLAN, TopicKind.TALKS, TopicKind.BACKGROUND)


@dataclass(frozen=True)
class Typing:
    """What somebody is typing, and in which words they are answered."""

    turn: Turn
    edition: Edition
    say: Catalogue


async def answer(turn: Turn) -> None:
    query = turn.update.inline_query
    if query is None:
        return
    typing = Typing(turn, await turn.house.bellwether.library.edition(), await turn.words())
    replies = await _to(typing, query.query) if query.query.strip() else await _about(typing, await _topics(typing))
    results = [_result(typing, reply, number) for number, reply in enumerate(replies[:MOST_RESULTS])]
    private = InlineQueryResultsButton(typing.say("Ask a question in your own words."), start_parameter="inline")
    try:
        await turn.house.bot.answer_inline_query(query.id, results, cache_time=CACHED, is_personal=True, button=private)
    except TelegramError as error:  # whoever types on has asked anew already
        log.info("an inline query could not be answered: %s", error)


async def _to(typing: Typing, words: str) -> list[Reply]:
    """One answer, or one to each thing that may have been meant."""
    reply = await typing.turn.house.bellwether.answer(_question(typing, words))
    meant = [one for one in reply.choices if one.topic is not None]
    return await _about(typing, meant) if meant else [reply]


async def _about(typing: Typing, choices: Iterable[Choice]) -> list[Reply]:
    asked = (replace(_question(typing, one.label), chosen=one) for one in islice(choices, MOST_RESULTS))
    return [await typing.turn.house.bellwether.answer(one) for one in asked]


async def _topics(typing: Typing) -> Sequence[Choice]:
    """Whether school is on today and next, and what else there is an answer to at the moment."""
    at, topics, district = typing.turn.at, typing.edition.topics, typing.edition.district
    answered = await typing.turn.house.bellwether.database.read(lambda connection: answered_topics(connection, at=at))
    named = [slug for slug in topics if slug in answered and topics[slug].kind in TOPICS_FIRST]
    ordered = sorted(named, key=lambda slug: TOPICS_FIRST.index(topics[slug].kind))
    days = days_told(district, district.local(at))[:DAYS_FIRST] if DEFAULT_TOPIC in topics else []
    status = [Choice(_title(typing, DEFAULT_TOPIC), DEFAULT_TOPIC, day, day) for day in days]
    return [*status, *(Choice(_title(typing, slug), slug) for slug in ordered)]


def _title(typing: Typing, slug: str) -> str:
    titles = typing.edition.topics[slug].titles
    found = in_language(titles, (typing.say.language, *typing.edition.district.languages))
    return found[1].words if found else slug


def _question(typing: Typing, words: str) -> Question:
    """In a room of its own: what was asked elsewhere is nothing to go on about, and others will read the answer."""
    who = typing.turn.who
    place = f"{who.place}/inline"
    return Question(
        words, typing.turn.at, place=place, person=who.person, language=who.language, passing=True, shared=True
    )


def _result(typing: Typing, reply: Reply, number: int) -> InlineQueryResultArticle:
    """In the language of the reply, which may be another than that of the app."""
    username = typing.turn.house.username
    say = typing.turn.house.bellwether.answering.say(reply.language)
    html = draw_reply(replace(reply, choices=()), (), say).html
    told = escape(passed_on_by(say, name=f"@{username}"), quote=False)
    first = reply.passages[0]
    as_of = first.attributions[0].words if first.attributions else ""
    lines = [*(reply.notes if reply.urgent else ()), *(line.words for line in first.lines)]
    return InlineQueryResultArticle(
        id=f"{number}",
        title=_short(lines[0], LONGEST_TITLE),
        description=_short(as_of or " ".join(lines[1:]), LONGEST_LINE) or None,
        input_message_content=InputTextMessageContent(
            f"{html}\n\n<i>{told}</i>",
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=InlineKeyboardMarkup.from_button(
            InlineKeyboardButton(how_it_stands(say), url=_link(reply, username))
        ),
    )


def _link(reply: Reply, username: str) -> str:
    if not reply.findings:
        return link_to_bot(username)
    asked = reply.findings[0]
    return link_to_answer(username, Choice("", asked.topic.slug, asked.day))


def _short(words: str, most: int) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"

"""What of a message is meant for us: its words without the mention, a command of ours, a reply to what we said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from telegram import Message, MessageEntity
from telegram.error import TelegramError

from adapters.telegram.turns import House, Turn
from bot.pages import Invocation, Who
from bot.rooms import named_in

MANAGING = ("creator", "administrator")
ASKING_WHO_MANAGES = frozenset({"room"})  # commands for which Telegram is asked who looks after the room
_COMMAND = re.compile(r"/(\w*)(?:@(\w+))?(?=\s|$)", re.ASCII)
_AROUND_A_MENTION = " \t\n,:;–—-"  # stands between a mention and the words: "@bot, are schools closed?"


@dataclass(frozen=True)
class Heard:
    """*words*: without the mention of us; *command*: they are a command to do; *addressed*: they are for us, as all is
    in a private room; *mentioned*: by our name, in a message that answers none of ours; *others*: they are for another
    bot. *quoted*: words of somebody else that they answer, written
    at *quoted_at*. *written*: when words were first written that are only passed on."""

    words: str = ""
    command: bool = False
    addressed: bool = False
    mentioned: bool = False
    others: bool = False
    passed_on: bool = False
    quoted: str = ""
    quoted_at: datetime | None = None
    written: datetime | None = None


def hear_out(message: Message, house: House, *, shared: bool) -> Heard:
    words = message.text or message.caption or ""
    to_us = not shared or answers_us(message, house)
    if message.forward_origin is not None:
        # A command that is passed on is words like any other, and its days are those of when it was written.
        return Heard(words.strip(), addressed=not shared, passed_on=True, written=message.forward_origin.date)
    heard = _said(message, words, house, to_us=to_us)
    if not shared and words.startswith("/"):
        heard = replace(heard, command=True, others=False)
    quoted, at = _quoted(message, house)
    return replace(heard, quoted=quoted, quoted_at=at)


def answers_us(message: Message, house: House) -> bool:
    """Whether it is a reply to a message of ours."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created is not None:
        return False
    return answered.from_user is not None and str(answered.from_user.id) == house.account


async def as_manager(turn: Turn) -> Who:
    """Whoever this turn is of, with whether Telegram says that they look after the room."""
    message, user, chat = turn.update.message, turn.update.effective_user, turn.spot.chat
    if not turn.who.shared:
        return turn.who
    shown_as = message.sender_chat if message else None
    if shown_as is not None or user is None:
        return replace(turn.who, manages=shown_as is not None and shown_as.id == chat)
    try:
        member = await turn.house.bot.get_chat_member(chat, user.id)
    except TelegramError:
        return turn.who
    return replace(turn.who, manages=member.status in MANAGING)


async def as_manager_of(turn: Turn, invocation: Invocation) -> Invocation:
    """The command with that, where it asks for it."""
    asks = invocation.name in ASKING_WHO_MANAGES or bool(invocation.values.get("here"))
    return replace(invocation, who=await as_manager(turn)) if asks else invocation


def _said(message: Message, words: str, house: House, *, to_us: bool) -> Heard:
    command = _COMMAND.match(words)
    if command is not None:
        return _command(command, words, house, to_us=to_us)
    mentions = [one for one in _entities(message) if _mentions_us(one, words, house)]
    plain = _without(words, mentions)
    named = bool(mentions)
    return Heard(
        plain,
        command=named and plain.startswith("/"),
        addressed=to_us or named,
        mentioned=named and not answers_us(message, house),
    )


def _command(found: re.Match[str], words: str, house: House, *, to_us: bool) -> Heard:
    """A command that names no bot is ours where we know it, or where it answers us."""
    name, bot = found[1], found[2]
    if bot is not None and bot.casefold() != house.username.casefold():
        return Heard(words, others=True)
    line = f"/{name}{words[found.end() :]}"
    ours = bot is not None or to_us or bool(named_in(line))
    return Heard(line, command=ours, addressed=ours, others=not ours)


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return message.entities or message.caption_entities


def _mentions_us(entity: MessageEntity, words: str, house: House) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and str(entity.user.id) == house.account
    named = _cut_out(words, entity)
    return entity.type == MessageEntity.MENTION and named.casefold() == f"@{house.username}".casefold()


def _cut_out(words: str, entity: MessageEntity) -> str:
    """Telegram counts in units of UTF-16."""
    units = words.encode("utf-16-le")
    return _decoded(units[2 * entity.offset : 2 * (entity.offset + entity.length)])


def _without(words: str, mentions: list[MessageEntity]) -> str:
    if not mentions:
        return words.strip()
    units = words.encode("utf-16-le")
    for one in sorted(mentions, key=lambda entity: entity.offset, reverse=True):
        before, after = units[: 2 * one.offset], units[2 * (one.offset + one.length) :]
        units = before + " ".encode("utf-16-le") + after
    return re.sub(r"[ \t]+([,.?!:;])", r"\1", " ".join(_decoded(units).split())).strip(_AROUND_A_MENTION)


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")


def _quoted(message: Message, house: House) -> tuple[str, datetime | None]:
    """What somebody else wrote that this message answers, of it only what was marked."""
    answered, elsewhere = message.reply_to_message, message.external_reply
    marked = message.quote.text if message.quote else None
    if marked and elsewhere is not None:
        return marked.strip(), elsewhere.origin.date
    if answered is None or answered.forum_topic_created is not None or answers_us(message, house):
        return "", None
    first = answered.forward_origin.date if answered.forward_origin else answered.date
    return (marked or answered.text or answered.caption or "").strip(), first

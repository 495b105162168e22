"""What people write: a command, a step of a form, an answer of staff, else a question; and manners for everything else.

In a room with several people nothing is said that was not asked of us.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from telegram import Chat, ChatMember, Message

from adapters.telegram import articles, commanding, guiding, staffing
from adapters.telegram.addressing import Heard, hear_out
from adapters.telegram.asking import ask, question_of, room_of
from adapters.telegram.places import Spot
from adapters.telegram.showing import show_page, show_reply
from adapters.telegram.turns import Turn
from bot.notices import Notices
from bot.pages import Page
from bot.rooms import is_chatter, no_words, only_words
from knowledge.failures import DatabaseUnreadable
from knowledge.rooms import mark_back, mark_left

RECORDED = (
    *("voice", "audio", "video", "video_note", "photo", "live_photo", "paid_media", "document", "story"),
    *("location", "venue", "contact", "poll", "checklist"),
)
PLAYED = ("sticker", "animation", "dice", "game")
SPOKEN = ("voice", "video_note")  # asked, though not in words, where they answer us in a shared room
OUT = (ChatMember.LEFT, ChatMember.BANNED)


async def heard(turn: Turn) -> None:
    message = turn.update.message
    if message is not None and is_of_a_person(message, turn):
        await hear(turn, message)


async def hear(turn: Turn, message: Message) -> None:
    """Also an edited message that counts as new."""
    said = hear_out(message, turn.house, shared=turn.who.shared)
    if said.others:
        return
    if said.command:
        await commanding.command(turn, message, said)
    elif await _is_taken(turn, message, said):
        return
    elif message.text or message.caption:
        await _question(turn, message, said)
    else:
        await _without_words(turn, message, said)


def is_of_a_person(message: Message, turn: Turn) -> bool:
    """Other bots are left alone, and what a channel posts is nobody's question; an administrator may be shown as the
    group. What somebody sent by way of us is ours."""
    if message.from_user is None or message.is_automatic_forward:
        return False
    if message.via_bot is not None and str(message.via_bot.id) == turn.house.account:
        return False
    return not message.from_user.is_bot or message.sender_chat is not None


async def joined(turn: Turn) -> None:
    """The bot was brought into a room, taken out, blocked, or let in again."""
    changed = turn.update.my_chat_member
    if changed is None or changed.chat.type == Chat.CHANNEL:
        return
    place = Spot(changed.chat.id).place
    was, is_now = (_is_in(one) for one in (changed.old_chat_member, changed.new_chat_member))
    if not is_now:
        await turn.house.bellwether.database.write(partial(mark_left, place=place, at=turn.at))
        return
    await turn.house.bellwether.database.write(partial(mark_back, place=place))
    # It was introduced to the group that this one was before.
    known = turn.house.sender.rooms.has_become(changed.chat.id)
    if not was and changed.chat.type != Chat.PRIVATE and not (turn.late or known):
        await commanding.introduce(turn)


async def _is_taken(turn: Turn, message: Message, said: Heard) -> bool:
    """Whether a form asked for it, or staff answers somebody or hands something over; where nobody can tell, it is a
    question."""
    try:
        form = await guiding.open_here(turn)
        if form is not None and await articles.taken(turn, message, said, form):
            return True
        if message.text or message.caption:
            if form is not None and await guiding.take(turn, said.words, form):
                return True
            if await staffing.take(turn):
                return True
        return await articles.offered(turn, message, said)
    except DatabaseUnreadable:
        return False


async def _question(turn: Turn, message: Message, said: Heard) -> None:
    overheard = turn.who.shared and not said.addressed
    # What is only passed on is no question to us where nobody addresses us.
    if overheard and (said.passed_on or not (await room_of(turn)).plain):
        return
    if not said.words and not said.quoted:  # only a mention
        district = await turn.house.bellwether.district()
        await show_reply(turn, Notices(await turn.words(), district).which_topic())
        return
    question = await question_of(turn, message, said)
    if not (overheard and await is_chatter(turn.house.bellwether.desk, question)):
        await ask(turn, question)


async def _without_words(turn: Turn, message: Message, said: Heard) -> None:
    """An album comes in many messages, of which at most one has words; a service message asks nothing of us."""
    if message.forum_topic_reopened is not None:
        await turn.house.bellwether.database.write(partial(mark_back, place=turn.who.place))
    if message.media_group_id is not None or (turn.who.shared and not (said.addressed and _is(message, SPOKEN))):
        return
    district = await turn.house.bellwether.district()
    page: Page | None = None
    if _is(message, PLAYED):
        page = no_words(await turn.words(), district)
    elif _is(message, RECORDED):
        page = only_words(await turn.words(), district)
    if page is not None:
        await show_page(turn, page)


def _is(message: Message, kinds: Iterable[str]) -> bool:
    return any(getattr(message, kind, None) for kind in kinds)


def _is_in(member: ChatMember) -> bool:
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status not in OUT

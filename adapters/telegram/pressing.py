"""A button that was pressed: done as of now, with whoever pressed told at once what came of it.

Who may do it is asked again by the core. Pressing twice does nothing twice: what was done from a message leaves it
without these buttons, the core knows a second verdict or follow as the first one, and a choice is one question.
"""

from __future__ import annotations

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from adapters.telegram import articles, following, guiding
from adapters.telegram.addressing import as_manager_of
from adapters.telegram.asking import room_of
from adapters.telegram.buttons import DONE
from adapters.telegram.letters import harmless, units
from adapters.telegram.sending import LONGEST_TOAST
from adapters.telegram.showing import show_page, show_reply
from adapters.telegram.turns import Turn
from bot.catalogue import Catalogue
from bot.keyboards import CannotPress, NotYours
from bot.pages import Invocation, Page, PageKind
from bot.presses import Fill, Press, Step, as_of_now, goes_on_there
from bot.private_words import WRITTEN_THERE
from bot.questions import Choice, Question
from bot.room_words import NO_LONGER, NOT_YOURS
from knowledge.failures import DatabaseUnreadable
from knowledge.verdicts import Verdict

# What leaves the message as it is; the button that was pressed shows that it is done.
UNDER_ANSWERS = {"follow": "answer", "helpful": "answer", "wrong": "answer", "person": "answer", "following": "stop"}
STOPS = "stop"  # under what was told unasked, whatever it names
VERDICTS = frozenset(one.value for one in Verdict)
PROMISES = "person"  # what it says is worth keeping: it is said as a message


async def pressed(turn: Turn) -> None:
    query = turn.update.callback_query
    if query is None:
        return
    try:
        press = await turn.house.keyboards.pressed(query.data or "", who=turn.who, at=turn.at)
    except CannotPress as error:
        await _refuse(turn, _why_not(error, await turn.words()))
    else:
        async with turn.typing():
            await _do(turn, query, press)


def _why_not(error: CannotPress, say: Catalogue) -> str:
    if isinstance(error, NotYours):
        return say(NOT_YOURS)
    return say(NO_LONGER)


async def _do(turn: Turn, query: CallbackQuery, press: Press) -> None:
    if query.message is None:  # in a chat that is not ours; nothing that was put there has such a button
        await turn.toast()
        return
    message = str(query.message.message_id)
    press = press.invocation if isinstance(press, Fill) else press
    if isinstance(press, Choice):
        await _chosen(turn, query, press, message=message)
    elif isinstance(press, Step):
        await guiding.step(turn, press, message)
    elif not isinstance(press, Invocation):  # of a kind that is handed out elsewhere only
        await turn.toast()
    elif following.is_personal(turn, press):
        said = await following.follow(turn, as_of_now(press, turn.at, await turn.house.bellwether.district()))
        await turn.toast((await turn.words())(WRITTEN_THERE) if said else "")
    elif stays_under(press):
        await _judged(turn, query, press)
    else:
        await _invoked(turn, query, press, message=message)


def stays_under(press: Invocation) -> bool:
    return press.name == STOPS or press.values.get(UNDER_ANSWERS.get(press.name, "")) is not None


async def _chosen(turn: Turn, query: CallbackQuery, choice: Choice, *, message: str) -> None:
    """Under one origin however often it is pressed, so that it is one question."""
    question = Question(
        choice.label,
        turn.at,
        place=turn.who.place,
        person=turn.who.person,
        language=(await room_of(turn)).language or turn.who.language if turn.who.shared else turn.who.language,
        chosen=choice,
        origin=f"telegram:{turn.house.account}:{query.data}",
        shared=turn.who.shared,
    )
    reply = await turn.house.bellwether.answer(question)
    await show_reply(turn, reply, rewrite=message)
    await turn.toast()


async def _invoked(turn: Turn, query: CallbackQuery, offered: Invocation, *, message: str) -> None:
    bellwether = turn.house.bellwether
    invocation = as_of_now(offered, turn.at, await bellwether.district())
    handed = articles.handed_above(query, invocation)
    if handed is not None:
        await turn.toast()
        await articles.hand_over(turn, invocation, handed)
        return
    if await guiding.begin(turn, invocation):
        await turn.toast()
        return
    page = await bellwether.desk.do(await as_manager_of(turn, invocation))
    if page.kind is PageKind.REFUSED and not (page.offers or page.grid) and units(said_short(page)) <= LONGEST_TOAST:
        await _refuse(turn, said_short(page))  # what was pressed stays, to be pressed again
        return
    stays = not goes_on_there(offered)
    if page.kind is PageKind.DONE:
        await turn.house.keyboards.use_up(query.data or "", at=turn.at, alone=stays)
    await show_page(turn, page, rewrite=None if stays else message, invocation=invocation)
    await turn.toast()
    if stays and page.kind is PageKind.DONE:
        await _mark(turn, query, offered)


async def _judged(turn: Turn, query: CallbackQuery, offered: Invocation) -> None:
    invocation = as_of_now(offered, turn.at, await turn.house.bellwether.district())
    page = await turn.house.bellwether.desk.do(await as_manager_of(turn, invocation))
    if page.kind is not PageKind.DONE:
        await _refuse(turn, said_short(page))
        return
    if offered.name == PROMISES and not turn.who.shared and not _is_marked(query):
        await turn.toast()
        await show_page(turn, page)
    else:
        await turn.toast(said_short(page), alert=offered.name == PROMISES)
    await _mark(turn, query, offered)


def _is_marked(query: CallbackQuery) -> bool:
    """Whether what was pressed says already that it is done."""
    message = query.message
    markup = message.reply_markup if isinstance(message, Message) else None
    rows = markup.inline_keyboard if markup is not None else ()
    return any(one.callback_data == query.data and one.text.startswith(DONE) for row in rows for one in row)


async def _refuse(turn: Turn, words: str) -> None:
    await turn.toast(words, alert=True)


def said_short(page: Page) -> str:
    return harmless("\n".join([page.title, *page.lines]))


async def _mark(turn: Turn, query: CallbackQuery, done: Invocation) -> None:
    """The button says that it was pressed; of two verdicts only the newest stands."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return
    rows = [[await _shown(turn, one, query, done) for one in row] for row in message.reply_markup.inline_keyboard]
    await turn.house.sender.edit_buttons(turn.spot, message.message_id, InlineKeyboardMarkup(rows))


async def _shown(
    turn: Turn, button: InlineKeyboardButton, query: CallbackQuery, done: Invocation
) -> InlineKeyboardButton:
    marked, carried = button.text.startswith(DONE), button.callback_data
    if not isinstance(carried, str):
        return button
    if carried == query.data and not marked:
        return InlineKeyboardButton(DONE + button.text, callback_data=carried)
    if carried != query.data and marked and await _is_overtaken(turn, carried, done):
        return InlineKeyboardButton(button.text.removeprefix(DONE), callback_data=carried)
    return button


async def _is_overtaken(turn: Turn, carried: str, done: Invocation) -> bool:
    """Whether it is the other verdict on the same answer."""
    if done.name not in VERDICTS:
        return False
    try:
        other = await turn.house.keyboards.pressed(carried, who=turn.who, at=turn.at)
    except (CannotPress, DatabaseUnreadable):
        return False
    return isinstance(other, Invocation) and other.name in VERDICTS

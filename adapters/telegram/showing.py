"""Showing what the core gave back: a message more, or one of ours in a new state; a form goes on step by step.

In a room with others an answer is brief and quiet: under it stand only "More", which leads to the whole answer with
all that can be done about it in a private chat, and a way for whoever asked to say that it is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.telegram import guiding, menus
from adapters.telegram.drawing import draw_page, draw_reply
from adapters.telegram.drawn import Drawn
from adapters.telegram.links import link_to_answer, with_invitation_link
from adapters.telegram.staff_messages import must_stand
from adapters.telegram.turns import Turn
from bot.catalogue import Catalogue
from bot.commands import Role, find_command
from bot.families.judging import offers_on
from bot.pages import Invocation, Offer, Page, PageKind
from bot.questions import Choice, Reply
from knowledge.verdicts import Verdict

QUIET = (Verdict.WRONG.value,)  # what stands under an answer where others read along


async def show_reply(
    turn: Turn, reply: Reply, *, rewrite: str | None = None, more_offers: Sequence[Offer] = ()
) -> None:
    """*rewrite*: our message that takes on the reply, where it can still be edited; *more_offers*: below the usual
    ones, in a private chat."""
    turn.question = reply.noted or turn.question
    say = await _words_of(turn, reply)
    offers = offers_on(reply, Invocation("ask", turn.who, turn.at), say)
    if not turn.who.shared:
        await _put(turn, (draw_reply(reply, (*offers, *more_offers), say),), rewrite=rewrite)
        return
    quiet = [one for one in offers if one.invocation.name in QUIET]
    await _put(turn, (draw_reply(reply, quiet, say, brief=True, more=_more(turn, reply)),), rewrite=rewrite)


async def show_page(
    turn: Turn, page: Page, *, rewrite: str | None = None, invocation: Invocation | None = None
) -> None:
    """*invocation*: what the page came of; without it a form cannot go on step by step and only says what it needs."""
    page = with_invitation_link(page, turn.house.username)
    if page.kind is PageKind.FORM and invocation is not None:
        await guiding.ask(turn, page, invocation, rewrite=rewrite)
        return
    if page.reply is not None and _is_answer(page):
        await show_reply(turn, page.reply, rewrite=await _below_what_was_written(turn, rewrite))
        return
    if rewrite is not None and await must_stand(turn.house, turn.spot.place, rewrite):
        rewrite = None
    if page.kind is PageKind.PREVIEW and invocation is not None:
        if await guiding.preview(turn, page, invocation, rewrite=rewrite):
            return
    elif invocation is not None and rewrite is not None:
        await guiding.settle(turn, rewrite)
    await _put(turn, draw_page(page, await turn.words(), role=needed(page.offers)), rewrite=rewrite)
    if invocation is not None and page.kind is PageKind.DONE:
        await menus.after(turn.house, invocation)


def needed(offers: Sequence[Offer]) -> Role:
    """The role of whoever may do all of it."""
    found = [find_command(one.invocation.name, one.invocation.action) for one in offers]
    return max((one.role for one in found if one is not None), key=lambda role: role.rank, default=Role.FAMILY)


async def _put(turn: Turn, drawn: Sequence[Drawn], *, rewrite: str | None) -> None:
    first, *others = drawn
    if rewrite is None or not await turn.rewrite(rewrite, first):
        await turn.say(first)
    for one in others:
        await turn.say(one, quoting=False, silent=True)


async def _below_what_was_written(turn: Turn, rewrite: str | None) -> str | None:
    """An answer to words never stands above them: the form that asked for them only loses its buttons."""
    if rewrite is None or turn.update.message is None:
        return rewrite
    await turn.house.sender.edit_buttons(turn.spot, int(rewrite), None)
    return None


def _is_answer(page: Page) -> bool:
    return not (page.lines or page.grid or page.previews)


async def _words_of(turn: Turn, reply: Reply) -> Catalogue:
    """In the language of the reply, which may be another than that of the app."""
    say = await turn.words()
    return say if say.language == reply.language else turn.house.bellwether.answering.say(reply.language)


def _more(turn: Turn, reply: Reply) -> str | None:
    """Where all of an answer can be read: what its first part is about, as it stands when that is opened."""
    if not reply.findings:
        return None
    found = reply.findings[0]
    asked = found.asked
    day = found.day or asked.day
    last = asked.last_day if day == asked.day else None
    return link_to_answer(turn.house.username, Choice("", found.topic.slug, day, last, asked.scope))

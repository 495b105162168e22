"""Showing what the core gave back: a message more, or one of ours in a new state; a form goes on step by step.

In a room with others an answer is brief and quiet: under it stand only "More", which leads to the whole answer with
all that can be done about it in a private chat, and a way for whoever asked to say that it is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.telegram import boards, guiding, menus
from adapters.telegram.drawing import draw_page, draw_reply
from adapters.telegram.drawn import Drawn
from adapters.telegram.links import link_to_reply, with_invitation_link
from adapters.telegram.living import EVERY
from adapters.telegram.staff_messages import must_stand
from adapters.telegram.turns import Turn
from bot.catalogue import Catalogue
from bot.commands import Role, find_command
from bot.families.judging import offers_on
from bot.pages import Invocation, Offer, Page, PageKind
from bot.questions import Reply
from bot.telling.showing import keep_showing
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
    more = link_to_reply(turn.house.username, reply)
    await _put(turn, (draw_reply(reply, quiet, say, brief=True, more=more),), rewrite=rewrite)


async def show_page(
    turn: Turn, page: Page, *, rewrite: str | None = None, invocation: Invocation | None = None
) -> None:
    """*invocation*: what the page came of; without it a form cannot go on step by step and only says what it needs."""
    page = with_invitation_link(page, turn.house.username)
    if rewrite is not None:
        turn.house.living.leave((turn.spot.place, rewrite))
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
    named = await _put(turn, draw_page(page, await turn.words(), role=needed(page.offers)), rewrite=rewrite)
    if page.live is not None:
        turn.house.living.begin((turn.spot.place, named), _kept_showing(turn, page, named))
    if invocation is not None and page.kind is PageKind.DONE:
        await menus.after(turn.house, invocation)
        await boards.after(turn.house, invocation)


def needed(offers: Sequence[Offer]) -> Role:
    """The role of whoever may do all of it."""
    found = [find_command(one.invocation.name, one.invocation.action) for one in offers]
    return max((one.role for one in found if one is not None), key=lambda role: role.rank, default=Role.FAMILY)


async def _put(turn: Turn, drawn: Sequence[Drawn], *, rewrite: str | None) -> str:
    """The name of the last message."""
    first, *others = drawn
    rewritten = rewrite is not None and await turn.rewrite(rewrite, first)
    named = rewrite if rewritten and rewrite is not None else await turn.say(first)
    for one in others:
        named = await turn.say(one, quoting=False, silent=True)
    return named


async def _kept_showing(turn: Turn, page: Page, message: str) -> None:
    say, core = await turn.words(), turn.house.bellwether

    async def show(newer: Page) -> bool:
        turn.at = turn.house.now()
        return await turn.rewrite(message, draw_page(newer, say, role=needed(newer.offers))[-1])

    await keep_showing(page, show, desk=core.desk, clock=core.clock, every=EVERY)


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

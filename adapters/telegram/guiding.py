"""A form on Telegram: one field at a time, in one message that is edited as it goes on, so that the chat stays short.

A text is taken for the field that is asked for; one that is none of its choices is a question, and the form stays open.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.telegram import showing
from adapters.telegram.addressing import as_manager_of
from adapters.telegram.ask_drawing import draw_ask, with_more
from adapters.telegram.drawing import draw_page
from adapters.telegram.drawn import Drawn
from adapters.telegram.letters import escaped
from adapters.telegram.staff_messages import must_stand
from adapters.telegram.turns import Turn
from bot.commands import Command, Role
from bot.forms import Form, keep_form, leave_form, open_form
from bot.guiding import Ask, Guiding, Typed, guiding, pressed
from bot.guiding_words import LEFT, OVER
from bot.pages import Invocation, Page, PageKind
from bot.presses import Step, StepKind

CANCELLING = "cancel"


async def ask(turn: Turn, page: Page, invocation: Invocation, *, rewrite: str | None = None) -> None:
    """What a page of kind form lacks, asked for; *rewrite*: the message in which it is done, if it may be edited."""
    guide = await _guide(turn, invocation)
    asked = await guide.after(page, replace(invocation, who=turn.who)) if guide is not None else None
    if guide is None or asked is None:
        await showing.show_page(turn, page, rewrite=rewrite)
        return
    if rewrite is not None and await must_stand(turn.house, turn.spot.place, rewrite):
        rewrite = None
    await _leave_another(turn, rewrite)
    await _put(turn, asked, guide.command, rewrite)


async def preview(turn: Turn, page: Page, invocation: Invocation, *, rewrite: str | None = None) -> bool:
    """A preview that no form led to, with the way to what may be said besides. False for what families do."""
    guide = await _guide(turn, invocation)
    if guide is None or guide.command.role is Role.FAMILY:
        return False
    await _leave_another(turn, rewrite)
    values = guide.dated(invocation.values)
    invocation = replace(invocation, who=turn.who, values=values, confirmed=False, based_on={})
    await _preview(turn, page, rewrite or "", guide, invocation)
    return True


async def settle(turn: Turn, message: str) -> None:
    """What was previewed there is done, or cannot be done any more: nothing of it is open."""
    form = await open_here(turn)
    if form is not None and form.message == message:
        await leave_form(turn.house.bellwether.database, turn.who)


async def run(turn: Turn, invocation: Invocation) -> None:
    """A command with what is given, in a message of its own; what it lacks is asked for."""
    guide = await _guide(turn, invocation)
    if guide is not None:
        await _leave_another(turn, None)
        await _go_on(turn, Form(invocation), guide)


async def begin(turn: Turn, invocation: Invocation) -> bool:
    """Whether a command names only what it shall change, so that how is asked for first."""
    guide = await _guide(turn, invocation)
    if guide is None or invocation.confirmed or not guide.says_nothing_yet(invocation):
        return False
    if not await guide.may_change(invocation):
        return False
    await _leave_another(turn, None)
    await _put(turn, await guide.more(replace(invocation, who=turn.who)), guide.command, None)
    return True


async def take(turn: Turn, text: str, form: Form) -> bool:
    """Whether a text was for the form that is open here; the form goes on with it."""
    if form.over or not form.asked or is_about_another(turn, form):
        return False
    guide = await _guide(turn, form.invocation)
    if guide is None:
        return False
    kind, form, problem = guide.typed(form, text)
    if kind is Typed.NOT_MEANT:
        return False
    field = guide.command.field(form.asked)
    if kind is Typed.WRONG and field is not None:
        asked = await guide.ask(field, form.invocation, problem=problem)
        await _put(turn, asked, guide.command, form.message)
    else:
        await _go_on(turn, form, guide)
    return True


def is_about_another(turn: Turn, form: Form) -> bool:
    """Whether the text answers another message of ours, such as another question in the staff's room."""
    message = turn.update.message
    replied = message.reply_to_message if message is not None else None
    if replied is None or replied.from_user is None or str(replied.from_user.id) != turn.house.account:
        return False
    return str(replied.message_id) != form.message


async def step(turn: Turn, taken: Step, message: str) -> None:
    """A button of a form. One that stood there before and counts no more does nothing."""
    form = await open_here(turn)
    mine = form is not None and form.message == message
    if taken.kind is StepKind.CANCEL:
        await turn.toast()
        if mine:
            await leave_form(turn.house.bellwether.database, turn.who)
        await turn.rewrite(message, await _left(turn))
        return
    if form is None or not mine or form.over:
        await turn.toast((await turn.words())(OVER), alert=True)
        return
    await turn.toast()
    guide = await _guide(turn, form.invocation)
    if guide is None:
        return
    if taken.kind is StepKind.VALUE and not taken.field:
        await _more(turn, form, guide, taken.value)
        return
    after = pressed(form, taken)
    if after is not None:
        await _go_on(turn, after, guide)


async def leave(turn: Turn, command: str) -> None:
    """Comes before a command that was typed: a form that is open here is left, which its message says. *command*: its
    name; /cancel says it by itself."""
    form = await open_here(turn)
    if form is None:
        return
    if form.message and (command == CANCELLING or not form.previewed):
        await turn.rewrite(form.message, await _left(turn))
    if command != CANCELLING:
        await leave_form(turn.house.bellwether.database, turn.who)


async def _more(turn: Turn, form: Form, guide: Guiding, wanted: str) -> None:
    if not await guide.is_allowed(form.invocation):
        await _go_on(turn, form, guide)
        return
    field = guide.command.field(wanted)
    asked = await (guide.ask(field, form.invocation) if field is not None else guide.more(form.invocation))
    await _put(turn, asked, guide.command, form.message)


async def _go_on(turn: Turn, form: Form, guide: Guiding) -> None:
    """The command with what there is: the next field is asked for, or what comes of it is shown."""
    invocation = replace(form.invocation, who=turn.who, at=turn.at, confirmed=False, based_on={})
    still = await _still(guide, invocation)
    if still is not None:
        await _put(turn, still, guide.command, form.message)
        return
    async with turn.typing():
        page = await turn.house.bellwether.desk.do(await as_manager_of(turn, invocation))
        asked = await guide.after(page, invocation) if page.kind is PageKind.FORM else None
    if asked is not None:
        await _put(turn, asked, guide.command, form.message)
        return
    if page.kind is PageKind.PREVIEW:
        await _preview(turn, page, form.message, guide, invocation)
    else:
        await leave_form(turn.house.bellwether.database, turn.who)
        await showing.show_page(turn, page, rewrite=form.message or None, invocation=invocation)


async def _still(guide: Guiding, invocation: Invocation) -> Ask | None:
    """What is asked before the command is tried: whether it shall really be, or what shall be changed."""
    if guide.is_final(invocation):
        return await guide.last(invocation) if await guide.is_allowed(invocation) else None
    wants_more = guide.says_nothing_yet(invocation) and await guide.may_change(invocation)
    return await guide.more(invocation) if wants_more else None


async def _put(turn: Turn, asked: Ask, command: Command, rewrite: str | None) -> None:
    drawn = draw_ask(asked, command)
    message = rewrite or ""
    if not message or not await turn.rewrite(message, drawn):
        message = await turn.say(drawn)
    await keep_form(turn.house.bellwether.database, replace(asked.form, message=message), at=turn.at)


async def _preview(turn: Turn, page: Page, rewrite: str, guide: Guiding, invocation: Invocation) -> None:
    """In place of the form, which is kept, so that something can be said besides and /cancel leaves it."""
    *above, last = draw_page(page, guide.say, role=guide.command.role)
    if guide.left_out(invocation):
        last = with_more(last, guide)
    message = ""
    for drawn in (*above, last):
        if rewrite and await turn.rewrite(rewrite, drawn):
            message = rewrite
        else:
            message = await turn.say(drawn)
        rewrite = ""
    kept = Form(invocation, message=message, previewed=True)
    await keep_form(turn.house.bellwether.database, kept, at=turn.at)


async def _leave_another(turn: Turn, rewrite: str | None) -> None:
    """Of two forms in a room only the newest is open."""
    before = await open_here(turn)
    if before is not None and not before.previewed and before.message not in ("", rewrite):
        await turn.rewrite(before.message, await _left(turn))


async def _left(turn: Turn) -> Drawn:
    return Drawn(escaped((await turn.words())(LEFT)))


async def open_here(turn: Turn) -> Form | None:
    return await open_form(turn.house.bellwether.database, turn.who, at=turn.at)


async def _guide(turn: Turn, invocation: Invocation) -> Guiding | None:
    language = (await turn.words()).language
    about = replace(invocation, who=turn.who)
    return await guiding(turn.house.bellwether.desk, about, at=turn.at, language=language)

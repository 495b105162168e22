"""Replies and pages as Telegram shows them: pure functions from what the core says to HTML and rows of buttons.

Everything is escaped; a message is cut between passages, never between an answer and its as-of line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from adapters.telegram.buttons import choice_rows, is_cut, offer_rows, page_rows
from adapters.telegram.drawn import Button, Drawn
from adapters.telegram.gap_list import gap_list_rows
from adapters.telegram.grids import grid_blocks, line_blocks
from adapters.telegram.letters import LONGEST, MOST_ENTITIES, entities, escaped, length, plain, shortened
from adapters.telegram.passages import PARTED, bold, quoted, reply_blocks, small
from bot.board import Board
from bot.catalogue import Catalogue, own_name
from bot.commands import Role
from bot.keyboards import ANSWERS_LAST, PAGES_LAST
from bot.pages import Offer, Page, PageKind, Preview
from bot.questions import Choice, Reply
from bot.room_words import MORE
from bot.slashes import usage

__all__ = ["draw_board", "draw_page", "draw_reply", "plain"]

ROOM = LONGEST - 96  # what is said of what was left out has its place in it
MOST_MESSAGES = 4  # of one page
BRIEF_PASSAGES = 4  # today and the next three school days
LONG_PREVIEW = 400  # units from which what families read is folded
WARNING, DONE = "⚠️ ", "✅ "


def draw_reply(
    reply: Reply, offers: Sequence[Offer], say: Catalogue, *, brief: bool = False, more: str | None = None
) -> Drawn:
    """*brief*: for a room with others in it; *more*: an address under which the whole of it can be read."""
    blocks = reply_blocks(reply, brief=brief)
    most = len(blocks) - max(len(reply.passages) - BRIEF_PASSAGES, 0) if brief else len(blocks)
    html = _cut(blocks[:most], len(blocks) - len(blocks[:most]), say)
    if any(is_cut(one.label) for one in reply.choices):
        html = PARTED.join([html, _numbered(reply.choices)])
    rows = (*choice_rows(reply.choices), *offer_rows(offers))
    if more is None:
        return Drawn(html, rows)
    *above, last = rows or ((),)
    return Drawn(html, (*above, (Button(say(MORE), link=more), *last)))


def draw_board(made: Board, moment: str) -> Drawn:
    """*moment*: as of when, in the words of its language."""
    head = "\n".join((bold(made.title), small(f"{made.as_of(moment)} · {made.note}")))
    return Drawn(_cut([head, *(block for day in made.days for block in reply_blocks(day, brief=True))], 0, made.say))


def draw_page(page: Page, say: Catalogue, *, role: Role) -> tuple[Drawn, ...]:
    """One message or several; what can be done next stands under the last. *role*: what the buttons need."""
    if page.reply is not None and not (page.lines or page.grid or page.previews):
        return (draw_reply(page.reply, page.offers, say),)
    texts = _packed(list(_page_blocks(page, say)), say)
    rows = gap_list_rows(page, language=say.language) or page_rows(page, leaving=say("Cancel"))
    last = Drawn(texts[-1], rows, lasts=_lasts(page), role=role)
    return (*(Drawn(one) for one in texts[:-1]), last)


def _lasts(page: Page) -> timedelta:
    """What families do is good for as long as an answer; what changes something is soon of yesterday."""
    return PAGES_LAST if page.kind in (PageKind.PREVIEW, PageKind.FORM) else ANSWERS_LAST


def _page_blocks(page: Page, say: Catalogue) -> Iterator[str]:
    if page.title:
        yield bold((DONE if page.kind is PageKind.DONE else "") + shortened(page.title, LONGEST // 4))
    yield from (WARNING + escaped(shortened(one, LONGEST // 4)) for one in page.warnings)
    for one in page.problems:
        yield WARNING + escaped(shortened(f"{one.field}: {one.words}" if one.field else one.words, LONGEST // 4))
    if page.reply is not None:
        yield _quoted_reply(page.reply, say)
    yield from line_blocks(page.lines)
    if page.grid is not None:
        yield from grid_blocks(page.grid)
    for preview in page.previews:
        yield _preview(preview, say)
    if page.kind is PageKind.FORM and page.command is not None and not page.offers:
        yield f"<code>{escaped(usage(page.command))}</code>"


def _preview(preview: Preview, say: Catalogue) -> str:
    title = " · ".join(filter(None, (own_name(preview.language), preview.question)))
    return f"{small(title)}\n{_quoted_reply(preview.reply, say)}"


def _quoted_reply(reply: Reply, say: Catalogue) -> str:
    html = _cut(reply_blocks(reply, flat=True), 0, say, most=LONGEST // 2)
    return quoted(html, fold=length(html) > LONG_PREVIEW)


def _numbered(choices: Sequence[Choice]) -> str:
    return "\n".join(f"{place}. {escaped(shortened(one.label, 200))}" for place, one in enumerate(choices, 1))


def _cut(blocks: Sequence[str], left: int, say: Catalogue, *, most: int = ROOM) -> str:
    """As many whole blocks as fit, at least one; *left*: how many were left out before."""
    kept = list(blocks)
    while len(kept) > 1 and not _fits(kept, most):
        kept.pop()
    left += len(blocks) - len(kept)
    return PARTED.join([*kept, *([escaped(say("and {count} more", count=left))] if left else [])])


def _fits(blocks: Iterable[str], most: int = ROOM) -> bool:
    html = PARTED.join(blocks)
    return length(html) <= most and entities(html) <= MOST_ENTITIES


def _packed(blocks: Sequence[str], say: Catalogue) -> list[str]:
    """Blocks filled into as few messages as hold them, in their order."""
    messages: list[list[str]] = [[]]
    for place, block in enumerate(blocks):
        if not messages[-1] or _fits([*messages[-1], block]):
            messages[-1].append(block)
        elif len(messages) < MOST_MESSAGES:
            messages.append([block])
        else:
            messages[-1].append(escaped(say("and {count} more", count=len(blocks) - place)))
            break
    return [PARTED.join(one) for one in messages]

"""Replies and pages as Discord shows them: pure functions from what the core says to embeds and rows of buttons.

Each is one embed with a colour for its status, and words that say the same without it. Everything is escaped; what is
too long is cut between passages, never between an answer and its as-of line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.discord.buttons import MOST_ROWS, choice_rows, offer_rows, page_rows
from adapters.discord.drawn import Button, Drawn, Embed, Select
from adapters.discord.grids import grid_blocks, line_blocks
from adapters.discord.letters import DESCRIPTION, EMBEDS, FIELD_NAME, MOST_EMBEDS, TITLE, escaped, fitted, one_line
from adapters.discord.passages import headline_of, joined, notes_of, reply_blocks
from bot.catalogue import Catalogue, own_name
from bot.commands import Role
from bot.keyboards import ANSWERS_LAST, PAGES_LAST
from bot.letters import units
from bot.pages import Offer, Page, PageKind
from bot.presses import Press
from bot.questions import Choice, Reply
from bot.room_words import CHOOSE_ONE
from bot.slashes import usage

GREEN, RED, AMBER, BLUE, GREY = 0x2E7D32, 0xC62828, 0xF9A825, 0x1565C0, 0x757575
STATUS_COLOURS = {
    "open": GREEN,
    "open_unless": AMBER,
    "closed": RED,
    "closed_unless": RED,
    "delayed": AMBER,
    "early_dismissal": AMBER,
    "remote": AMBER,
    "partly_open": AMBER,
    "unknown": GREY,
}
PAGE_COLOURS = {
    PageKind.PREVIEW: BLUE,
    PageKind.DONE: GREEN,
    PageKind.FORM: BLUE,
    PageKind.REFUSED: AMBER,
}
ROOM = DESCRIPTION - 96  # what is said of what was left out has its place in it
MOST_MESSAGES = 4  # of one page
BRIEF_PASSAGES = 4
LONGEST_PIECE = 1000
WARNING, DONE = "⚠️ ", "✅ "

Piece = tuple[str, str]  # what stands before it, and it


def draw_reply(
    reply: Reply,
    offers: Sequence[Offer],
    say: Catalogue,
    *,
    brief: bool = False,
    more: Button | None = None,
    below: str = "",
) -> Drawn:
    """*brief*: for a room with others in it; *more*: a button under which the whole of it can be read; *below*: markup
    that stands under it."""
    content = joined(notes_of(reply))
    rows = (*choice_rows(reply.choices, asking=say(CHOOSE_ONE)), *offer_rows(offers, asking=say(CHOOSE_ONE)))
    return Drawn(
        content,
        (reply_embed(reply, say, brief=brief, below=below),),
        (*rows, *(((more,),) if more else ()))[:MOST_ROWS],
    )


def reply_embed(reply: Reply, say: Catalogue, *, brief: bool = False, most: int = ROOM, below: str = "") -> Embed:
    """Without its notes, which stand above it."""
    title = headline_of(reply)
    blocks = reply_blocks(reply, brief=brief, titled=bool(title))
    if _is_cut(reply.choices):
        blocks.append(_numbered(reply.choices))
    shown = blocks[:BRIEF_PASSAGES] if brief else blocks
    room = most - units(title) - (units(below) + 2 if below else 0)
    description = joined([_cut(shown, len(blocks) - len(shown), say, most=room), below])
    alone = reply.urgent and not reply.notes  # the emergency number, whatever else was understood
    return Embed(title, description, colour=None if alone else STATUS_COLOURS.get(reply.status or ""))


def draw_page(
    page: Page, say: Catalogue, *, role: Role, edit: Press | None = None, besides: Select | None = None
) -> tuple[Drawn, ...]:
    """One message or several; what can be done next stands under the last. *role*: what the buttons need; of a preview
    *edit*: what a press on "Edit" does, *besides*: the way to its other fields."""
    if page.reply is not None and not (page.lines or page.grid or page.previews):
        return (draw_reply(page.reply, page.offers, say),)
    title = one_line(page.title, TITLE - len(DONE) - 20) if page.title else ""
    kind = PageKind.SHOWN if _is_of_one_piece(page) else page.kind  # the next one, which waits
    title = escaped((DONE if kind is PageKind.DONE else "") + title, TITLE) if title else ""
    texts = _packed(list(_pieces(page, say)), units(title), say)
    colour = PAGE_COLOURS.get(kind)
    own = [Embed(title if place == 0 else "", text, colour=colour) for place, text in enumerate(texts)]
    embeds = [one for one in (*own, *_replies(page, say)) if one.title or one.description]
    *above, last = _grouped(embeds, say) or [Drawn(WARNING.strip())]
    lasts = PAGES_LAST if page.kind in (PageKind.PREVIEW, PageKind.FORM) else ANSWERS_LAST
    rows = page_rows(page, say, edit=edit, besides=besides)
    return (*above, replace(last, rows=rows, lasts=lasts, role=role))


def _grouped(embeds: Sequence[Embed], say: Catalogue) -> list[Drawn]:
    """As many beside each other as Discord takes in a message; what is more than a few messages is counted."""
    groups: list[list[Embed]] = []
    for one in embeds:
        if groups and len(groups[-1]) < MOST_EMBEDS and sum(map(_size, (*groups[-1], one))) <= EMBEDS:
            groups[-1].append(one)
        else:
            groups.append([one])
    shown = [Drawn(embeds=tuple(one)) for one in groups[:MOST_MESSAGES]]
    left = len(embeds) - sum(len(one.embeds) for one in shown)
    if left:
        shown[-1] = replace(shown[-1], content=escaped(say("and {count} more", count=left)))
    return shown


def small_page(page: Page) -> str:
    """A page that says little, in a sentence or two, without markup."""
    return "\n".join([page.title, *page.lines]).strip()


def _pieces(page: Page, say: Catalogue) -> Iterator[Piece]:
    yield from (("\n", WARNING + escaped(one, LONGEST_PIECE)) for one in page.warnings)
    for one in page.problems:
        yield "\n", WARNING + escaped(f"{one.field}: {one.words}" if one.field else one.words, LONGEST_PIECE)
    if _is_of_one_piece(page):
        yield "\n\n", fitted(page.lines, ROOM - TITLE)
    else:
        yield from line_blocks(page.lines)
    if page.grid is not None:
        apart = "\n" if len(page.grid.columns) == 2 else "\n\n"
        yield from (("\n\n" if place == 0 else apart, row) for place, row in enumerate(grid_blocks(page.grid)))
    if page.kind is PageKind.FORM and page.command is not None and not page.offers:
        yield "\n\n", f"`{usage(page.command).replace('`', '')[:LONGEST_PIECE]}`"


def _is_of_one_piece(page: Page) -> bool:
    """A paragraph of an article with what was read out of it: never parted from each other."""
    offered = [one.invocation for one in page.offers if one.invocation.name == "article"]
    return page.kind in (PageKind.SHOWN, PageKind.DONE) and any("piece" in one.values for one in offered)


def _replies(page: Page, say: Catalogue) -> Iterator[Embed]:
    """What families will read, each as they will see it, with its language and question below."""
    if page.reply is not None:
        yield reply_embed(page.reply, say)
    for one in page.previews:
        footer = one_line(" · ".join(filter(None, (own_name(one.language), one.question))), FIELD_NAME)
        notes = joined(notes_of(one.reply))
        shown = reply_embed(one.reply, say, most=ROOM - units(notes) - 2)
        yield Embed(shown.title, joined([notes, shown.description]), footer=footer, colour=shown.colour)


def _size(embed: Embed) -> int:
    return units(embed.title) + units(embed.description) + units(embed.footer)


def _is_cut(choices: Sequence[Choice]) -> bool:
    return any(units(one.label) > 80 for one in choices)


def _numbered(choices: Sequence[Choice]) -> str:
    return "\n".join(f"{place}\\. {escaped(one.label, 200)}" for place, one in enumerate(choices, 1))


def _cut(blocks: Sequence[str], left: int, say: Catalogue, *, most: int) -> str:
    """As many whole blocks as fit, at least one; *left*: how many were left out before."""
    kept = list(blocks)
    while len(kept) > 1 and units(joined(kept)) > most:
        kept.pop()
    left += len(blocks) - len(kept)
    return joined([*kept, *([escaped(say("and {count} more", count=left))] if left else [])])


def _packed(pieces: Sequence[Piece], beside: int, say: Catalogue) -> list[str]:
    """Pieces filled into as few messages as hold them, in their order. *beside*: units that stand there already."""
    messages, room = [""], ROOM - beside
    for place, (apart, piece) in enumerate(pieces):
        after = f"{messages[-1]}{apart}{piece}" if messages[-1] else piece
        if not messages[-1] or units(after) <= room:
            messages[-1] = after
        elif len(messages) < MOST_MESSAGES:
            messages.append(piece)
            room = ROOM
        else:
            messages[-1] += "\n" + escaped(say("and {count} more", count=len(pieces) - place))
            break
    return messages

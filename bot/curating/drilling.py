"""Practice: a page like the real one that does nothing, and says on every line that it is only practice."""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue import EDITING, Catalogue, load_catalogue, marked
from bot.pages import Grid, Page, Preview
from bot.questions import Passage, Reply

DRILL = marked("DRILL, NOT REAL: {words}")


def practised(page: Page, say: Catalogue) -> Page:
    """Nothing is offered on it that could make it real."""
    grid = page.grid
    return replace(
        page,
        title=_marked(page.title, say),
        lines=tuple(_marked(line, say) for line in page.lines),
        warnings=tuple(_marked(line, say) for line in page.warnings),
        grid=Grid(grid.columns, tuple((_marked(row[0], say), *row[1:]) for row in grid.rows)) if grid else None,
        previews=tuple(_practised_preview(one) for one in page.previews),
        offers=(),
    )


def _practised_preview(preview: Preview) -> Preview:
    say = load_catalogue(preview.language, EDITING)
    return replace(preview, question=_marked(preview.question, say), reply=_practised_reply(preview.reply, say))


def _practised_reply(reply: Reply, say: Catalogue) -> Reply:
    notes = tuple(_marked(note, say) for note in reply.notes)
    return replace(reply, notes=notes, passages=tuple(_practised_passage(one, say) for one in reply.passages))


def _practised_passage(passage: Passage, say: Catalogue) -> Passage:
    lines = tuple(replace(line, words=_marked(line.words, say)) for line in passage.lines)
    attributions = tuple(replace(one, words=_marked(one.words, say)) for one in passage.attributions)
    return Passage(lines, attributions)


def _marked(words: str, say: Catalogue) -> str:
    return say("Only practice, not real: {words}", words=words)

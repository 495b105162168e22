"""A form as Telegram shows it: what is being done, with what so far, and what is asked for, with buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from adapters.telegram.buttons import in_rows, is_cut, label
from adapters.telegram.drawn import Button, Drawn
from adapters.telegram.grids import line_html
from adapters.telegram.letters import escaped, shortened
from adapters.telegram.passages import folded
from bot.commands import Command
from bot.guiding import Answer, Ask, Guiding
from bot.keyboards import PAGES_LAST

LONGEST_PART = 700  # units of what a form says above its buttons
LONGEST_STANDING = 2000  # of what is there to be changed
MOST_EXPLAINED = 6  # fields whose meaning stands there unfolded


def draw_ask(asked: Ask, command: Command) -> Drawn:
    """What is being done, with what so far; the field; what was wrong; and the buttons."""
    head = f"<b>{_part(asked.title)}</b>"
    done = "\n".join(line_html(one, LONGEST_PART) for one in asked.lines)
    words = [f"<b>{_part(asked.words)}</b>"] if asked.words else []
    problem = [f"⚠️ {_part(asked.problem)}"] if asked.problem else []
    asking = "\n".join([*words, *problem, *_stands(asked), *_hint(asked)])
    html = "\n\n".join(part for part in (head, done, asking, _whole(asked.answers)) if part)
    rows = (*in_rows(_buttons(asked.answers)), *in_rows(_buttons(asked.others)))
    return Drawn(html, rows, lasts=PAGES_LAST, role=command.role)


def _stands(asked: Ask) -> Iterator[str]:
    """A tap copies it."""
    if asked.stands is not None:
        lead, words = asked.stands
        yield f"{_part(lead)}:\n<code>{escaped(shortened(words, LONGEST_STANDING))}</code>"


def _hint(asked: Ask) -> Iterator[str]:
    lines = asked.hint.splitlines()
    if len(lines) > MOST_EXPLAINED:
        yield folded(_part(one) for one in lines)
    elif lines:
        yield f"<i>{escaped(shortened(asked.hint, 2 * LONGEST_PART))}</i>"


def _whole(answers: Sequence[Answer]) -> str:
    """What a phone cuts on the buttons stands above them in whole."""
    if not any(is_cut(one.label) for one in answers):
        return ""
    return "\n".join(f"• {_part(one.label)}" for one in answers)


def _part(words: str) -> str:
    return escaped(shortened(words, LONGEST_PART))


def _buttons(answers: Iterable[Answer]) -> Sequence[Button]:
    return [Button(label(one.label), one.press) for one in answers]


def with_more(drawn: Drawn, guide: Guiding) -> Drawn:
    """Beside the way out of a preview the way to what may be said besides."""
    *rows, out = drawn.rows or ((),)
    more = guide.more_button()
    return replace(drawn, rows=(*rows, (Button(label(more.label), more.press), *out)))

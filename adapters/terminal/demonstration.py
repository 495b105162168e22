"""The conversation that shows what Bellwether does: played where nobody can type, and drawn as a picture.

It takes place on the evening of Tuesday 22 March 2022, the day before a strike in Sacramento.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import datetime

from rich.console import Console

from adapters.terminal.drawing import Drawn, drawn
from adapters.terminal.moments import Moment
from adapters.terminal.paper import Paper, answers
from bot.program import SystemClock, open_throw_away
from bot.questions import Question
from bot.settings import Settings


def _on_the_clock(month: int, day: int, hour: int, minute: int = 0) -> Moment:
    return Moment(datetime(2022, month, day, hour, minute))  # noqa: DTZ001 - the district's clock, whichever that is


EVENING = _on_the_clock(3, 22, 18)
TURNS = (
    (EVENING, "are schools closed Wednesday?"),
    (_on_the_clock(3, 22, 18, 1), "and Thursday?"),
    (_on_the_clock(3, 22, 18, 2), "will there be lunch on Wednesday?"),
    (_on_the_clock(3, 22, 18, 3), "¿hay escuela mañana?"),
    (_on_the_clock(5, 10, 8), "is there school tomorrow?"),
)
WIDTH = 96  # letters across the picture
# rich's own frame loads its letters from the network; this one takes what the reader has.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ font-family: sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


async def play(settings: Settings) -> None:
    paper = answers()
    async for lines in _turns(settings):
        paper.write(lines)


async def draw(settings: Settings) -> str:
    """The same conversation as an SVG picture: the same bytes on every machine."""
    console = _canvas()
    async for lines in _turns(settings):
        Paper(console).write(lines)
    picture = console.export_svg(title="Bellwether", unique_id="bellwether", code_format=FRAME)
    return "".join(f"{line.rstrip()}\n" for line in picture.splitlines())


def _canvas() -> Console:
    """Nothing of it is left to the environment, whose width and colours would change the picture."""
    return Console(
        file=io.StringIO(),
        record=True,
        width=WIDTH,
        height=WIDTH,
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


async def _turns(settings: Settings) -> AsyncIterator[list[Drawn]]:
    """Each day's name once, then its questions with their replies, from a knowledge base of its own."""
    async with open_throw_away(settings, clock=SystemClock()) as bellwether:
        district = await bellwether.district()
        day = None
        for moment, text in TURNS:
            at = moment.on_clock(district.timezone)
            if at.date() != day:
                day = at.date()
                yield [Drawn(f"{at:%A} {at.day} {at:%B %Y}, {district.name}", "dim"), Drawn("")]
            reply = await bellwether.answer(Question(text, at))
            yield [Drawn(f"{at:%H:%M} parent> {text}", "bold"), *drawn(reply), Drawn("")]

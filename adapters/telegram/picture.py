"""A conversation on a phone as an SVG picture, drawn from the very messages and buttons that families get.

It takes place on the evening of Tuesday 22 March 2022, the day before a strike in Sacramento.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from html.parser import HTMLParser

from adapters.telegram.drawing import draw_reply
from adapters.telegram.drawn import Drawn
from adapters.telegram.places import Spot, person_of
from bot.catalogue import load_catalogue
from bot.families.judging import offers_on
from bot.pages import Invocation, Who
from bot.program import SystemClock, open_throw_away
from bot.questions import Question
from bot.settings import Settings

FIRST = datetime(2022, 3, 22, 18, 2)  # noqa: DTZ001 - the district's clock, whichever that is
QUESTIONS = ("are schools closed Wednesday?", "and Thursday?", "¿habrá almuerzo el miércoles?")
PARENT = 1

WIDTH, MARGIN, PADDING = 460, 14, 12
BUBBLE = 390  # the widest
SIZE, LINE, GAP = 15, 20.5, 10
BUTTON, BUTTON_GAP = 34, 4
HEADER = 58
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
SKY, OURS, THEIRS, INK, FAINT, LINK, BAR = "#d5e3ec", "#ffffff", "#e1f6cf", "#111111", "#6b757d", "#2a6fa8", "#517da2"
BUTTONS = "#6c8ea4"

# Of Helvetica, in thousandths of its size; what is not named here is as wide as a figure.
WIDTHS = {
    222: "ijl",
    278: " !,./:;fItI",
    333: "-()r`",
    355: '"',
    191: "'",
    500: "ckvxyszJ",
    584: "+<=>",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    889: "%",
    944: "W",
    1015: "@",
}
LETTERS = {letter: width for width, letters in WIDTHS.items() for letter in letters}
PLAIN = 556
BOLDER, SAFETY = 1.12, 1.16  # fonts that take Helvetica's place can be a good deal wider


@dataclass(frozen=True)
class Run:
    """Words in one style: some of b, i, a, code, blockquote."""

    words: str
    styles: frozenset[str] = frozenset()

    @property
    def width(self) -> float:
        bolder = BOLDER if "b" in self.styles else 1.0
        return sum(LETTERS.get(one, PLAIN) for one in self.words) * SIZE * bolder * SAFETY / 1000


@dataclass(frozen=True)
class Said:
    """*drawn* None: the parent says *words*."""

    at: datetime
    words: str = ""
    drawn: Drawn | None = None


class _Runs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Run] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        self.found.append(Run(data, frozenset(self._open)))


async def draw(settings: Settings) -> str:
    """The same bytes on every machine."""
    said = [one async for one in _conversation(settings)]
    shapes, y = list[str](), float(HEADER + MARGIN)
    for one in said:
        drawn, y = _message(one, y)
        shapes += drawn
    height = round(y + MARGIN)
    return "\n".join([*_frame(height), *_header(), *shapes, "</svg>", ""])


async def _conversation(settings: Settings) -> AsyncIterator[Said]:
    """Each question with its answer, from a knowledge base of its own."""
    who = Who(person_of(PARENT), Spot(PARENT).place)
    async with open_throw_away(settings, clock=SystemClock()) as bellwether:
        district = await bellwether.district()
        for number, text in enumerate(QUESTIONS):
            at = FIRST.replace(minute=FIRST.minute + number, tzinfo=district.timezone)
            yield Said(at, text)
            reply = await bellwether.answer(Question(text, at, place=who.place, person=who.person))
            say = load_catalogue(reply.language)
            offers = offers_on(reply, Invocation("ask", who, at), say)
            yield Said(at, drawn=draw_reply(reply, offers, say))


def lines_of(html: str, width: float) -> list[list[Run]]:
    """The words broken into lines no wider than that; an empty one where a line is empty."""
    reader = _Runs()
    reader.feed(html)
    lines: list[list[Run]] = [[]]
    for run in reader.found:
        for place, part in enumerate(run.words.split("\n")):
            if place:
                lines.append([])
            for word in part.replace(" ", " \x00").split("\x00"):
                _put(lines, Run(word, run.styles), width)
    return [_joined(line) for line in lines]


def _put(lines: list[list[Run]], word: Run, width: float) -> None:
    if not word.words:
        return
    bare = Run(word.words.rstrip(), word.styles).width
    if lines[-1] and sum(one.width for one in lines[-1]) + bare > width:
        lines.append([])
    lines[-1].append(word)


def _joined(line: Sequence[Run]) -> list[Run]:
    """Neighbours of one style as one."""
    joined: list[Run] = []
    for one in line:
        if joined and joined[-1].styles == one.styles:
            joined[-1] = Run(joined[-1].words + one.words, one.styles)
        else:
            joined.append(one)
    return joined


def _message(said: Said, y: float) -> tuple[list[str], float]:
    """Its shapes, and where the next one begins."""
    html = said.drawn.html if said.drawn is not None else escape(said.words)
    lines = lines_of(html, BUBBLE - 2 * PADDING)
    widest = max(sum(one.width for one in line) for line in lines)
    time_width = Run("00:00").width
    room = widest if said.drawn is not None else widest + time_width
    width = BUBBLE if said.drawn is not None else min(BUBBLE, room + 2.5 * PADDING)
    last = sum(one.width for one in lines[-1])
    below = last + time_width + PADDING > width - 2 * PADDING and said.drawn is not None
    height = PADDING * 1.5 + LINE * (len(lines) + below)
    x = MARGIN if said.drawn is not None else WIDTH - MARGIN - width
    shapes = [_box(x, y, width, height, fill=OURS if said.drawn is not None else THEIRS)]
    shapes += [_text(line, x + PADDING, y + PADDING + LINE * (n + 0.7)) for n, line in enumerate(lines) if line]
    shapes.append(_small(f"{said.at:%H:%M}", x + width - PADDING, y + height - PADDING * 0.7))
    y += height + BUTTON_GAP
    for row in said.drawn.rows if said.drawn is not None else ():
        shapes += _buttons([one.label for one in row], x, y, width)
        y += BUTTON + BUTTON_GAP
    return shapes, y + GAP


def _buttons(labels: Sequence[str], x: float, y: float, width: float) -> Iterable[str]:
    each = (width - BUTTON_GAP * (len(labels) - 1)) / len(labels)
    for place, label in enumerate(labels):
        left = x + place * (each + BUTTON_GAP)
        yield _box(left, y, each, BUTTON, fill=BUTTONS, radius=8)
        yield (
            f'<text x="{left + each / 2:.1f}" y="{y + BUTTON * 0.64:.1f}" text-anchor="middle" fill="#ffffff" '
            f'font-weight="bold" font-size="{SIZE - 1}">{escape(label)}</text>'
        )


def _text(line: Sequence[Run], x: float, y: float) -> str:
    spans = "".join(f"<tspan{_style(one.styles)}>{escape(one.words, quote=False)}</tspan>" for one in line)
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" xml:space="preserve">{spans}</text>'


def _style(styles: frozenset[str]) -> str:
    named = [' font-weight="bold"' if "b" in styles else "", ' font-style="italic"' if "i" in styles else ""]
    if "a" in styles:
        named.append(f' fill="{LINK}"')
    elif "blockquote" in styles or "i" in styles:
        named.append(' fill="#444444"')
    return "".join(named)


def _small(words: str, x: float, y: float) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="end" fill="{FAINT}" font-size="{SIZE - 4}">{words}</text>'


def _box(x: float, y: float, width: float, height: float, *, fill: str, radius: int = 12) -> str:
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} rx="{radius}" fill="{fill}"/>'


def _frame(height: int) -> Iterable[str]:
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONT}" font-size="{SIZE}">'
    yield "<title>A parent asks Bellwether on Telegram</title>"
    yield f'<rect width="{WIDTH}" height="{height}" rx="18" fill="{SKY}"/>'


def _header() -> Iterable[str]:
    yield f'<path d="M0 {HEADER}V18a18 18 0 0 1 18-18h{WIDTH - 36}a18 18 0 0 1 18 18v{HEADER - 18}z" fill="{BAR}"/>'
    yield f'<circle cx="38" cy="{HEADER / 2:.0f}" r="19" fill="#ffffff"/>'
    yield f'<text x="38" y="{HEADER / 2 + 7:.0f}" text-anchor="middle" font-size="20">🔔</text>'
    yield f'<text x="68" y="{HEADER / 2 - 2:.0f}" fill="#ffffff" font-weight="bold">Bellwether</text>'
    yield f'<text x="68" y="{HEADER / 2 + 16:.0f}" fill="#d8e6f2" font-size="{SIZE - 2}">bot</text>'

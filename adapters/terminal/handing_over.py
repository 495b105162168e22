"""An article from the command line: `bellwether article notice.html`. It is kept with its pieces, and nothing is
published; they are reviewed in a chat, on any platform."""

from __future__ import annotations

import sys
from functools import partial

from adapters.terminal import json_lines
from adapters.terminal.asking import Layers, encodable
from adapters.terminal.attaching import file_named, read_file
from adapters.terminal.commanding import Counter, who_types
from adapters.terminal.doing import FORMS, opened, tell
from adapters.terminal.failing import FAILED, Refusal
from adapters.terminal.moments import Moment, ShiftedClock
from adapters.terminal.pages import draw, page_record
from adapters.terminal.paper import answers, remarks
from adapters.terminal.progress import Steps
from adapters.terminal.starting import somebody_types
from bot.articles.gathering import address_in
from bot.commands import Role
from bot.pages import Invocation, Page
from bot.settings import Settings
from knowledge.articles.bodies import MOST_BYTES
from knowledge.articles.pieces import read_pieces

STDIN = "-"
_LONGEST_ADDRESS = 2_000


async def hand_over(
    settings: Settings,
    what: str,
    *,
    said: dict[str, str],
    role: Role | None,
    at: Moment | None,
    layers: Layers | None,
    pieces: bool,
    as_json: bool,
) -> int:
    """Returns the exit status. *what*: a file, an address or `-`; *said*: what is known of it besides; *layers*: on a
    knowledge base in memory, with these folders over it; *pieces*: each of them with its paragraph as well."""
    text, file = gathered(what)
    opening = opened(settings, layers, pretended=at is not None, opened_by="bellwether article")
    async with opening as (bellwether, unwritable):
        district = await bellwether.district()
        now = at.on_clock(district.timezone) if at else ShiftedClock().now()
        counter = Counter(bellwether, district, who_types(role), unwritable)
        values = {**said, **({"text": text} if text else {})}
        with Steps().step("Reading it"):
            page = await counter.do(Invocation("article", counter.who, now, "add", values, attached=file))
        cut = await _pieces(counter, page) if pieces else []
    if as_json:
        told = [page_record(one, district) for one in cut]
        json_lines.write(page_record(page, district) | ({"pieces": told} if pieces else {}))
    else:
        _tell(page, cut, kept=layers is None)
    return FAILED if page.kind in FORMS else 0


def gathered(what: str) -> tuple[str, bytes | None]:
    """An address, or what stands in a file or on standard input. Raises `Refusal` for what is neither."""
    if what != STDIN:
        found = file_named(what)
        if found is not None:
            return "", read_file(found)
        if address_in(what) is None:
            raise Refusal(f'There is no file "{what}", and it is no address of a page either.')
        return encodable(what), None
    if somebody_types():
        remarks().say("Paste the text; Ctrl-D on an empty line ends it.", "dim")
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    passed_on = content.decode("utf-8", "replace") if len(content) <= _LONGEST_ADDRESS else ""
    return (passed_on, None) if address_in(passed_on) else ("", content)


async def _pieces(counter: Counter, page: Page) -> list[Page]:
    """Each piece of the article on *page*, as `/article piece` shows it."""
    number = next((one.invocation.values["article"] for one in page.offers if "article" in one.invocation.values), None)
    if number is None:
        return []
    found = await counter.bellwether.database.read(partial(read_pieces, number=int(number)))
    asked = page.offers[0].invocation
    return [
        await counter.do(Invocation("article", counter.who, asked.at, "piece", {"piece": str(one.number)}))
        for one in found
    ]


def _tell(page: Page, cut: list[Page], *, kept: bool) -> None:
    tell(page)
    for one in cut:
        answers().say("")
        draw(one, answers())
    if page.kind not in FORMS:
        where = "Nothing was published. Go on in: bellwether chat --as editor" if kept else "Nothing of this stays."
        remarks().say(where, "dim")

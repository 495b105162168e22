"""A page in the terminal: what it says, its table, the replies families will read, and what can be done next.

Colour only repeats what words say, so that a pipe and a terminal without colours tell the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.panel import Panel
from rich.text import Text

from adapters.terminal.asking import record
from adapters.terminal.drawing import Drawn, drawn, harmless
from adapters.terminal.paper import Paper, table
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.commands import Command, Field, FieldKind
from bot.pages import Grid, Offer, Page, PageKind, Preview, Reach
from bot.slashes import typed, usage
from knowledge.district import District

TITLES = {
    PageKind.SHOWN: "bold",
    PageKind.PREVIEW: "bold cyan",
    PageKind.DONE: "bold green",
    PageKind.FORM: "bold yellow",
    PageKind.REFUSED: "bold red",
}
WARNING = "yellow"
OFFER = "magenta"


def draw(page: Page, paper: Paper) -> None:
    """Everything but what can be done next, which `draw_offers` adds where somebody can choose."""
    paper.write(_head(page))
    if page.grid is not None:
        draw_grid(page.grid, paper)
    for preview in page.previews:
        draw_preview(preview, paper)
    if page.reply is not None:
        paper.write([Drawn(""), *drawn(page.reply)])
    if page.command is not None and page.kind is PageKind.FORM:
        paper.say(f"It is typed like this: {usage(page.command)}", "dim")


def _head(page: Page) -> Iterator[Drawn]:
    if page.title:
        yield Drawn(harmless(page.title), TITLES[page.kind])
    yield from (Drawn(harmless(one)) for one in page.lines)
    yield from (Drawn(f"Warning: {harmless(one)}", WARNING) for one in page.warnings)
    for one in page.problems:
        yield Drawn(harmless(f"{one.field}: {one.words}" if one.field else one.words), WARNING)


def draw_grid(grid: Grid, paper: Paper) -> None:
    drawn_table = table(*grid.columns)
    for row in grid.rows:
        drawn_table.add_row(*(harmless(one) for one in row))
    paper.show(drawn_table)


def draw_preview(preview: Preview, paper: Paper) -> None:
    """The reply's text as it is, in a frame; a pipe gets lines above and below instead."""
    title = harmless(" · ".join(one for one in (preview.language, preview.question) if one))
    words = harmless(preview.reply.text)
    if paper.console.is_terminal:
        paper.console.print(Panel(Text(words), title=Text(title), title_align="left", border_style="dim"))
    else:
        paper.write([Drawn(f"--- {title}"), Drawn(words), Drawn("---")])


def draw_offers(page: Page, paper: Paper) -> None:
    paper.write(Drawn(f"{number}. {told(one)}", OFFER) for number, one in enumerate(page.offers, 1))


def told(offer: Offer) -> str:
    """Its label, with the command that does it where that can be typed as it is."""
    label = harmless(offer.label)
    line = typed(offer.invocation)
    return label if offer.invocation.confirmed or label == line else f"{label}: {line}"


def draw_usage(command: Command, paper: Paper, *, language: str = "en") -> None:
    """What a command does and takes, field by field."""
    say = load_catalogue(language, EDITING)
    paper.say(usage(command), "bold")
    paper.say(f"{say(command.help)} ({command.role.value})")
    if command.fields:
        grid = Grid(("field", "", "what it takes"), tuple(_described(one, say) for one in command.fields))
        draw_grid(grid, paper)


def _described(field: Field, say: Catalogue) -> tuple[str, str, str]:
    return field.name, "needed" if field.required else "", " ".join([say(field.help), *choices_of(field)])


def choices_of(field: Field) -> list[str]:
    if field.kind is FieldKind.PAGE:
        return ["(here also the name of a file)"]
    return [f"({', '.join(field.choices)})"] if field.choices else []


def _reach_record(reach: Reach, district: District) -> dict[str, Any]:
    platforms = {one.platform or "elsewhere": {"people": one.people, "rooms": one.rooms} for one in reach.platforms}
    last = district.local(reach.last).isoformat() if reach.last is not None else None
    counted = {"people": reach.people, "places": reach.places, "rooms": reach.rooms}
    return {**counted, "platforms": platforms, "last": last}


def page_record(page: Page, district: District) -> dict[str, Any]:
    """A page as plain JSON."""
    return {
        "kind": page.kind.value,
        "title": page.title,
        "lines": list(page.lines),
        "warnings": list(page.warnings),
        "table": {"columns": list(page.grid.columns), "rows": [list(one) for one in page.grid.rows]}
        if page.grid
        else None,
        "previews": [
            {"language": one.language, "question": one.question, **record(one.reply, district)} for one in page.previews
        ],
        "reach": _reach_record(page.reach, district) if page.reach else None,
        "reply": record(page.reply, district) if page.reply else None,
        "problems": [{"field": one.field, "words": one.words} for one in page.problems],
        "offers": [{"label": one.label, "command": typed(one.invocation)} for one in page.offers],
        "change": page.change,
        "draft": page.draft,
        "reference": page.reference,
    }

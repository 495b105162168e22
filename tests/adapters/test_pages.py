"""Pages as the terminal draws them: words that say everything, and colour on top."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from adapters.terminal.forms import Cancelled, filled
from adapters.terminal.pages import draw, draw_offers, draw_usage, page_record
from adapters.terminal.paper import Paper
from bot.commands import Command, find_command
from bot.pages import Grid, Invocation, Offer, Page, PageKind, Preview, Problem, Reach, Who
from bot.questions import Attribution, Line, LineKind, Outcome, Passage, Reply
from tests.sacramento import DISTRICT, TUESDAY_NOON

INES = Who("terminal:ines", "terminal")
REPLY = Reply(
    Outcome.ANSWER,
    "en",
    (
        Passage(
            (Line(LineKind.HEADLINE, "Closed on Wednesday, March 23."), Line(LineKind.BODY, "All of \x1b[2Jit.")),
            (Attribution(("district",), "the district", TUESDAY_NOON, "Said by the district."),),
        ),
    ),
    status="closed",
)
CLOSING = Invocation("status", INES, TUESDAY_NOON, values={"status": "closed", "day": "wed"})
PREVIEW = Page(
    PageKind.PREVIEW,
    "Wednesday, March 23: closed",
    ("People who will be told: 14 (in 3 rooms).",),
    warnings=("Another claim says open.",),
    grid=Grid(("field", "before", "now"), (("status", "open", "closed"),)),
    previews=(Preview("en", "Is there school?, Wednesday, March 23", REPLY),),
    reach=Reach(14, 3),
    offers=(Offer("Publish", replace(CLOSING, confirmed=True)),),
)


def drawn(page: Page, *, terminal: bool = False) -> str:
    screen = io.StringIO()
    console = Console(
        file=screen,
        force_terminal=terminal,
        width=80,
        _environ={"TERM": "xterm-256color"},
        highlight=False,
        markup=False,
    )
    draw(page, Paper(console))
    draw_offers(page, Paper(console))
    return screen.getvalue()


def command(name: str, action: str = "") -> Command:
    found = find_command(name, action)
    assert found is not None
    return found


def test_a_preview_says_what_it_would_do_whom_it_reaches_and_what_families_read() -> None:
    lines = drawn(PREVIEW).splitlines()

    assert lines[0] == "Wednesday, March 23: closed"
    assert "People who will be told: 14 (in 3 rooms)." in lines
    assert "Warning: Another claim says open." in lines
    assert "--- en · Is there school?, Wednesday, March 23" in lines
    assert lines[lines.index("Closed on Wednesday, March 23.") + 1 :][:2] == ["All of [2Jit.", "Said by the district."]
    assert lines[-1] == "1. Publish"


def test_what_answers_no_question_is_headed_by_its_language_alone() -> None:
    announced = replace(PREVIEW, previews=tuple(replace(one, question="") for one in PREVIEW.previews))

    assert "--- en" in drawn(announced).splitlines()


def test_a_terminal_frames_the_reply_and_colours_the_warning() -> None:
    screen = drawn(PREVIEW, terminal=True)

    plain = re.sub("\x1b\\[[0-9;]*m", "", screen)
    assert "╭─ en · Is there school?" in plain
    assert "│ Closed on Wednesday, March 23." in plain
    assert "\x1b[33mWarning: Another claim says open." in screen
    assert "\x1b[2J" not in screen


def test_an_offer_that_can_be_typed_shows_what_to_type() -> None:
    undo = Offer("Undo", Invocation("undo", INES, TUESDAY_NOON, values={"change": "12"}))

    assert "1. Undo: /undo 12" in drawn(Page(PageKind.DONE, "Published as change 12.", offers=(undo,)))


def test_a_form_says_what_is_wrong_with_each_field_and_how_it_is_typed() -> None:
    form = Page(
        PageKind.FORM, "Something is missing.", command=command("status"), problems=(Problem("day", "Which day?"),)
    )

    screen = drawn(form)

    assert "day: Which day?" in screen
    assert "/status STATUS DAY [hour=…]" in screen


def test_a_commands_help_shows_every_field_with_its_choices() -> None:
    screen = io.StringIO()
    draw_usage(command("claim", "list"), Paper(Console(file=screen, width=200)))

    assert "(viewer)" in screen.getvalue()
    assert "(scheduled, live, superseded, withdrawn, past)" in screen.getvalue()


def test_a_page_as_json_holds_all_of_it() -> None:
    told = json.loads(json.dumps(page_record(PREVIEW, DISTRICT)))

    assert told["kind"] == "preview"
    assert told["reach"] == {"people": 14, "places": 3, "rooms": 0, "platforms": {}, "last": None}
    assert told["table"]["rows"] == [["status", "open", "closed"]]
    assert told["previews"][0]["reply"].startswith("Closed on Wednesday")
    assert told["offers"] == [{"label": "Publish", "command": "/status closed wed"}]


def form_of(one: Command, *problems: Problem) -> Page:
    return Page(PageKind.FORM, "Something is missing.", command=one, problems=problems)


def answered(page: Page, invocation: Invocation, *typed: str) -> Invocation:
    lines = iter(typed)
    return filled(page, invocation, ask=lambda prompt: next(lines, None), paper=Paper(Console(file=io.StringIO())))


def test_a_form_asks_only_for_what_there_is_a_problem_with() -> None:
    started = replace(CLOSING, values={"status": "closed", "hour": "25:00"})
    page = form_of(command("status"), Problem("day", "Which day?"), Problem("hour", "There is no 25:00."))

    assert answered(page, started, "", "wed", "").values == {"status": "closed", "day": "wed"}


def test_a_command_without_anything_is_asked_for_field_by_field_until_done() -> None:
    page = form_of(command("status"), Problem("status", "Which status?"), Problem("day", "Which day?"))

    filled_in = answered(page, replace(CLOSING, values={}), "delayed", "wed", "10:00", "", "/done")

    assert filled_in.values == {"status": "delayed", "day": "wed", "hour": "10:00"}


@pytest.mark.parametrize("typed", [("/cancel",), ("closed", "/cancel"), ()])
def test_a_form_can_be_left_at_any_field(typed: tuple[str, ...]) -> None:
    page = form_of(command("status"), Problem("status", "Which status?"), Problem("day", "Which day?"))

    with pytest.raises(Cancelled):
        answered(page, replace(CLOSING, values={}), *typed)

"""Slash commands as editors and families type them in the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import Command, all_commands, find_command
from bot.pages import Invocation, Who
from bot.slashes import Slash, Unclear, day_words, read_slash, typed, usage
from tests.sacramento import TUESDAY_NOON

IS_DAYS = day_words(TUESDAY_NOON)


def read(line: str) -> Slash:
    return read_slash(line, is_days=IS_DAYS)


def unclear(line: str) -> str:
    with pytest.raises(Unclear) as told:
        read(line)
    return str(told.value)


@pytest.mark.parametrize(
    ("line", "key", "values"),
    [
        ("/status closed wed", "status", {"status": "closed", "day": "wed"}),
        ("status closed wed", "status", {"status": "closed", "day": "wed"}),
        ("/STATUS closed march 23", "status", {"status": "closed", "day": "march 23"}),
        ("/status closed wed through fri", "status", {"status": "closed", "day": "wed through fri"}),
        ("/status delayed wed 10:00", "status", {"status": "delayed", "day": "wed", "hour": "10:00"}),
        (
            "/status delayed wed 10 am high",
            "status",
            {"status": "delayed", "day": "wed", "hour": "10 am", "scope": "high"},
        ),
        ("/status closed wed high", "status", {"status": "closed", "day": "wed", "scope": "high"}),
        (
            '/status closed wed unless a deal is reached first reason="the board said so"',
            "status",
            {
                "status": "closed",
                "day": "wed",
                "condition": "unless a deal is reached first",
                "reason": "the board said so",
            },
        ),
        ("/status closed wed drill", "status", {"status": "closed", "day": "wed", "drill": "yes"}),
        ("/status", "status", {}),
        (
            "/claim add meals Bags at every school. days=wed",
            "claim add",
            {"topic": "meals", "words": "Bags at every school.", "days": "wed"},
        ),
        (
            '/claim add meals "Bags here." "Bolsas aquí." wed',
            "claim add",
            {"topic": "meals", "words": "Bags here.", "words_es": "Bolsas aquí.", "days": "wed"},
        ),
        (
            "/claim extend closed-wednesday tomorrow 18:00 talks go on",
            "claim extend",
            {"claim": "closed-wednesday", "moment": "tomorrow 18:00", "reason": "talks go on"},
        ),
        ("/undo 12 a wrong number", "undo", {"change": "12", "reason": "a wrong number"}),
        ("/undo to closed-wednesday 3", "undo to", {"about": "closed-wednesday", "revision": "3"}),
        ("/role grant telegram:123 editor", "role grant", {"person": "telegram:123", "role": "editor"}),
        ("/forget sure", "forget", {"sure": "yes"}),
        ("/person Will my child need a note?", "person", {"question": "Will my child need a note?"}),
        ("/gaps", "gaps", {}),
        ("/gaps reply 3 Yes, by 8=00.", "gaps reply", {"inquiry": "3", "answer": "Yes, by 8=00."}),
    ],
)
def test_values_come_in_the_order_of_the_fields_or_with_a_name(line: str, key: str, values: dict[str, str]) -> None:
    slash = read(line)

    assert (slash.command.key, slash.values) == (key, values)


def test_a_question_is_taken_as_it_is_whatever_marks_are_in_it() -> None:
    assert read('/ask why is "that so').values == {"question": 'why is "that so'}
    assert read('/try is it  "closed"? at=2022-03-22').values == {"question": 'is it  "closed"?', "at": "2022-03-22"}
    assert read('/ask "at=home lessons"').values == {"question": "at=home lessons"}


def test_words_that_are_also_an_action_are_a_question_where_more_follows() -> None:
    assert read("/try all schools closed?").command.key == "try"
    assert read("/try all 3").command.key == "try all"
    assert read("/try all").command.key == "try all"
    assert read("/announce send the children home at noon").command.key == "announce"
    assert read('/announce send "1 2 3 4"').command.key == "announce send"


def test_a_number_that_an_action_needs_makes_it_the_action() -> None:
    assert read("/announce send 3 tomorrow 8 pm").values == {"number": "3", "until": "tomorrow 8 pm"}


def test_curly_quotation_marks_of_a_phone_hold_words_together_too() -> None:
    assert read("/status closed wed reason=“talks broke off”").values["reason"] == "talks broke off"


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert read("/claim add meals The district's kitchens cook.").values["words"] == "The district's kitchens cook."


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/stauts closed wed", "did you mean /status?"),
        ("/claims", "did you mean /claim?"),
        ("/waltz", "/help lists what there is"),
        ("/", "/help lists what there is"),
        ("/claim", "Say one of: /claim add, /claim edit"),
        ("/claim ad meals", "did you mean /claim add?"),
        ('/status closed "wed', 'before "wed" is never closed'),
        ("/status closed wed raeson=fire", "did you mean reason=…?"),
        ("/claim add meals Bags. day=wed", "did you mean days=…?"),
        ("/today wed", "typed like this: /today"),
        ("/gaps everything", '"everything" is one too many'),
    ],
)
def test_what_cannot_be_meant_says_what_may_have_been(line: str, told: str) -> None:
    assert told in unclear(line)


def test_usage_shows_what_is_needed_and_what_may_be_added() -> None:
    assert usage(command("status")).startswith("/status STATUS DAY [hour=…] [scope=…]")
    assert usage(command("gaps", "reply")) == "/gaps reply INQUIRY ANSWER"


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("/settings schools=middle school", {"schools": "middle school"}),
        ("/settings schools=McClatchy, Kennedy quiet=9pm-6am", {"schools": "McClatchy, Kennedy", "quiet": "9pm-6am"}),
        ("/follow here=yes is there school", {"here": "yes", "topic": "is there school"}),
        ("/follow meals here=yes", {"here": "yes", "topic": "meals"}),
        ("/wrong answer=7 it is open", {"answer": "7"}),
        ("/wrong it is open", {}),
        ('/wrong because they said "no', {}),
        ("/wrong 7 it is open", {"answer": "7"}),
    ],
)
def test_families_need_no_quotation_marks(line: str, values: dict[str, str]) -> None:
    assert read(line).values == values


def command(name: str, action: str = "") -> Command:
    found = find_command(name, action)
    assert found is not None
    return found


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(' "=\\'), min_size=1)


@given(st.data())
def test_a_command_written_as_a_line_is_read_the_same(data: st.DataObject) -> None:
    one = data.draw(
        st.sampled_from([one for one in all_commands() if one.fields and not any(f.rest for f in one.fields)])
    )
    chosen = [field for field in one.fields if field.required or data.draw(st.booleans())]
    values = {field.name: data.draw(TEXTS.filter(lambda text: text == text.strip())) for field in chosen}
    line = typed(Invocation(one.name, Who("terminal:ana", "terminal"), TUESDAY_NOON, one.action, values))

    slash = read(line)

    assert (slash.command, dict(slash.values)) == (one, values)

"""Files of questions: one line out for each line in, and nothing of a line but its question counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.conftest import Run

TUESDAY = "2022-03-22T09:00:00-07:00"


def case(number: object, text: str, **fields: Any) -> dict[str, Any]:
    return {"id": number, "now": TUESDAY, "lang": "en", "context": [], "text": text, **fields}


def lines(*cases: object) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in cases)


def told(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_line_is_answered_in_order_with_exactly_these_keys(run: Run) -> None:
    asked = run(
        "ask", "--cases", "-", typed=lines(case("b", "school wednesday?"), case("a", "¿hay clases el miércoles?"))
    )

    replies = told(asked.out)
    assert asked.status == 0
    assert [one["id"] for one in replies] == ["b", "a"]
    assert list(replies[0]) == ["id", "reply", "outcome", "status", "date", "topics", "sources", "as_of"]
    assert [one["status"] for one in replies] == ["closed_unless", "closed_unless"]
    assert "miércoles" in asked.out  # letters, not escapes


def test_other_keys_change_not_one_byte(run: Run) -> None:
    plain, judged = case("1", "school wednesday?"), case("1", "are there meals?")
    more = {"expect": {"status": "open"}, "kb": "seeds", "set": "last", "status": "open", "at": "2021-04-14"}

    bare = run("ask", "--cases", "-", typed=lines(plain, judged))
    with_more = run("ask", "--cases", "-", typed=lines({**more, **plain}, {**judged, **more}))

    assert bare.out.encode() == with_more.out.encode()


def test_a_file_gives_what_stdin_gives(run: Run, place: Path) -> None:
    text = lines(case("1", "school wednesday?"), case("2", "and thursday?"))
    (place / "cases.jsonl").write_text(text, encoding="utf-8")

    assert run("ask", "--cases", "cases.jsonl").out == run("ask", "--cases", "-", typed=text).out


def test_the_parents_turns_are_asked_before_and_the_bots_are_not(run: Run) -> None:
    before = [{"role": "parent", "text": "school wednesday?"}, {"role": "bot", "text": "is there school on Friday?"}]
    follow_up = case("1", "are there meals?", context=before)

    reply = told(run("ask", "--cases", "-", typed=lines(follow_up)).out)[0]

    assert (reply["topics"], "March 23" in reply["reply"]) == (["meals"], True)


def test_a_turn_of_long_ago_is_no_context_any_more(run: Run) -> None:
    recent = [{"role": "parent", "text": "are there meals?", "at": "2022-03-22T08:50:00-07:00"}]
    long_ago = [{"role": "parent", "text": "are there meals?", "at": "2022-03-22T06:00:00-07:00"}]
    cases = lines(case("1", "on wednesday?", context=recent), case("2", "on wednesday?", context=long_ago))

    replies = told(run("ask", "--cases", "-", typed=cases).out)

    assert [one["topics"] for one in replies] == [["meals"], ["school-open"]]


def test_no_line_is_the_context_of_the_next(run: Run) -> None:
    replies = told(
        run("ask", "--cases", "-", typed=lines(case("1", "are there meals?"), case("2", "on wednesday?"))).out
    )

    assert replies[1]["topics"] == ["school-open"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"id": "7", "now": "2022-03-22", "text": ',
        "[]",
        "",
        "{}",
        '{"id": "7", "text": "school?"}',
        '{"id": "7", "now": "2022-03-22"}',
        '{"id": "7", "now": "soon", "text": "school?"}',
        '{"id": "7", "now": 5, "text": "school?"}',
        '{"id": "7", "now": "2022-03-22", "text": ["school?"]}',
        '{"id": "7", "now": "2022-03-22", "lang": 1, "text": "school?"}',
        '{"id": "7", "now": "2022-03-22", "text": "school?", "context": "school?"}',
        '{"id": "7", "now": "2022-03-22", "text": "school?", "context": [{"text": "school?"}]}',
        '{"id": "7", "now": "2022-03-22", "text": "school?", "context": [{"role": "parent"}]}',
        "[" * 100_000,
    ],
)
def test_a_broken_line_says_so_and_spoils_no_other(run: Run, broken: str) -> None:
    good = lines(case("1", "school wednesday?"))

    asked = run("ask", "--cases", "-", typed=f"{good}{broken}\n{good}")

    first, middle, last = told(asked.out)
    assert asked.status == 1
    assert first == last
    assert set(middle) == {"id", "error"}
    assert middle["id"] in ("7", None)


def test_a_line_that_is_not_utf_8_is_a_broken_line(run: Run) -> None:
    asked = run("ask", "--cases", "-", typed=b'{"id": "1", "now": "2022-03-22", "text": "\xff"}\n')

    assert (asked.status, told(asked.out)[0]["error"]) == (1, "the line is not UTF-8")


def test_ids_come_back_as_they_are(run: Run) -> None:
    ids = ["ä", 7, None, ["x"], {"y": 1}]

    replies = told(run("ask", "--cases", "-", typed=lines(*(case(one, "hello") for one in ids))).out)

    assert [one["id"] for one in replies] == ids


def test_half_a_letter_is_answered(run: Run) -> None:
    typed = '{"id": "\\ud800", "now": "2022-03-22", "text": "school \\ud83d wednesday?"}\n'

    assert told(run("ask", "--cases", "-", typed=typed).out)[0]["outcome"] == "answer"


def test_an_empty_file_is_no_failure(run: Run) -> None:
    assert run("ask", "--cases", "-", typed="").status == 0


def test_a_file_that_is_not_there_is_said_so(run: Run) -> None:
    asked = run("ask", "--cases", "nowhere.jsonl")

    assert (asked.status, asked.err) == (1, "nowhere.jsonl: No such file or directory\n")


def test_nothing_is_recorded(run: Run, place: Path) -> None:
    run("chat", "--at", TUESDAY, typed="school wednesday?\n")
    database = place / "bellwether.db"
    before = database.read_bytes()

    run("ask", "--cases", "-", typed=lines(case("1", "school wednesday?")))

    assert database.read_bytes() == before


def test_a_real_process_writes_utf_8_whatever_its_terminal_speaks(process: Run) -> None:
    spoken = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    asked = process("ask", "--cases", "-", typed=lines(case("é", "¿hay clases?")), env=spoken)

    assert told(asked.out)[0]["id"] == "é"

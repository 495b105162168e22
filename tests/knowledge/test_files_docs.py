"""The page about the knowledge files tells every field, and its examples are files that can be read."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from knowledge.curated_set import CuratedSet
from knowledge.files import Change, nouns, read_change, read_folder
from knowledge.files.records import Record
from knowledge.files.sheets import CHANGE_SECTIONS, EVENT_FILES, SECTIONS

PAGE = Path(__file__).parents[2] / "docs" / "knowledge-files.md"
HEADINGS = {
    "district": nouns.DISTRICT,
    "hours": nouns.HOURS,
    "schools": nouns.SCHOOL,
    "neighbours": nouns.NEIGHBOUR,
    "speakers": nouns.SPEAKER,
    "channels": nouns.CHANNEL,
    "calendar": nouns.HOLIDAY,
    "topics": nouns.TOPIC,
    "asides": nouns.ASIDE,
    "questions": nouns.QUESTION,
    "event": nouns.EVENT,
    "sources": nouns.SOURCE,
    "conditions": nouns.CONDITION,
    "claims": nouns.CLAIM,
    "scope": nouns.SCOPE,
    "settles": nouns.SETTLEMENT,
}
# Filled from sections of their own, not from a field of the district.
SECTIONS_OF_A_DISTRICT = {"schools", "neighbours", "speakers", "channels", "calendar"}


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def told_under(heading: str) -> list[str]:
    """Names of the fields in the table under a heading."""
    section = re.split(r"^##+ ", page().split(f"\n### `{heading}`\n")[1], maxsplit=1, flags=re.M)[0]
    return re.findall(r"^\| `([a-z_]+)` \|", section, flags=re.M)


def examples() -> dict[str, str]:
    """File names to their text; the first line of each example names its file."""
    found: list[str] = re.findall(r"^```yaml\n(.*?)^```$", page(), flags=re.M | re.S)
    return {text.partition("\n")[0].removeprefix("# "): text for text in found}


def write_examples(folder: Path) -> None:
    (folder / "events").mkdir()
    for name, text in examples().items():
        if name != "change.yaml":
            (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("heading", "record"), HEADINGS.items(), ids=HEADINGS)
def test_every_field_of_a_noun_is_told_and_no_other(heading: str, record: Record) -> None:
    assert sorted(told_under(heading)) == sorted(one.name for one in record.fields)


@pytest.mark.parametrize(("heading", "record"), HEADINGS.items(), ids=HEADINGS)
def test_every_attribute_of_a_noun_can_be_written_in_a_file(heading: str, record: Record) -> None:
    filled = {name for one in record.fields for name in one.attributes}
    if record is nouns.DISTRICT:
        filled |= SECTIONS_OF_A_DISTRICT
    assert {one.name for one in fields(record.noun)} == filled  # type: ignore[arg-type]


def test_every_file_and_section_is_told() -> None:
    for file, sections in SECTIONS.items():
        assert f"## `{'events/NAME.yaml' if file == EVENT_FILES else file}`" in page()
        for name in sections.keys() - {"approved", "withdraw"}:
            assert f"### `{name}`" in page()
    assert sorted(told_under("change")) == sorted(CHANGE_SECTIONS.keys() - {"approved"})


def test_the_examples_are_read_without_a_problem(tmp_path: Path) -> None:
    write_examples(tmp_path)
    read = read_folder(tmp_path)
    assert all(getattr(read, one.name) for one in fields(CuratedSet) if one.name != "withdrawn")


def test_the_example_of_a_change_is_read_without_a_problem(tmp_path: Path) -> None:
    write_examples(tmp_path)
    file = tmp_path / "change.txt"
    file.write_text(examples()["change.yaml"], encoding="utf-8")
    change = read_change(file, below=read_folder(tmp_path))
    assert all(getattr(change, one.name) for one in fields(Change))


def test_every_field_stands_in_an_example() -> None:
    shown = "\n".join(examples().values())
    for record in HEADINGS.values():
        for one in record.fields:
            assert re.search(rf"\b{one.name}:", shown), f"{record.kind}: {one.name}"

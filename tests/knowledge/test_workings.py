"""What is kept between starts: the same as worked out, whatever happens to the files."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.days import LANGUAGES
from knowledge.days.lexicon import load_lexicons
from knowledge.files import read_shipped
from knowledge.places import load_place_reader
from knowledge.said import read_said
from knowledge.topics import Topic
from knowledge.workings import SPARED, Workings, code, plainly


class Asked:
    """Counts how often something had to be worked out."""

    def __init__(self, folder: Path | None) -> None:
        self.workings = Workings(folder)
        self.worked = 0

    def days(self, *ground: bytes, name: str = "days") -> tuple[str, ...]:
        def make() -> tuple[str, ...]:
            self.worked += 1
            return "Monday", "miércoles", "\ud83d"  # half a character, as a broken text may have it

        return self.workings.of(name, ground=lambda: ground, make=make, plain=list, read=tuple)


def test_what_was_worked_out_once_is_read_the_next_time(tmp_path: Path) -> None:
    first, again = Asked(tmp_path), Asked(tmp_path)
    assert first.days(b"words") == again.days(b"words") == Asked(None).days(b"words")
    assert (first.worked, again.worked) == (1, 0)


def test_other_ground_and_another_name_are_worked_out_anew(tmp_path: Path) -> None:
    asked = Asked(tmp_path)
    asked.days(b"words", b"code")
    asked.days(b"words", b"other code")
    asked.days(b"wordsc", b"ode")
    asked.days(b"words", b"code", name="weeks")
    assert asked.worked == 4


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def one_bit_off(path: Path) -> None:
    written = bytearray(path.read_bytes())
    written[-2] ^= 1
    path.write_bytes(bytes(written))


def somebody_elses(path: Path) -> None:
    path.write_text("a shopping list", encoding="utf-8")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def not_ours_to_read(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


@pytest.mark.parametrize("spoil", [cut, emptied, one_bit_off, somebody_elses, a_folder, not_ours_to_read, Path.unlink])
def test_a_spoilt_file_is_worked_out_again(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    right = Asked(tmp_path).days(b"words")
    (file,) = tmp_path.iterdir()
    spoil(file)
    again = Asked(tmp_path)
    assert again.days(b"words") == right
    assert again.worked == 1


def test_the_file_of_other_words_under_these_ones_name_is_passed_over(tmp_path: Path) -> None:
    Asked(tmp_path / "here").days(b"words")
    Asked(tmp_path / "there").days(b"other words")
    (here,), (there,) = (list((tmp_path / name).iterdir()) for name in ("here", "there"))
    os.replace(there, here)
    again = Asked(tmp_path / "here")
    again.days(b"words")
    assert again.worked == 1


def test_where_no_folder_can_be_made_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert Asked(tmp_path / "file" / "cache").days(b"words") == Asked(None).days(b"words")


def test_only_the_newest_files_of_a_name_stay_and_nothing_else_is_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not ours", encoding="utf-8")
    Asked(tmp_path).days(b"words", name="weeks")
    for number in range(SPARED + 3):
        Asked(tmp_path).days(str(number).encode())
    assert len(list(tmp_path.glob("days-*"))) == SPARED
    assert len(list(tmp_path.iterdir())) == SPARED + 2


def test_the_ground_of_the_code_changes_with_any_of_its_files() -> None:
    assert len(set(code("days/words"))) >= len(LANGUAGES)
    assert list(code("places.py", "said.py")) == [*code("places.py"), *code("said.py")]
    assert plainly(["ñ"]) == '["ñ"]'.encode()


def test_the_lists_of_all_languages_are_the_same_from_their_file(tmp_path: Path) -> None:
    made = load_lexicons(LANGUAGES, kept=Workings(tmp_path))
    assert load_lexicons(LANGUAGES, kept=Workings(tmp_path)) == made == load_lexicons(LANGUAGES)


def test_what_topics_say_is_the_same_from_its_file_and_follows_every_edit(tmp_path: Path) -> None:
    shipped = read_shipped()
    named: dict[str, Topic] = {one.slug: one for one in shipped.topics}
    kept = Workings(tmp_path)
    made = read_said(named, before={}, kept=kept)
    assert read_said(named, before={}, kept=kept) == made == read_said(named, before={})
    meals = replace(named["meals"], phrasings={"en": ("is there (any|) pizza",)})
    edited = {**named, "meals": meals}
    assert read_said(edited, before={}, kept=kept) == read_said(edited, before={})
    assert "pizza" in read_said(edited, before={}, kept=kept)["meals"].vocabulary


def test_names_are_the_same_from_their_file_and_follow_every_edit(tmp_path: Path) -> None:
    district = read_shipped().district
    assert district is not None
    kept = Workings(tmp_path)
    for _ in range(2):
        reader = load_place_reader(district, kept=kept)
        assert reader.names == load_place_reader(district).names
        assert reader.read("is the 3rd grade at Sutter or Elk Grove open") == load_place_reader(district).read(
            "is the 3rd grade at Sutter or Elk Grove open"
        )
    renamed = replace(district, short_name="The Lighthouse", neighbours=district.neighbours[::-1])
    reader = load_place_reader(renamed, kept=kept)
    assert reader.read("is the lighthouse open").ours
    assert reader.read("Elk Grove") == load_place_reader(renamed).read("Elk Grove")

"""Shelves kept as files: the same answers, whatever happens to the files."""

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from knowledge.matching import Index, Match, Phrasing, ShelfFiles, load_weights
from knowledge.matching.weights import Weights

NOUNS = ("school", "lunch", "the bus", "class", "practice", "the game", "tutoring")
QUESTIONS = ("is {} open", "when does {} start", "will there be {} tomorrow", "who cancelled {}", "is {} on strike day")
PHRASINGS = [
    Phrasing(noun, language, question.format(noun) + end)
    for noun, question, (language, end) in product(NOUNS, QUESTIONS, [("en", ""), ("es", " por favor"), ("en", " pls")])
]
ONE_MORE = Phrasing("spring break", "en", "when is spring break")
ASKED = (
    "is lunch open on wednesday",
    "wen does teh bus start",
    "who will cancel the game",
    "capital of france",
    "class",
)


def build(folder: Path | None, phrasings: list[Phrasing] = PHRASINGS, *, weights: Weights | None = None) -> Index:
    """With every shelf made."""
    files = ShelfFiles(folder) if folder else None
    index = Index.build(phrasings, weights=weights or load_weights(), files=files)
    assert all(shelf.language == language for language, shelf in index.shelves.items())
    return index


def answers(index: Index) -> list[Match]:
    return [index.match(text, language=language) for text in ASKED for language in ("en", None)]


def kept(folder: Path, *, of: str = "*.shelf.npz") -> list[Path]:
    return sorted(folder.glob(of))


def roots(folder: Path) -> list[Path]:
    return kept(folder, of="*.root.npy")


def texts(folder: Path) -> list[Path]:
    return kept(folder, of="*.workings.json")


def test_an_index_from_files_gives_the_same_answers_to_the_last_bit(tmp_path: Path) -> None:
    built = build(tmp_path)
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    read = build(tmp_path)
    assert answers(read) == answers(built) == answers(build(None))
    assert {path.name: path.stat().st_ino for path in tmp_path.iterdir()} == before
    assert before


def test_an_index_from_files_grows_as_the_built_one_does(tmp_path: Path) -> None:
    assert answers(build(tmp_path).with_phrasing(ONE_MORE)) == answers(build(tmp_path).with_phrasing(ONE_MORE))


def test_the_largest_file_is_read_only_when_an_index_grows(tmp_path: Path) -> None:
    right = answers(build(tmp_path))
    roots(tmp_path)[0].unlink()
    assert answers(build(tmp_path)) == right


def test_large_shelves_are_kept_and_small_ones_are_not(tmp_path: Path) -> None:
    build(tmp_path)
    assert len(kept(tmp_path)) == 1


def test_other_phrasings_and_other_weights_are_other_files(tmp_path: Path) -> None:
    build(tmp_path)
    build(tmp_path, [*PHRASINGS, Phrasing("school", "en", "no school, right?")])
    build(tmp_path, weights=replace(load_weights(), penalty=0.2))
    assert len(kept(tmp_path)) == 3


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-500])


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def one_bit_off(path: Path) -> None:
    written = bytearray(path.read_bytes())
    written[len(written) // 2] ^= 1
    path.write_bytes(bytes(written))


def somebody_elses(path: Path) -> None:
    path.write_text("a shopping list", encoding="utf-8")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [cut, emptied, one_bit_off, somebody_elses, a_folder])
def test_a_spoilt_file_is_passed_over(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    right = answers(build(tmp_path))
    spoil(kept(tmp_path)[0])
    assert answers(build(tmp_path)) == right
    assert answers(build(tmp_path)) == right


@pytest.mark.parametrize("spoil", [cut, emptied, one_bit_off, somebody_elses, a_folder, Path.unlink])
def test_an_index_whose_numbers_are_spoilt_is_built_anew_when_it_grows(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    build(tmp_path)
    read = build(tmp_path)
    spoil(roots(tmp_path)[0])
    assert answers(read.with_phrasing(ONE_MORE)) == answers(build(None, [*PHRASINGS, ONE_MORE]))
    assert answers(read.changed_to([*PHRASINGS, ONE_MORE])) == answers(build(None, [*PHRASINGS, ONE_MORE]))


@pytest.mark.parametrize("spoil", [cut_short, emptied, one_bit_off, somebody_elses, a_folder])
def test_spoilt_texts_are_worked_out_again(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    right = answers(build(tmp_path))
    assert texts(tmp_path)
    for path in texts(tmp_path):
        spoil(path)
    assert answers(build(tmp_path)) == right
    assert answers(build(tmp_path)) == right


def test_the_file_of_another_index_under_this_ones_name_is_passed_over(tmp_path: Path) -> None:
    right = answers(build(tmp_path / "here"))
    build(tmp_path / "there", weights=replace(load_weights(), penalty=0.2))
    os.replace(kept(tmp_path / "there")[0], kept(tmp_path / "here")[0])
    assert answers(build(tmp_path / "here")) == right


def test_where_no_folder_can_be_made_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert answers(build(tmp_path / "file" / "cache")) == answers(build(None))


def test_the_oldest_files_go_when_there_is_too_much(tmp_path: Path) -> None:
    for age in range(4):
        path = tmp_path / f"{age}.shelf.npz"
        with path.open("wb") as file:
            file.truncate(50_000_000)  # takes no room on the disk
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    for age in (0, 2):
        with (tmp_path / f"{age}.root.npy").open("wb") as file:
            file.truncate(60_000_000)
    other = tmp_path / "notes.txt"
    other.write_text("not ours", encoding="utf-8")
    ShelfFiles(tmp_path).tidy(spared=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.root.npy", "0.shelf.npz", "1.shelf.npz", "notes.txt"]
    ShelfFiles(tmp_path).tidy(spared=2)
    assert len(kept(tmp_path)) == 2

"""What is wrong in a curated file, said so that its author can mend it: file, line, field, one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process


@dataclass(frozen=True, order=True)
class Problem:
    """*line* counts from 1 and is the line of the field's name; *field* is its path, such as ``claims.words.en``."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}, {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class CuratedFileError(ValueError):
    """The files cannot be used as they are; nothing of them was loaded. *problems* are all that were found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(one) for one in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A closing half sentence with the nearest known name, or nothing when none is near."""
    near = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return f'; did you mean "{near[0]}"?' if near else ""

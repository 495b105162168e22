"""Rounds of a storm: seeded, counted in a table, and taken up again where a long run was broken off.

``STORMS=long`` asks for the long form, ``STORMS_SEED`` for another seed. A long run notes each round it has done in
``.storms/``, so that the next one goes on behind it; a short run notes nothing.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Figures = dict[str, int | str]
SEED = 20220323
NOTES = Path(".storms")


@dataclass(frozen=True)
class Storm:
    """*long*: not the short form that comes with all tests."""

    name: str
    long: bool
    seed: int

    @classmethod
    def named(cls, name: str) -> Storm:
        return cls(name, os.environ.get("STORMS") == "long", int(os.environ.get("STORMS_SEED", SEED)))

    def of(self, short: int, long: int) -> int:
        return long if self.long else short

    def random(self, number: int) -> random.Random:
        """The same for the same seed and round, whatever was done before."""
        return random.Random(f"{self.seed} {self.name} {number}")

    def run(self, numbers: Iterable[int], one: Callable[[int], Figures]) -> list[Figures]:
        """Every round that has not been done yet, then the table of all."""
        done = self._done()
        for number in numbers:
            if number not in done:
                done[number] = one(number)
                self._note(number, done[number])
        figures = [{"round": number, **done[number]} for number in sorted(done)]
        print(f"\n{self.name}, seed {self.seed}\n{table(figures)}")  # noqa: T201  what a storm is for
        if self.long:
            self._notes.unlink(missing_ok=True)
        return figures

    @property
    def _notes(self) -> Path:
        return NOTES / f"{self.name}-{self.seed}.jsonl"

    def _done(self) -> dict[int, Figures]:
        if not self.long or not self._notes.exists():
            return {}
        lines = (json.loads(line) for line in self._notes.read_text().splitlines() if line.endswith("}"))
        return {line["round"]: line["figures"] for line in lines}

    def _note(self, number: int, figures: Figures) -> None:
        if self.long:
            NOTES.mkdir(exist_ok=True)
            with self._notes.open("a") as notes:
                notes.write(json.dumps({"round": number, "figures": figures}) + "\n")


def table(rows: Sequence[Figures]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([str(row.get(name, "")) for name in names] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(names))]
    lines = ("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)
    return "\n".join(lines)

"""What typing mistakes cost: the question set again with slips in random words, the same ones for the same seed.

Run `python -m tests.quality.typos [QUESTIONS] [--seeds 1 2 3] [--slips 0 1 2] [--show]`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from bot.program import Bellwether, open_throw_away
from bot.settings import Settings
from tests.quality.asking import StoppedClock, ask
from tests.quality.scoring import QUESTIONS, Case, Given, Verdict, judge, read_cases

SHORTEST = 4  # letters of a word that gets a slip
KINDS = ("swap", "drop", "double", "near")
KEYS = (
    "q:wa w:qes e:wrd r:etf t:ryg y:tuh u:yij i:uok o:ipl p:o a:sq s:adw d:sfe f:dgr g:fht h:gjy j:hku k:jli l:ko "
    "z:x x:zc c:xv v:cb b:vn n:bm m:n"
)
BESIDE = {one[0]: one[2:] for one in KEYS.split()}
MOMENT = "2022-03-22T12:00-07:00"


@dataclass(frozen=True)
class Run:
    """One asking of the set with so many slips in each message."""

    slips: int
    seed: int
    asked: tuple[tuple[Case, Given, Verdict], ...]

    @property
    def rate(self) -> float:
        return sum(verdict.passed for _, _, verdict in self.asked) / len(self.asked)

    @property
    def dangerous(self) -> int:
        return sum(verdict.dangerous for _, _, verdict in self.asked)


def with_slips(text: str, random: Random, slips: int) -> str:
    """So many words of the text (one of them may be hit twice) with neighbouring letters swapped, a letter dropped,
    doubled, or struck on the next key; never the first one."""
    words = text.split(" ")
    for _ in range(slips):
        long = [at for at, word in enumerate(words) if sum(letter.isalpha() for letter in word) >= SHORTEST]
        if not long:
            break
        at = random.choice(long)
        words[at] = _slipped(words[at], random)
    return " ".join(words)


def _slipped(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    letter, before, after = word[at], word[:at], word[at + 1 :]
    match random.choice(KINDS):
        case "swap":
            return before + after[0] + letter + after[1:]
        case "drop":
            return before + after
        case "double":
            return before + letter + letter + after
    return before + random.choice(BESIDE.get(letter.lower(), letter)) + after


async def mistyped(bellwether: Bellwether, cases: Sequence[Case], *, slips: int, seed: int) -> Run:
    random = Random(seed)
    slipped = [
        replace(case, id=f"{case.id} {slips}/{seed}", text=with_slips(case.text, random, slips)) for case in cases
    ]
    given = await ask(bellwether, slipped)
    asked = ((case, reply, judge(case, reply)) for case, reply in zip(slipped, given, strict=True))
    return Run(slips, seed, tuple(asked))


def table(runs: Sequence[Run]) -> str:
    """A line for each number of slips: the mean rate, what it costs in points, what was dangerous, the rate by seed."""
    clean = _mean([run for run in runs if run.slips == 0])
    lines = [f"{'slips':>5}  {'passed':>6}  {'cost':>5}  {'dangerous':>9}  by seed"]
    for slips in dict.fromkeys(run.slips for run in runs):
        row = [run for run in runs if run.slips == slips]
        cost = f"{100 * (clean - _mean(row)):5.1f}"
        rates = " ".join(f"{100 * run.rate:.1f}" for run in row)
        lines.append(f"{slips:>5}  {100 * _mean(row):6.1f}  {cost}  {sum(run.dangerous for run in row):>9}  {rates}")
    return "\n".join(lines)


def failures(runs: Sequence[Run]) -> str:
    """What passes unmistyped and fails mistyped, with its faults."""
    passing = {case.id.split()[0] for run in runs if run.slips == 0 for case, _, verdict in run.asked if verdict.passed}
    return "\n".join(
        f"{case.id}{' DANGEROUS' if verdict.dangerous else ''}\n  {case.text}\n  {verdict}\n  {given.reply!r}"
        for run in runs
        for case, given, verdict in run.asked
        if run.slips and not verdict.passed and (case.id.split()[0] in passing or verdict.dangerous)
    )


def _mean(runs: Sequence[Run]) -> float:
    return sum(run.rate for run in runs) / len(runs)


async def measured(cases: Sequence[Case], *, slips: Sequence[int], seeds: Sequence[int]) -> list[Run]:
    clock = StoppedClock(datetime.fromisoformat(MOMENT))
    async with open_throw_away(Settings(_env_file=None), clock=clock) as opened:
        each = [(count, seed) for count in slips for seed in (seeds if count else seeds[:1])]
        return [await mistyped(opened, cases, slips=count, seed=seed) for count, seed in each]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.typos", description=__doc__)
    parser.add_argument("questions", nargs="?", type=Path, default=QUESTIONS, help="cases, one a line")
    parser.add_argument("--set", default="main", help="the set of cases asked (main or last)")
    parser.add_argument("--slips", nargs="+", type=int, default=[1, 2], help="in each message, beside none at all")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--show", action="store_true", help="the replies that only the slips made wrong")
    asked = parser.parse_args()
    cases = read_cases(asked.questions, kept=asked.set)
    runs = asyncio.run(measured(cases, slips=[0, *asked.slips], seeds=asked.seeds))
    sys.stdout.write(table(runs) + "\n" + (failures(runs) + "\n" if asked.show else ""))


if __name__ == "__main__":
    main()

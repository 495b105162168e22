"""The numbers of a matching benchmark and how they read as lines of text. Shares are percentages."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class AtThreshold:
    """What happens when the first candidate is answered from this probability, and three are offered below it."""

    threshold: float
    right_at_once: float
    within_one_tap: float
    out_of_scope_refused: float
    precision: float


@dataclass(frozen=True)
class Speed:
    """Milliseconds a question."""

    median: float
    p95: float


@dataclass(frozen=True)
class Plain:
    """What a plain method does with `asked` of the same questions."""

    name: str
    asked: int
    top_one: float
    speed: Speed


@dataclass(frozen=True)
class Typos:
    """`lost` are points of top-1 compared with the questions as they were."""

    typos: int
    top_one: float
    lost: float


@dataclass(frozen=True)
class Scale:
    """`memory` is megabytes above an index without phrasings, at the highest point; None where it cannot be read."""

    phrasings: int
    ridge: bool
    build_seconds: float
    one_more_seconds: float
    speed: Speed
    ngrams_alone: Speed
    memory: float | None


@dataclass(frozen=True)
class Report:
    """`dataclasses.asdict` makes it plain data; `lines` makes it text."""

    name: str
    phrasings: int
    topics: int
    in_scope: int
    out_of_scope: int
    top_one: float
    top_three: float
    auroc: float
    at: tuple[AtThreshold, ...]
    build_seconds: float
    memory: float | None
    speed: Speed
    plain: tuple[Plain, ...]
    typos: tuple[Typos, ...]
    scales: tuple[Scale, ...]

    def lines(self) -> Iterator[str]:
        yield f"{self.name}: {self.phrasings} phrasings of {self.topics} topics"
        yield f"{self.in_scope} questions in scope, {self.out_of_scope} out of scope"
        yield f"top-1 {self.top_one:.1f} %, top-3 {self.top_three:.1f} %, AUROC {self.auroc:.1f} %"
        for at in self.at:
            yield (
                f"p >= {at.threshold}: right at once {at.right_at_once:.1f} %, "
                f"within one tap {at.within_one_tap:.1f} %, out of scope refused {at.out_of_scope_refused:.1f} %, "
                f"precision {at.precision:.1f} %"
            )
        yield f"build {self.build_seconds:.2f} s, memory {_megabytes(self.memory)}, a question {_speed(self.speed)}"
        for plain in self.plain:
            yield f"{plain.name} ({plain.asked} questions): top-1 {plain.top_one:.1f} %, {_speed(plain.speed)}"
        for typos in self.typos:
            yield f"typos {typos.typos}: top-1 {typos.top_one:.1f} %, {typos.lost:.1f} points lost"
        for scale in self.scales:
            yield (
                f"{scale.phrasings} phrasings{'' if scale.ridge else ' (no ridge)'}: "
                f"build {scale.build_seconds:.2f} s, one more {scale.one_more_seconds:.3f} s, {_speed(scale.speed)}, "
                f"n-grams alone {_speed(scale.ngrams_alone)}, memory {_megabytes(scale.memory)}"
            )


def _speed(speed: Speed) -> str:
    return f"median {speed.median:.2f} ms, p95 {speed.p95:.2f} ms"


def _megabytes(memory: float | None) -> str:
    return "not known here" if memory is None else f"{memory:.0f} MB"

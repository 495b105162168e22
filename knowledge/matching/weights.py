"""The few numbers that every index shares, with where they come from; fitted offline, read from the package."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.matching.evidence import KINDS, Doubles
from knowledge.matching.gate import SIGNS, Gate

FILE = Path(__file__).parent / "weights.json"


@dataclass(frozen=True)
class Decision:
    """How kinds of evidence add up to one order, and the gate over the result."""

    ranking: Doubles
    gate: Gate


@dataclass(frozen=True)
class Weights:
    """`with_ridge` serves indexes small enough for a ridge, `without_ridge` the larger ones."""

    character_share: float
    width: float
    penalty: float
    own_share: float
    own_penalty: float
    with_ridge: Decision
    without_ridge: Decision


def load_weights(path: Path = FILE) -> Weights:
    told = json.loads(path.read_text(encoding="utf-8"))
    settings = {name: float(value) for name, value in told["settings"].items()}
    return Weights(
        **settings,
        with_ridge=_decision(told["with_ridge"]),
        without_ridge=_decision(told["without_ridge"]),
    )


def _decision(told: dict[str, dict[str, float]]) -> Decision:
    def column(name: str, order: tuple[str, ...]) -> Doubles:
        return np.array([told[name][key] for key in order], dtype=np.float64)

    slopes = column("slopes", SIGNS)
    gate = Gate(column("mean", SIGNS), column("scale", SIGNS), slopes, float(told["slopes"]["intercept"]))
    return Decision(column("ranking", KINDS), gate)

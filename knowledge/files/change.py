"""One change that an editor writes in a file, published as one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.claims import Claim, Condition, ConditionState, Source


@dataclass(frozen=True)
class Settlement:
    """How an open condition came out: met (its claims lose it) or failed (they end)."""

    condition: str
    state: ConditionState


@dataclass(frozen=True)
class Change:
    """A new source with what it says: *claims* (each names those it supersedes), *conditions* they hang on,
    what it *settles*, and the event that it *ends*. All of it is known from the source's instant."""

    source: Source
    claims: tuple[Claim, ...] = ()
    conditions: tuple[Condition, ...] = ()
    settles: tuple[Settlement, ...] = ()
    ends: str | None = None

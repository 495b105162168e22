"""Second approvals: where the settings ask for one, a status goes live only when two who may publish stand for it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk import Desk
from knowledge.claims import Claim, Condition
from knowledge.codec import Noun


def wants_second(desk: Desk, nouns: Iterable[Noun], *, meaning: bool) -> bool:
    """Mended wording and a status that was only checked again need nobody else."""
    return desk.second and meaning and any(_of_a_status(one) for one in nouns)


def _of_a_status(noun: Noun) -> bool:
    return isinstance(noun, Condition) or (isinstance(noun, Claim) and noun.status is not None)

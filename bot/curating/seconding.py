"""Second approvals: where the settings ask for one, a status goes live only when two who may publish stand for it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk import Desk
from knowledge.claims import Claim, Condition
from knowledge.codec import Noun
from knowledge.district import District


def wants_second(desk: Desk, nouns: Iterable[Noun], *, meaning: bool) -> bool:
    """Mended wording and a status that was only checked again need nobody else."""
    return desk.second and meaning and any(_of_a_status(one) for one in nouns)


def _of_a_status(noun: Noun) -> bool:
    """The district has the days without school."""
    return isinstance(noun, Condition | District) or (isinstance(noun, Claim) and noun.status is not None)

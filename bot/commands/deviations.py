"""Where a platform draws a command otherwise than it stands in the list, each with its reason: there are no others."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.nouns import Command


@dataclass(frozen=True)
class Deviation:
    """*key*: of the command; *drawn_as*: the key under which the platform has it, empty where it has none."""

    platform: str
    key: str
    drawn_as: str
    reason: str


UNDER_ANSWERS = "It stands as a button under each answer, which says by itself which answer is meant."
UNDER_TELLINGS = (
    "It stands as a button under what is told unasked, and in /following, which say by themselves what is meant."
)
NO_PLAIN_FORM = "There a command that does several things has a word for each and no plain form."


def deviations() -> tuple[Deviation, ...]:
    return (
        Deviation("telegram", "helpful", "", UNDER_ANSWERS),
        Deviation("telegram", "wrong", "", UNDER_ANSWERS),
        Deviation("telegram", "person", "", UNDER_ANSWERS),
        Deviation("telegram", "stop", "", UNDER_TELLINGS),
        Deviation("discord", "helpful", "", UNDER_ANSWERS),
        Deviation("discord", "wrong", "", UNDER_ANSWERS),
        Deviation("discord", "person", "", UNDER_ANSWERS),
        Deviation("discord", "stop", "", UNDER_TELLINGS),
        Deviation("discord", "gaps", "gaps list", NO_PLAIN_FORM),
        Deviation("discord", "try", "try question", NO_PLAIN_FORM),
        Deviation("discord", "undo", "undo change", NO_PLAIN_FORM),
        Deviation("discord", "announce", "announce words", NO_PLAIN_FORM),
    )


def drawn_key(command: Command, platform: str) -> str:
    """Under which a platform has a command; empty where it has none."""
    found = next((one for one in deviations() if (one.platform, one.key) == (platform, command.key)), None)
    return command.key if found is None else found.drawn_as

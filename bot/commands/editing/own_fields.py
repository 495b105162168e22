"""Fields that a command has on one platform alone, each with its reason: there are no others."""

from __future__ import annotations

from dataclasses import dataclass

from bot.catalogue import marked


@dataclass(frozen=True)
class OwnField:
    """*key*: of the command; *name*: of the field there; *help*: a message."""

    platform: str
    key: str
    name: str
    help: str
    reason: str


ATTACHED = "There a file comes with a command only as an option of its own."


def own_fields() -> tuple[OwnField, ...]:
    return (
        OwnField("discord", "article add", "file", marked("A page, a plain text or a calendar as a file."), ATTACHED),
    )

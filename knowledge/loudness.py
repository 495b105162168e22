"""How loudly a change or an announcement is told."""

from __future__ import annotations

from enum import StrEnum


class Loudness(StrEnum):
    """*urgent*: at once, before everything else and at any hour; *quiet*: nobody is written to, only what stands in
    rooms is rewritten."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    QUIET = "quiet"

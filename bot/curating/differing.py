"""Where two states of a noun differ, field by field, as an editor reads it."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.codec import Noun, encode


def differences(mine: Noun, theirs: Noun) -> list[tuple[str, ...]]:
    """Field, here, there; only where they differ."""
    here, there = encode(mine), encode(theirs)
    names = [name for name in here if here[name] != there.get(name)]
    return [(name, _shown(here[name]), _shown(there.get(name))) for name in names]


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        texts = [
            f"{key}: {one['words'] if isinstance(one, Mapping) and 'words' in one else one}"
            for key, one in value.items()
        ]
        return "; ".join(texts)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)

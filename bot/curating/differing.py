"""Where two states of a noun differ, field by field, as an editor reads it."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.codec import Noun, encode


def differences(mine: Noun, theirs: Noun) -> list[tuple[str, ...]]:
    """Field, here, there; only where they differ."""
    here, there = encode(mine), encode(theirs)
    names = [name for name in here if here[name] != there.get(name)]
    return [(name, *map(_shown, _apart(here[name], there.get(name)))) for name in names]


def _apart(here: object, there: object) -> tuple[object, object]:
    """Of long lists, such as schools or days without school, only what is not in the other."""
    if not isinstance(here, list) or not isinstance(there, list):
        return here, there
    if not all(isinstance(one, Mapping) for one in (*here, *there)):
        return here, there
    return [one for one in here if one not in there], [one for one in there if one not in here]


def _entry(value: object) -> str:
    """One of such a list, in a line."""
    if not isinstance(value, Mapping):
        return str(value)
    return " · ".join(_shown(one) for name, one in value.items() if one and name != "checked")


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        texts = [
            f"{key}: {one['words'] if isinstance(one, Mapping) and 'words' in one else one}"
            for key, one in value.items()
        ]
        return "; ".join(texts)
    if isinstance(value, list | tuple):
        return ", ".join(_entry(one) for one in value)
    return "" if value is None else str(value)

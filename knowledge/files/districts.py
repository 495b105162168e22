"""A district profile laid over another of the same district: known schools are replaced, others added."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from knowledge.district import District

Part = TypeVar("Part")


def district_over(found: Mapping[str, Any], *, below: District | None, gone: Collection[str]) -> District | None:
    """*found*: the sections of a district file. None when they and *gone* (withdrawn slugs) change nothing.

    A file about another district takes nothing over from the one below.
    """
    head: District | None = found.get("district")
    base = below if below and (head is None or head.slug == below.slug) else None
    if head is None and base is None:
        return None
    under = base or head
    assert under is not None  # noqa: S101 - for the type checker: one of the two is there
    laid = replace(
        head or under,
        schools=_laid(found.get("schools", ()), base.schools if base else (), gone=gone),
        neighbours=_laid(found.get("neighbours", ()), base.neighbours if base else (), gone=gone),
        speakers=_laid(found.get("speakers", ()), base.speakers if base else (), gone=gone),
        channels=_over(found.get("channels", ()), base.channels if base else (), key=lambda one: one.address),
        calendar=_over(found.get("calendar", ()), base.calendar if base else (), key=lambda one: (one.first, one.last)),
    )
    return None if laid == below else laid


def _laid(upper: Iterable[Any], lower: Iterable[Any], *, gone: Collection[str]) -> tuple[Any, ...]:
    return _over(upper, (one for one in lower if one.slug not in gone), key=lambda one: str(one.slug))


def _over(upper: Iterable[Part], lower: Iterable[Part], *, key: Callable[[Part], Hashable]) -> tuple[Part, ...]:
    return tuple({**{key(one): one for one in lower}, **{key(one): one for one in upper}}.values())

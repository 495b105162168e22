"""Approving the words of a draft: whoever publishes them stands for those that were new in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from knowledge.codec import Noun
from knowledge.district import District, Holiday
from knowledge.texts import Approval, Text


def with_approval(noun: Noun, before: Noun | None, approval: Approval) -> Noun:
    """The noun with *approval* on each text that nobody approved yet and that says something new."""
    changed: dict[str, Any] = {}
    if isinstance(noun, District):
        known = before.calendar if isinstance(before, District) else ()
        changed["calendar"] = tuple(one if one in known else _stood_for(one, approval) for one in noun.calendar)
    for one in dataclasses.fields(noun):
        texts = getattr(noun, one.name)
        if _are_texts(texts):
            old = getattr(before, one.name, {})
            changed[one.name] = {tag: _approved(text, old.get(tag), approval) for tag, text in texts.items()}
    return dataclasses.replace(noun, **changed) if changed else noun


def _approved(text: Text, before: Text | None, approval: Approval) -> Text:
    """Of a translation that was only left behind, nothing was approved."""
    if text.approved is not None or (before is not None and before.words == text.words):
        return text
    return dataclasses.replace(text, approved=approval)


def _stood_for(holiday: Holiday, approval: Approval) -> Holiday:
    titles = {tag: _approved(text, None, approval) for tag, text in holiday.titles.items()}
    return dataclasses.replace(holiday, titles=titles, checked=holiday.checked or approval)


def _are_texts(value: object) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(isinstance(one, Text) for one in value.values())

"""Words in several languages and who approved them, as they stand in curated files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from knowledge.files.forms import WORDS, Form, Ink, InlineFields, by_key, many
from knowledge.files.moments import DAY
from knowledge.files.spots import Approvals, Spot
from knowledge.phrasings import spelled_out
from knowledge.texts import Approval, Text, Texts

NOBODY = "nobody"
EVERY_LANGUAGE = "*"

# ISO 639-1, and the languages of three letters that families in American school districts speak.
_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_LANGUAGES = (
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja "
    "jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd "
    "ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss "
    "st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    "apc arz ase blt ceb chk chr cmn dak fil haw hmn hmv hnj ilo ium kar kjh ksw lus mam mww nan nhn pes prs quc rhg "
    "tpi wuu yue "
)


def _language(spot: Spot) -> str:
    tag = spot.scalar()
    found = _TAG.fullmatch(tag)
    if not found or f" {found[1]} " not in _LANGUAGES:
        hint = "words with a comma or a colon need quotation marks" if " " in tag else "English is en, Spanish is es"
        raise spot.refused(f'"{tag}" is no language tag; {hint}')
    return tag


def _approval(spot: Spot) -> Approval | None:
    if spot.is_scalar:
        if spot.scalar() != NOBODY:
            raise spot.refused(f'write "{NOBODY}", or {{by: NAME, at: 2022-03-21}} with the day it was approved')
        return None
    fields = spot.fields(("by", "at"))
    for name in ("by", "at"):
        if name not in fields:
            raise spot.refused(f'"{name}" is missing; an approval has {{by: NAME, at: 2022-03-21}}')
    return Approval(WORDS.read(fields["by"]), DAY.read(fields["at"]))


def _write_approval(approval: Approval | None, ink: Ink) -> Any:
    return NOBODY if approval is None else InlineFields(by=approval.by, at=approval.at)


def _phrasing(spot: Spot) -> str:
    words: str = WORDS.read(spot)
    try:
        spelled_out(words)
    except ValueError as error:
        raise spot.refused(f'"{words}" {error}') from None
    return words


def _defaults(spot: Spot) -> Approvals:
    if spot.is_scalar or spot.entries().keys() & {"by", "at"}:
        return {EVERY_LANGUAGE: _approval(spot)}
    by_language: Approvals = by_key(LANGUAGE, APPROVAL).read(spot)
    return by_language


def write_defaults(approved: Approvals) -> Any:
    ink = Ink()
    if len(set(approved.values())) == 1:
        return _write_approval(next(iter(approved.values())), ink)
    return {language: _write_approval(one, ink) for language, one in approved.items()}


def _approved_as_a_rule(spot: Spot, language: str) -> Approval | None:
    approved = spot.sheet.approved
    return approved.get(language, approved.get(EVERY_LANGUAGE))


def _text(spot: Spot, *, longest: int | None) -> Text:
    language = spot.field.rpartition(".")[2]
    if spot.is_scalar or spot.is_empty:
        return Text(_words(spot, longest=longest), _approved_as_a_rule(spot, language))
    fields = spot.fields(("text", "approved"))
    if "text" not in fields:
        raise spot.refused('"text" is missing; write {text: "...", approved: nobody}')
    as_a_rule = _approved_as_a_rule(spot, language)
    approved = APPROVAL.read(fields["approved"]) if "approved" in fields else as_a_rule
    return Text(_words(fields["text"], longest=longest), approved)


def _words(spot: Spot, *, longest: int | None) -> str:
    words: str = WORDS.read(spot)
    if longest is not None and len(words) > longest:
        raise spot.refused(f"these are {len(words)} characters; families are told at most {longest} at once")
    return words


def texts(*, longest: int | None = None) -> Form:
    """One text for each language; *longest* in characters."""
    values = by_key(LANGUAGE, Form(lambda spot: _text(spot, longest=longest)))

    def read(spot: Spot) -> Texts:
        if spot.is_scalar:
            raise spot.refused("say in which language this is, as in {en: ...}")
        if not spot.entries():
            raise spot.refused("there are no words here")
        found: Texts = values.read(spot)
        return found

    return Form(read, _write_texts)


def _write_texts(words: Texts, ink: Ink) -> Mapping[str, Any]:
    written = {language: _write_text(text, language, ink) for language, text in words.items()}
    short = sum(len(text.words) for text in words.values()) < 70
    plain = all(isinstance(one, str) for one in written.values())
    return InlineFields(written) if short and plain else written


def _write_text(text: Text, language: str, ink: Ink) -> Any:
    if text.approved == ink.approved.get(language):
        return text.words
    return InlineFields(text=text.words, approved=_write_approval(text.approved, ink))


LANGUAGE = Form(_language)
APPROVAL = Form(_approval, _write_approval)
DEFAULT_APPROVALS = Form(_defaults)
PHRASING = Form(_phrasing)
PHRASINGS = by_key(LANGUAGE, many(PHRASING, inline=False))

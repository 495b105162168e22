"""Reading a page, a text or a file into an article. Nothing is guessed: what does not say its day has none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge.articles.addresses import canonical
from knowledge.articles.article import Article, Note, Paragraph, Published
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.instants import Instants, Lines, best
from knowledge.articles.paragraphs import blocks, cut, decoded, page_paragraphs
from knowledge.articles.tree import Head, plain_paragraphs, read_head
from knowledge.claims import Precision
from knowledge.days import LANGUAGES, DayReader, load_day_reader
from knowledge.district import District
from knowledge.languages import language_of

SKEW = timedelta(hours=1)  # clocks of outlets that run ahead
_LONG_TITLE = 140
_ABOVE = 4  # blocks of a text that may say when it was published
_FEW_WORDS = 10
_SMALL = 40  # words; trafilatura runs the paragraphs of smaller pages together
_LOGIN_WORDS = 150
_ENDS = (".", "!", "?", "”", '"', ":", "…", ",")  # a salutation ends with a comma
_OUTLET = re.compile(r"^[^—–]{3,60}\((?P<name>[A-Z][\w .&-]{1,30})\)\s*[—–-]")
# What outlets set between the paragraphs of a text, when it is short enough to be nothing else.
_PROMOTED = ("promo", "newsletter", "donat", "signup", "sign-up", "readmore", "read-more", "related-")
_BOXES = "self::div or self::aside or self::section or self::ul or self::p"
_NAME = 'translate(@class, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")'
_BETWEEN = [
    *(f'//*[{_BOXES}][contains({_NAME}, "{one}")][string-length(normalize-space(.)) < 300]' for one in _PROMOTED),
    "//p[count(.//a) = 1 and normalize-space(.) = normalize-space(.//a)]",
]


@dataclass(frozen=True)
class For:
    """Whom it is read for: the district's zone and languages, a reader of their days, and the moment it is read."""

    zone: ZoneInfo
    languages: tuple[str, ...]
    days: DayReader
    now: datetime

    @classmethod
    def of(cls, district: District, *, now: datetime, days: DayReader | None = None) -> For:
        return cls(district.timezone, district.languages, days or load_day_reader(district.languages), now)


def read_page(
    body: bytes | str,
    *,
    whom: For,
    address: str | None = None,
    charset: str | None = None,
    given: Published | None = None,
) -> Article:
    """*given*: when it was published, from whoever handed it over and knows. Raises `NothingRead` for a page that asks
    for a sign-in, is drawn by scripts, or says nothing."""
    from trafilatura import bare_extraction, load_html

    html = body if isinstance(body, str) else decoded(body, charset, page=True)
    tree = load_html(html) if html.strip() else None
    if tree is None:
        raise NothingRead(Why.EMPTY)
    head = read_head(tree, whom.zone)
    found = bare_extraction(
        tree, include_comments=False, include_images=False, with_metadata=False, prune_xpath=_BETWEEN
    )
    paragraphs = _told_to_machines(head, page_paragraphs(getattr(found, "body", None), head.titles))
    if sum(len(one.text.split()) for one in paragraphs) < _SMALL:
        paragraphs = tuple(Paragraph(one) for one in plain_paragraphs(load_html(html))) or paragraphs
    _refuse_what_is_no_text(head, paragraphs)
    article = Article(
        paragraphs,
        outlet=head.outlet or _named_outlet(paragraphs),
        title=_title(head),
        address=canonical(address, said=head.address) if address else None,
        language=_language(paragraphs, declared=head.language),
        notes=(Note.SUBSCRIBERS,) if head.subscribers else (),
    )
    lines = Lines(whom.zone, whom.days, whom.now)
    instants = _merged(head.instants, lines.read(head.above), _dateline(paragraphs, lines))
    return _finished(article, instants, whom, given=given)


def read_text(text: str, *, whom: For, given: Published | None = None) -> Article:
    """Pasted, forwarded or from a file. *given*: as for a page. Raises `NothingRead`."""
    lines = Lines(whom.zone, whom.days, whom.now)
    found = list(blocks(text))
    paragraphs = tuple(Paragraph(one) for one in _without_header(found, lines))
    title = paragraphs[0].text if len(paragraphs) > 1 and _is_title(paragraphs[0].text) else None
    paragraphs = paragraphs if title is None else paragraphs[1:]
    if not paragraphs:
        raise NothingRead(Why.EMPTY)
    instants = _merged(Instants(), lines.read(found[:_ABOVE]), _dateline(paragraphs, lines))
    article = Article(paragraphs, outlet=_named_outlet(paragraphs), title=title, language=_language(paragraphs))
    return _finished(article, instants, whom, given=given)


def _told_to_machines(head: Head, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """A page drawn by scripts may still tell its text to machines."""
    if not head.body:
        return paragraphs
    told = tuple(Paragraph(one) for one in blocks(re.sub(r"<[^<>]{1,200}>", " ", head.body)))
    seen, said = sum(len(one.text.split()) for one in paragraphs), sum(len(one.text.split()) for one in told)
    run_together = len(paragraphs) <= 2 < len(told) and said >= 0.8 * seen
    return told if run_together or said > 2 * max(seen, _FEW_WORDS // 2) else paragraphs


def _refuse_what_is_no_text(head: Head, paragraphs: tuple[Paragraph, ...]) -> None:
    words = sum(len(one.text.split()) for one in paragraphs)
    if head.asks_password and words < _LOGIN_WORDS:
        raise NothingRead(Why.SIGN_IN)
    if head.scripted and (not words or (head.visible < _FEW_WORDS and words < 2 * _FEW_WORDS)):
        raise NothingRead(Why.SCRIPTED)
    if not words:
        raise NothingRead(Why.EMPTY)


def _without_header(found: Sequence[str], lines: Lines) -> Iterator[str]:
    """A line that only says when is no paragraph; a date in front of the first sentence is none of it."""
    for number, block in enumerate(found):
        end = lines.header(block) if number < _ABOVE else 0
        if rest := block[end:].lstrip(" :.,|·-)") if end else block:
            yield rest


def _is_title(text: str) -> bool:
    return len(text) <= _LONG_TITLE and not text.endswith(_ENDS) and len(text.split()) > 2


# What is known of it


def _title(head: Head) -> str | None:
    if not head.titles:
        return None
    return re.sub(rf"\s+[|–—-]\s+{re.escape(head.outlet or '')}\s*$", "", head.titles[0])


def _named_outlet(paragraphs: Sequence[Paragraph]) -> str | None:
    """ "SACRAMENTO, Calif. (KTXL) — ...": the outlet names itself before the dash."""
    found = next((match for one in paragraphs[:3] if (match := _OUTLET.match(one.text))), None)
    return found["name"] if found else None


def _language(paragraphs: Sequence[Paragraph], *, declared: str | None = None) -> str | None:
    """That of most paragraphs. What a page declares counts where its words do not tell, and for a language whose words
    nobody here knows."""
    counts = Counter(language_of(one.text, LANGUAGES) for one in paragraphs[:40] if len(one.text) > 30)
    counts = counts or Counter(language_of(one.text, LANGUAGES) for one in paragraphs[:40])
    found = [(count, language) for language, count in counts.items() if language]
    told = max(found)[1] if found and 2 * max(found)[0] >= counts.total() else None
    code = re.match(r"[a-z]{2,3}(?![a-z])", (declared or "").lower())
    if code and (told is None or code[0] not in (*LANGUAGES, "fil")):
        return code[0]
    return told


def _dateline(paragraphs: Sequence[Paragraph], lines: Lines) -> Published | None:
    return best(lines.dateline(one.text) for one in paragraphs[:_ABOVE])


def _merged(first: Instants, lines: Instants, said: Published | None) -> Instants:
    return Instants(best([first.published, lines.published, said]), best([first.changed, lines.changed]))


def _finished(article: Article, instants: Instants, whom: For, *, given: Published | None) -> Article:
    notes = list(article.notes)
    published, changed = given or instants.published, instants.changed
    if any(one is not None and _is_future(one, whom.now) for one in (published, changed)):
        notes.append(Note.FUTURE)
    published = None if published is None or _is_future(published, whom.now) else published
    changed = None if changed is None or _is_future(changed, whom.now) else changed
    if published and changed and changed.at <= published.at:
        changed = None
    if published and changed and changed.at.date() > published.at.date():
        notes.append(Note.CHANGED_LATER)
    if article.language not in whom.languages:
        notes.append(Note.LANGUAGE)
    kept = tuple(cut(article.paragraphs))
    if kept != article.paragraphs:
        notes.append(Note.CUT)
    return replace(article, paragraphs=kept, published=published, changed=changed, notes=tuple(notes))


def _is_future(said: Published, now: datetime) -> bool:
    if said.precision is Precision.DAY:
        return said.at.date() > now.astimezone(said.at.tzinfo).date()
    return said.at > now + SKEW

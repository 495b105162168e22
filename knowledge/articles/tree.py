"""What a page says of itself to machines: titles, its own address, when it was published, whether it wants a sign-in.

The tree is that of lxml, which has no types; nothing of it leaves this module.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.articles.article import Published
from knowledge.articles.instants import Instants, best, read_stamp

_MOST_NODES = 5_000
_OF_THE_TEXT = 100  # characters; what stands above a text is shorter
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "publishdate", "publish-date", "publish_date", "pubdate", "dc.date.issued", "dcterms.issued",
    "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "article.published", "article_date_original",
    "date",
)  # fmt: skip
_CHANGED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "lastmod",
    "dc.date.modified", "dcterms.modified", "last-modified",
)  # fmt: skip
_BESIDE = "ancestor::aside or ancestor::nav or ancestor::footer or ancestor::form"


@dataclass(frozen=True)
class Head:
    """*above*: the lines between the title and the text; *body*: the text where the page tells it to machines;
    *visible*: how many words a reader sees without running scripts."""

    outlet: str | None
    titles: tuple[str, ...]
    address: str | None
    language: str | None
    instants: Instants
    above: tuple[str, ...]
    body: str | None
    asks_password: bool
    scripted: bool
    visible: int
    subscribers: bool


def read_head(tree: Any, zone: ZoneInfo) -> Head:
    metas, data = _metas(tree), _article_data(tree)
    titles = tuple(_titles(tree, metas, data))
    return Head(
        outlet=_clean(metas.get("og:site_name")) or _publisher(data) or _named_behind(tree, titles),
        titles=titles,
        address=_first(tree.xpath('//link[@rel="canonical"]/@href')) or metas.get("og:url"),
        language=_first(tree.xpath("/html/@lang")),
        instants=_instants(tree, metas, data, zone),
        above=tuple(_above(tree)),
        body=_text(data.get("articleBody")),
        asks_password=bool(tree.xpath('//input[translate(@type, "PASWORD", "pasword")="password"]')),
        scripted=bool(tree.xpath("//script")),
        visible=_visible(tree),
        subscribers=data.get("isAccessibleForFree") in (False, "False", "false"),
    )


def _metas(tree: Any) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(key) or "").strip().lower()
            if name:
                found.setdefault(name, meta.get("content").strip())
    return found


def _titles(tree: Any, metas: Mapping[str, str], data: Mapping[str, Any]) -> Iterator[str]:
    """The best first: a heading that the page also calls its title is what readers saw."""
    said = [
        metas.get("og:title"),
        _text(data.get("headline")),
        *(_within(one) for one in tree.xpath("//head/title")[:1]),
    ]
    told = [title for one in said if (title := _clean(one))]
    seen = [title for one in tree.xpath("//h1")[:3] if (title := _clean(_within(one)))]
    yield from dict.fromkeys([*(one for one in seen if any(one in title for title in told)), *told, *seen])


def _named_behind(tree: Any, titles: Sequence[str]) -> str | None:
    """ "Schools are closed | The Daily": what the window's title says behind the page's."""
    window = _clean(_first([_within(one) for one in tree.xpath("//head/title")[:1]])) or ""
    behind = (window.removeprefix(one) for one in titles if window.startswith(one) and window != one)
    return next((name for one in behind if (name := _clean(re.sub(r"^\s*[|–—:·-]\s*", "", one)))), None)


def _publisher(data: Mapping[str, Any]) -> str | None:
    publisher = data.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    return _text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher)


def _instants(tree: Any, metas: Mapping[str, str], data: Mapping[str, Any], zone: ZoneInfo) -> Instants:
    def stamps(key: str, names: Sequence[str]) -> list[Published | None]:
        return [read_stamp(data.get(key), zone), *(read_stamp(metas.get(name), zone) for name in names)]

    shown = [read_stamp(one, zone) for one in _times(tree)]
    return Instants(best([*stamps("datePublished", _PUBLISHED), *shown]), best(stamps("dateModified", _CHANGED)))


def _times(tree: Any) -> Sequence[str]:
    """Of `time` elements the one marked as the publishing, else the first one between the title and the text."""
    marked = f'//*[self::time or self::abbr][@itemprop="datePublished" or @pubdate][not({_BESIDE})]/@datetime'
    if found := tree.xpath(marked):
        return [str(found[0])]
    headings = tree.xpath("//h1")
    if not headings:
        return []
    near = headings[0].xpath(f"following::time[@datetime][not({_BESIDE} or ancestor::li)]")
    text = headings[0].xpath(f"following::p[string-length(normalize-space(.)) > {_OF_THE_TEXT}]")
    return [str(one.get("datetime")) for one in near[:1] if not text or _stands_before(one, text[0])]


def _stands_before(one: Any, other: Any) -> bool:
    return one in set(other.xpath("preceding::time"))


def _above(tree: Any) -> Iterator[str]:
    """Lines between the title and the first paragraph that is long enough to be of the text, and all in one."""
    title = tree.xpath("//h1")
    if not title:
        return
    line = ""
    for text in title[0].xpath("following::text()[not(ancestor::script or ancestor::style or ancestor::h1)]")[:40]:
        said = " ".join(str(text).split())
        if len(said) > _OF_THE_TEXT:
            break
        if said:
            yield said
        line = f"{line} {said}".strip()
    yield line


# Data for machines


def _article_data(tree: Any) -> Mapping[str, Any]:
    """The article among what the page tells; the one with this page's title when it lists several."""
    found = [one for one in _objects(tree) if one.get("datePublished") or one.get("articleBody")]
    articles = [one for one in found if any(_is_article(kind) for kind in _kinds(one))]
    titles = {_clean(_within(one)) for one in tree.xpath("//h1")[:3]}
    titled = [one for one in articles if _clean(_text(one.get("headline"))) in titles]
    pages = [one for one in found if "WebPage" in _kinds(one)]
    return next(iter([*titled, *articles, *pages]), {})


def _kinds(one: Mapping[str, Any]) -> Sequence[str]:
    kinds = one.get("@type")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else [str(kinds)]


def _is_article(kind: str) -> bool:
    return kind.endswith(("Article", "BlogPosting", "Posting", "Report"))


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        try:
            waiting = [json.loads(_unwrapped(script.text or ""), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_NODES):
            if not waiting:
                break
            one = waiting.pop(0)
            if isinstance(one, dict):
                yield one
                waiting += one.values()
            elif isinstance(one, list):
                waiting += one


def _unwrapped(script: str) -> str:
    return re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", script)


# Words


def plain_paragraphs(tree: Any) -> Iterator[str]:
    """Every paragraph and list item of a page too small for anything cleverer."""
    beside = f"{_BESIDE} or ancestor::header or ancestor::figure or ancestor::noscript"
    for one in tree.xpath(f"//body//*[self::p or self::li][not({beside})][not(.//p or .//li)]"):
        if text := _within(one):
            yield text


def _visible(tree: Any) -> int:
    hidden = "ancestor::script or ancestor::style or ancestor::noscript or ancestor::template or ancestor::head"
    return sum(len(str(one).split()) for one in tree.xpath(f"//text()[not({hidden})]"))


def _within(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _first(found: Sequence[Any]) -> str | None:
    return str(found[0]).strip() or None if found else None


def _text(said: object) -> str | None:
    return said.strip() or None if isinstance(said, str) else None


def _clean(said: str | None) -> str | None:
    return " ".join(said.split())[:300] or None if said else None

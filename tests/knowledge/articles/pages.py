"""Pages put together for one test each, round a short notice in our own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from knowledge.articles.article import Article
from knowledge.articles.reading import For, read_page
from knowledge.days import DayReader, load_day_reader
from knowledge.district import District
from tests.knowledge.sacramento import DISTRICT, moment

NOTICE = (
    "Sacramento City Unified schools will be closed on Wednesday unless the district and its teachers agree first.",
    "Meals will be handed out at every school from 11 a.m. to noon, the district said in a message to families.",
    "The teachers' union plans to picket outside the district's offices, and both sides meet again on Tuesday.",
)
NOW = moment(22, 9)


@cache
def days() -> DayReader:
    return load_day_reader(DISTRICT.languages)


def reader(now: datetime = NOW, district: District = DISTRICT) -> For:
    return For.of(district, now=now, days=days())


def page(*, head: str = "", above: str = "", text: Sequence[str] = NOTICE, below: str = "") -> str:
    paragraphs = "\n".join(f"<p>{one}</p>" for one in text)
    return (
        f"<!doctype html><html lang='en'><head><title>Strike looms</title>{head}</head><body><nav><a href='/'>Home</a>"
        f"</nav><article><h1>Strike looms</h1>{above}{paragraphs}</article>{below}</body></html>"
    )


def read(html: str | bytes, *, now: datetime = NOW, address: str | None = None) -> Article:
    return read_page(html, whom=reader(now), address=address)


def data(published: str, *, kind: str = "NewsArticle", more: str = "") -> str:
    said = f'{{"@context": "https://schema.org", "@type": "{kind}", "datePublished": "{published}"{more}}}'
    return f'<script type="application/ld+json">{said}</script>'


def meta(name: str, content: str, key: str = "property") -> str:
    return f'<meta {key}="{name}" content="{content}">'

"""A long article: pieces are cut from its beginning, and the editor is told so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.articles.gathering import beginning, noted
from knowledge.articles.article import Article, Note, Paragraph
from knowledge.articles.cuts import MOST_CUT, MOST_CUT_FROM, Cut
from tests.bot.articles.reading_here import open_desk
from tests.bot.office import Office
from tests.sacramento import at

NOW = at("2022-03-21 22:30")
CLOSED = "All Sacramento City Unified schools will be closed Wednesday, the district said."
MEALS = "Families can pick up meals on Thursday from 8 to 10 a.m., the district said."
RAIN = "Rain is expected in the valley for most of the week, and snow above the lakes."


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_desk() as opened:
        yield opened


def article(*text: str) -> Article:
    return Article(tuple(Paragraph(one) for one in text))


async def test_what_stands_far_down_is_not_cut_and_the_editor_is_told_to_read_it(office: Office) -> None:
    between = [RAIN] * (MOST_CUT_FROM // len(RAIN.split()))
    page = await office.do("article add", now=NOW, text="\n\n".join(("March 21, 2022", CLOSED, *between, MEALS)))

    assert page.grid is not None
    assert len(page.grid.rows) == 1
    assert "pieces were cut from its beginning only, 300 at most, of the first 8,000 words." in "\n".join(page.warnings)


async def test_of_an_article_of_the_usual_length_all_is_cut(office: Office) -> None:
    page = await office.do("article add", now=NOW, text="\n\n".join(("March 21, 2022", CLOSED, *[RAIN] * 99, MEALS)))

    assert page.grid is not None
    assert len(page.grid.rows) == 2
    assert "beginning" not in "\n".join(page.warnings)


def test_a_text_without_blanks_counts_by_its_length() -> None:
    there = article(CLOSED, "x" * 12 * MOST_CUT_FROM, MEALS)

    assert beginning(there) == article(CLOSED)
    assert beginning(article(CLOSED, MEALS)) == article(CLOSED, MEALS)


def test_more_pieces_than_anybody_would_review_are_said_to_be_more() -> None:
    there, piece = article(CLOSED, MEALS), Cut((1,), CLOSED, ("school-open",))

    assert noted(there, [piece] * (MOST_CUT - 1)) == there
    assert noted(there, [piece] * MOST_CUT) == replace(there, notes=(Note.LONG,))
    assert noted(noted(there, [piece] * MOST_CUT), [piece] * MOST_CUT).notes == (Note.LONG,), "said once"

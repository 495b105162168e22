"""Whose schools an article is about."""

from __future__ import annotations

from dataclasses import replace

from knowledge.articles.article import Article, Paragraph
from knowledge.articles.belonging import belonging
from knowledge.places import load_place_reader
from tests.knowledge.articles.pages import NOTICE
from tests.knowledge.sacramento import DISTRICT

PLACES = load_place_reader(DISTRICT)


def article(*text: str) -> Article:
    return Article(tuple(Paragraph(one) for one in text))


def test_an_article_that_names_us_is_ours_whoever_else_it_names() -> None:
    found = belonging(article(*NOTICE, "Elk Grove Unified stays open.", "EGUSD has no strike."), PLACES)

    assert found.is_ours
    assert [one.slug for one in found.others] == ["elk-grove"]


def test_a_school_of_ours_is_enough() -> None:
    assert belonging(article("McClatchy closes early.", "Elk Grove Unified does not."), PLACES).is_ours


def test_an_article_about_another_district_is_not() -> None:
    found = belonging(
        article("Schools of the Elk Grove Unified School District are closed.", "EGUSD serves meals."), PLACES
    )

    assert not found.is_ours
    assert found.others[0].name == "Elk Grove Unified School District"


def test_the_title_counts_and_a_notice_without_names_is_taken_for_ours() -> None:
    unnamed = article("All schools are closed on Wednesday.")

    assert belonging(unnamed, PLACES).is_ours
    assert not belonging(replace(unnamed, title="EGUSD schools closed"), PLACES).is_ours

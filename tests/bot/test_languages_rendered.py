"""One closed Wednesday, said in each of the twelve languages: status and day, condition, who says so, as of when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time

import pytest

from bot.catalogue import load_catalogue
from bot.wording import Wording
from knowledge.claims import Claim, Firmness, Source, Status
from knowledge.days import LANGUAGES
from knowledge.findings import Asked, Finding, FindingKind, Held
from tests.sacramento import ARTICLE, CLOSED, DEAL, DISTRICT, STRIKE, TOPICS, TUESDAY_NOON, WEDNESDAY, notice

FIELD = re.compile(r"\{\w*\}")
DIRECTIONS = str.maketrans("", "", "\u200f\u2068\u2069")
CONDITION = "unless a deal is reached first"
CLOSED_WEDNESDAY = {
    "en": "Closed on Wednesday, March 23, ",
    "es": "Cerradas el miércoles, 23 de marzo, ",
    "zh": "3月23日星期三停课，",
    "vi": "Đóng cửa vào Thứ Tư, 23 tháng 3, ",
    "ru": "Закрыто: среда, 23 марта, ",
    "uk": "Закрито: середа, 23 березня, ",
    "tl": "Sarado sa Miyerkules, Marso 23, ",
    "hmn": "Kaw hnub zwj feeb, lub 3 hlis tim 23, ",
    "pa": "ਬੰਦ: ਬੁੱਧਵਾਰ, 23 ਮਾਰਚ, ",
    "hi": "बंद: बुधवार, 23 मार्च, ",
    "ar": "مغلقة: الأربعاء، 23 مارس، ",
    "fa": "بسته: چهارشنبه 23 مارس، ",
}
IN_ENGLISH = {
    "es": "[en inglés]",
    "zh": "［英语原文］",
    "vi": "[bằng Tiếng Anh]",
    "ru": "[язык: английский]",
    "uk": "[мова: англійська]",
    "tl": "[sa wikang Ingles]",
    "hmn": "[ua lus Askiv]",
    "pa": "[ਅੰਗਰੇਜ਼ੀ ਵਿੱਚ]",
    "hi": "[अंग्रेज़ी में]",
    "ar": "[باللغة الإنجليزية]",
    "fa": "[به زبان انگلیسی]",
}


def held(claim: Claim, source: Source = ARTICLE) -> Held:
    speakers = tuple(one for one in DISTRICT.speakers if one.slug in claim.speakers)
    until = DISTRICT.midnight_after(WEDNESDAY)
    return Held(claim, 1, source, speakers, (DEAL,), STRIKE, source.published, until)


def said(language: str, claim: Claim = CLOSED, source: Source = ARTICLE) -> str:
    """The reply about a claim for the day asked, without the characters that only steer the direction of writing."""
    asked = Asked("school-open", WEDNESDAY, WEDNESDAY)
    finding = Finding(FindingKind.KNOWN, TOPICS[0], asked, WEDNESDAY, claims=(held(claim, source),))
    return Wording(load_catalogue(language), DISTRICT, TUESDAY_NOON).passage(finding).text.translate(DIRECTIONS)


def test_every_language_of_the_day_reader_is_rendered() -> None:
    assert set(CLOSED_WEDNESDAY) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reply_leads_with_the_status_and_the_day(language: str) -> None:
    assert said(language).startswith(CLOSED_WEDNESDAY[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_open_condition_stands_in_the_first_line(language: str) -> None:
    first, *_ = said(language).splitlines()

    assert CONDITION in first
    assert DISTRICT.short_name in first


@pytest.mark.parametrize("language", sorted(IN_ENGLISH))
def test_what_has_no_translation_stays_english_and_says_so(language: str) -> None:
    remark = IN_ENGLISH[language]
    first, advice, source = said(language).splitlines()

    assert re.search(re.escape(CONDITION) + " ?" + re.escape(remark), first)
    assert re.search(r"Plan to keep your student at home\. ?" + re.escape(remark), advice)
    assert re.search("the district ?" + re.escape(remark), source)


def test_english_words_in_an_english_reply_carry_no_remark() -> None:
    assert "[" not in said("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_line_says_who_through_whom_and_as_of_when(language: str) -> None:
    monday = load_catalogue(language).day(date(2022, 3, 21), at=TUESDAY_NOON)
    *_, source = said(language).splitlines()

    assert "the district" in source
    assert "ABC10" in source
    assert monday in source


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_field_is_left_unfilled(language: str) -> None:
    assert not FIELD.search(said(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_and_closed_are_never_the_same_words(language: str) -> None:
    """Each status is told apart from every other, with the day and without."""
    for day in (WEDNESDAY, None):
        headlines = {said(language, replace(CLOSED, status=status, first_day=day)).splitlines()[0] for status in Status}

        assert len(headlines) == len(Status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_that_is_not_firm_never_begins_like_a_firm_one(language: str) -> None:
    firm = CLOSED_WEDNESDAY[language]
    for firmness in set(Firmness) - {Firmness.STATED}:
        assert not said(language, replace(CLOSED, firmness=firmness)).startswith(firm), firmness


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_late_start_names_its_hour(language: str) -> None:
    late = said(language, replace(CLOSED, status=Status.DELAYED, at=time(10)))

    assert "10:00" in late.splitlines()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_ends_in_two_full_stops(language: str) -> None:
    years_ago = date(2019, 4, 11)
    hole = Finding(FindingKind.PAST, TOPICS[0], Asked("school-open", years_ago, years_ago), years_ago)
    past = replace(hole, last_word=held(replace(CLOSED, first_day=years_ago)))
    wording = Wording(load_catalogue(language), DISTRICT, TUESDAY_NOON)
    told = [wording.passage(one).text.translate(DIRECTIONS) for one in (hole, past)]

    told.append(said(language, source=notice("site", "2022-03-21 17:44")))

    assert all("2019" in one for one in told[:2])
    assert "44" in told[2].splitlines()[-1]
    assert not [one for one in told if ".." in one or ".。" in one or ".।" in one]

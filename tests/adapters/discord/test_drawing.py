"""What is drawn keeps Discord's limits whatever is said, mentions nobody, and never parts an answer from its source."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.drawing import STATUS_COLOURS, draw_page, draw_reply
from adapters.discord.drawn import Drawn, Select
from adapters.discord.letters import clickable, escaped
from adapters.discord.passages import MOST_SOURCES
from bot.catalogue import load_catalogue
from bot.commands import Role
from bot.curating.previewing import reply_of
from bot.pages import Grid, Invocation, Offer, Page, PageKind, Preview, Problem, Who
from bot.questions import Attribution, Choice, Line, LineKind, Outcome, Passage, Reply
from bot.wording import Wording
from knowledge.claims import Precision, Source, Status
from knowledge.findings import Asked, Finding, FindingKind, Held
from tests.sacramento import DISTRICT, STRIKE, THURSDAY, TOPICS, TUESDAY_NOON, WEDNESDAY, at, claim

SAY = load_catalogue("en")
WHO = Who("discord:1", "discord:2")
LAST_WORD = "Said by the district; as of Monday, March 21."
SAID = {Status.DELAYED: "late start", Status.UNKNOWN: "not"}
MARKUP = "**_~~`||<@1>@everyone<@&2><#3><t:1:f>[a](https://b.c)# > - 1. "


def passage(*words: str, address: str | None = None) -> Passage:
    lines = [Line(LineKind.HEADLINE, words[0]), *(Line(LineKind.BODY, one) for one in words[1:])]
    said = Attribution(("district",), "ABC10", at("2022-03-21 20:00"), LAST_WORD, address)
    return Passage(tuple(lines), (said,))


def reply(*passages: Passage, **parts: Any) -> Reply:
    return Reply(**{"outcome": Outcome.ANSWER, "language": "en", "passages": passages, **parts})


def offer(label: str, **values: str) -> Offer:
    return Offer(label, Invocation("gaps", WHO, TUESDAY_NOON, "", values))


def all_text(drawn: Drawn) -> str:
    embeds = [part for one in drawn.embeds for part in (one.title, one.description, one.footer)]
    return "\n".join([drawn.content, *embeds])


def check_limits(*messages: Drawn) -> None:
    for one in messages:
        assert one.content or one.embeds
        assert len(one.content) <= 2000
        assert len(one.embeds) <= 10
        assert sum(len(each.title) + len(each.description) + len(each.footer) for each in one.embeds) <= 6000
        for each in one.embeds:
            assert len(each.title) <= 256
            assert len(each.description) <= 4096
            assert len(each.footer) <= 2048
        check_rows(one)


def check_rows(drawn: Drawn) -> None:
    assert len(drawn.rows) <= 5
    for row in drawn.rows:
        if isinstance(row, Select):
            assert 1 <= len(row.options) <= 25
            assert all(1 <= len(one.label) <= 100 for one in row.options)
        else:
            assert 1 <= len(row) <= 5
            assert all(1 <= len(one.label) <= 80 for one in row)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_colour_and_words_that_say_it_without(status: Status) -> None:
    held = told(status)
    shown = reply_of((finding(held),), Wording(SAY, DISTRICT, TUESDAY_NOON))
    (embed,) = draw_reply(shown, (), SAY).embeds

    said = f"{embed.title} {embed.description}".lower()
    assert embed.colour == STATUS_COLOURS[shown.status or ""]
    assert SAID.get(status, status.value.replace("_", " ")) in said
    assert "Wednesday, March 23" in f"{embed.title} {embed.description}"


def test_a_status_leads_as_the_title_and_its_source_stands_below() -> None:
    shown = draw_reply(reply(passage("Closed on Wednesday, March 23.", "Plan to stay home.")), (), SAY)

    (embed,) = shown.embeds
    assert embed.title == "Closed on Wednesday, March 23."
    assert embed.description == f"Plan to stay home.\n-# {LAST_WORD}"


def test_an_instant_that_is_known_stands_on_the_readers_clock_too() -> None:
    as_of = at("2022-03-21 20:00")
    minute = reply_of((finding(told(Status.CLOSED, Precision.MINUTE)),), Wording(SAY, DISTRICT, TUESDAY_NOON))
    day = reply_of((finding(told(Status.CLOSED, Precision.DAY)),), Wording(SAY, DISTRICT, TUESDAY_NOON))

    known = draw_reply(minute, (), SAY).embeds[0].description.replace("\u202f", " ")
    assert f"8:00 PM. · <t:{int(as_of.timestamp())}:f>" in known
    assert "<t:" not in draw_reply(day, (), SAY).embeds[0].description


def test_an_address_opens_by_its_source_and_a_strange_one_does_not() -> None:
    linked = draw_reply(reply(passage("Closed.", address="https://abc10.com/a(b)_c")), (), SAY)
    strange = draw_reply(reply(passage("Closed.", address="javascript:alert(1)")), (), SAY)

    assert f"-# [{LAST_WORD}](https://abc10.com/a%28b%29_c)" in linked.embeds[0].description
    assert "javascript" not in all_text(strange)


def test_an_emergency_number_stands_above_everything() -> None:
    shown = draw_reply(reply(passage("Closed."), notes=("Call 911 now.", "It is long."), urgent=True), (), SAY)
    alone = draw_reply(
        reply(passage("Call 911 now."), urgent=True, outcome=Outcome.SMALLTALK, status="unknown"), (), SAY
    )

    assert shown.content == "**Call 911 now.**\n\nIt is long."
    assert alone.embeds[0].description.startswith("**Call 911 now.**")
    assert alone.embeds[0].colour is None


@pytest.mark.parametrize("outcome", [Outcome.SMALLTALK, Outcome.CLARIFY, Outcome.OUT_OF_SCOPE])
def test_what_is_no_answer_is_not_bold(outcome: Outcome) -> None:
    shown = draw_reply(reply(passage("You're welcome."), outcome=outcome, notes=("One note.",)), (), SAY)

    assert "**" not in all_text(shown)


def test_a_long_status_is_bold_together_with_its_day_and_what_it_hangs_on() -> None:
    found = Finding(FindingKind.KNOWN, TOPICS[0], Asked(TOPICS[0].slug, WEDNESDAY), WEDNESDAY)
    long = "Closed: Wednesday, March 23, unless a deal is reached first " + "(all schools of the district) " * 8
    shown = draw_reply(reply(passage(long.strip()), passage("Meals."), findings=(found,)), (), SAY)

    assert f"**{escaped(long.strip())}**" in shown.embeds[0].description


def test_of_another_long_lead_what_names_the_day_is_bold() -> None:
    long = "Wednesday, March 23, if campuses close that day: " + "Students can still get school meals. " * 8

    assert "**Wednesday, March 23, if campuses close that day:** Students" in all_text(
        draw_reply(reply(passage(long)), (), SAY)
    )


def test_who_says_only_what_is_left_out_is_left_out_with_it() -> None:
    aside = Line(LineKind.ASIDE, "It is unclear how long a strike would last.")
    hole = passage("Nothing is announced yet for Thursday.")
    hole = replace(hole, lines=(*hole.lines, aside), leading=())

    assert LAST_WORD not in all_text(draw_reply(reply(hole), (), SAY, brief=True))
    assert LAST_WORD in all_text(draw_reply(reply(hole), (), SAY))


def test_what_is_not_about_a_claim_has_no_colour() -> None:
    shown = draw_reply(replace(reply(passage("Hello!")), outcome=Outcome.SMALLTALK), (), SAY)

    assert shown.embeds[0].colour is None
    assert shown.embeds[0].title == ""


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("**bold** _it_ ~~no~~", r"\*\*bold\*\* \_it\_ \~\~no\~\~"),
        ("<@123> and <@&4>", r"\<@123\> and \<@&4\>"),
        ("@everyone @here", "@\u200beveryone @\u200bhere"),
        ("[click](https://evil.example)", r"\[click\](https://evil.example)"),
        ("# head", r"\# head"),
        ("-# small", r"\-# small"),
        ("- list", r"\- list"),
        ("1. list", r"1\. list"),
        ("> quote", r"\> quote"),
        ("a `code` ||spoiler||", r"a \`code\` \|\|spoiler\|\|"),
        (r"back\slash", r"back\\slash"),
        ("see https://www.scusd.edu/a_b_c now", "see https://www.scusd.edu/a_b_c now"),
        ("March 23, 8-10", "March 23, 8-10"),
    ],
)
def test_words_are_shown_as_they_were_written(words: str, shown: str) -> None:
    assert escaped(words) == shown


@given(st.text(max_size=300), st.integers(20, 300))
@settings(deadline=None, max_examples=60)
def test_escaped_words_keep_their_limit_and_open_nothing(words: str, most: int) -> None:
    shown = escaped(words, most)

    assert len(shown) <= most
    assert not re.search(r"(?<!\\)<[@#t:/]", re.sub(r"\\\\", "", shown))
    assert not re.search(r"@(everyone|here)", shown)


def test_a_command_that_is_named_opens_by_a_tap() -> None:
    known = {"today": 7, "settings": 8}

    assert clickable("/today · How it stands; /forget", known) == "</today:7> · How it stands; /forget"
    assert clickable('"/settings schools=middle" or `/today`', known) == '"/settings schools=middle" or `/today`'
    assert clickable("https://a.b/today", known) == "https://a.b/today"


@pytest.mark.parametrize("words", ["x" * 5000, MARKUP * 80, "🏫" * 3000, "word " * 900, "\n# \n> " * 500])
@pytest.mark.parametrize("parts", [1, 3, 12])
def test_a_reply_of_any_words_keeps_the_limits(words: str, parts: int) -> None:
    long = reply(*[passage(words, words, words) for _ in range(parts)], notes=(words, words))

    for brief in (False, True):
        shown = draw_reply(long, [offer(words)] * 4, SAY, brief=brief)
        check_limits(shown)
        assert not re.search(r"@everyone", all_text(shown))


def test_sources_with_long_addresses_fit_an_embed_with_the_longest_answer() -> None:
    one = passage(MARKUP * 90, MARKUP * 90, address="https://abc10.com/" + "a" * 270)
    many = replace(one, attributions=one.attributions * 20)

    check_limits(draw_reply(reply(many), (), SAY))


@pytest.mark.parametrize("parts", [1, 2, 5, 9])
def test_each_answer_that_is_shown_has_its_source_and_day(parts: int) -> None:
    each = [passage(f"Closed on Wednesday, March {place + 10}.", "y" * 700) for place in range(parts)]
    shown = all_text(draw_reply(reply(*each), (), SAY))

    assert shown.count("Closed on Wednesday") == shown.count(LAST_WORD)
    assert shown.count(LAST_WORD) >= 1
    if shown.count(LAST_WORD) < parts:
        assert f"and {parts - shown.count(LAST_WORD)} more" in shown


def test_a_passage_names_at_most_so_many_sources() -> None:
    one = passage("Closed.")
    many = replace(one, attributions=one.attributions * 20)

    assert all_text(draw_reply(reply(many), (), SAY)).count(LAST_WORD) == MOST_SOURCES


def test_few_choices_are_buttons_and_many_a_menu() -> None:
    def shown(count: int) -> Drawn:
        choices = tuple(Choice(f"Topic {place}", f"topic-{place}") for place in range(count))
        return draw_reply(reply(passage("Which?"), choices=choices), (), SAY)

    assert not any(isinstance(row, Select) for row in shown(5).rows)
    (menu,) = shown(6).rows
    assert isinstance(menu, Select)
    assert len(menu.options) == 6
    check_limits(shown(200))


def test_a_long_choice_is_read_in_whole_above_its_button() -> None:
    choice = Choice("Whether " + "very " * 20 + "long", "meals")
    shown = draw_reply(reply(passage("Which?"), choices=(choice,)), (), SAY)

    assert choice.label in all_text(shown)
    check_limits(shown)


class TestPages:
    def test_a_preview_shows_what_families_read_as_they_will_read_it(self) -> None:
        shown = reply(passage("Closed on Wednesday, March 23."), status="closed")
        page = Page(
            PageKind.PREVIEW, "Closes Wednesday", previews=(Preview("en", "Is there school?", shown),),
            offers=(offer("Publish"),),
        )  # fmt: skip
        (drawn,) = draw_page(page, SAY, role=Role.EDITOR)

        assert [one.colour for one in drawn.embeds][1] == STATUS_COLOURS["closed"]
        assert drawn.embeds[1].footer == "English · Is there school?"
        assert [one.label for row in drawn.rows if not isinstance(row, Select) for one in row] == ["Publish", "Cancel"]

    def test_a_long_page_goes_on_in_further_messages_with_the_buttons_under_the_last(self) -> None:
        page = Page(PageKind.SHOWN, "All", tuple(f"{place}. {'w' * 300}" for place in range(60)), offers=(offer("Go"),))
        messages = draw_page(page, SAY, role=Role.VIEWER)

        check_limits(*messages)
        assert 1 < len(messages) <= 4
        assert [bool(one.rows) for one in messages] == [False] * (len(messages) - 1) + [True]
        assert "more" in all_text(messages[-1])

    def test_a_page_of_any_words_keeps_the_limits(self) -> None:
        for words in ("x" * 3000, MARKUP * 40, "🏫" * 900):
            shown = reply(passage(words, words), notes=(words,))
            page = Page(
                PageKind.PREVIEW, words, (words,) * 9, warnings=(words,) * 9,
                grid=Grid((words,) * 4, ((words,) * 4,) * 9),
                previews=(Preview("en", words, shown),) * 30, offers=(offer(words),) * 60,
                problems=(Problem(words, words),), reply=shown,
            )  # fmt: skip
            check_limits(*draw_page(page, SAY, role=Role.EDITOR))

    def test_many_offers_are_a_menu(self) -> None:
        page = Page(PageKind.SHOWN, "Which?", offers=tuple(offer(f"Number {place}") for place in range(30)))
        (drawn,) = draw_page(page, SAY, role=Role.VIEWER)

        assert [len(row.options) for row in drawn.rows if isinstance(row, Select)] == [25, 5]

    def test_a_list_stands_under_its_heading_and_a_command_is_set_off_to_be_copied(self) -> None:
        page = Page(
            PageKind.SHOWN, "All", ("First.", "Services", "• Meals", "Ends soon:", "  /claim show meals · today")
        )
        (drawn,) = draw_page(page, SAY, role=Role.VIEWER)

        assert drawn.embeds[0].description == (
            "First.\n\n**Services**\n• Meals\n\n**Ends soon:**\n• `/claim show meals` · today"
        )

    def test_a_table_names_what_each_figure_is(self) -> None:
        page = Page(PageKind.SHOWN, "Figures", grid=Grid(("what", "how many"), (("asked", "12"), ("  of them", "3"))))
        (drawn,) = draw_page(page, SAY, role=Role.VIEWER)

        assert drawn.embeds[0].description == "asked: **12**\n• of them: **3**"


def told(status: Status, precision: Precision = Precision.DAY) -> Held:
    as_of = at("2022-03-21 20:00")
    said = claim("status", "school-open", "The words.", status=status, first_day=WEDNESDAY)
    source = Source("article", "ABC10", as_of, precision)
    return Held(said, 1, source, DISTRICT.speakers[:1], (), STRIKE, as_of, at("2022-03-24 00:00"))


def finding(*helds: Held, day: date = WEDNESDAY) -> Finding:
    return Finding(FindingKind.KNOWN, TOPICS[0], Asked("school-open", day), day, helds)


def test_a_day_that_is_only_a_hole_has_the_colour_of_what_is_not_known() -> None:
    hole = Finding(FindingKind.NOT_ANNOUNCED, TOPICS[0], Asked("school-open", THURSDAY), THURSDAY)
    shown = reply_of((hole,), Wording(SAY, DISTRICT, TUESDAY_NOON))

    assert draw_reply(shown, (), SAY).embeds[0].colour == STATUS_COLOURS["unknown"]

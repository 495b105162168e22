"""Replies and pages as Telegram shows them, read back as Telegram reads HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.buttons import LONGEST_LABEL, MOST_IN_ROW, in_rows, label
from adapters.telegram.drawing import MOST_MESSAGES, draw_page, draw_reply, plain
from adapters.telegram.drawn import Button, Drawn
from adapters.telegram.letters import (
    LONGEST,
    MOST_ENTITIES,
    entities,
    escaped,
    harmless,
    length,
    shortened,
    units,
    width,
)
from bot.catalogue import load_catalogue
from bot.commands import Role, find_command
from bot.pages import Grid, Invocation, Offer, Page, PageKind, Preview, Problem, Who
from bot.presses import Step, StepKind
from bot.questions import Attribution, Choice, Line, LineKind, Outcome, Passage, Reply
from knowledge.findings import Asked, Finding, FindingKind
from tests.adapters.telegram.double_entities import read_html
from tests.sacramento import TOPICS, TUESDAY_NOON, WEDNESDAY

SAY = load_catalogue("en")
ANNA = Who("telegram:11", "telegram:11", "en")
CLOSED = "Closed on Wednesday, March 23, unless a deal is reached first."
AS_OF = "Said by the district, reported by ABC10; as of Monday, March 21."


def passage(headline: str = CLOSED, *more: Line, address: str | None = None) -> Passage:
    said = Attribution(("the district",), "ABC10", TUESDAY_NOON, AS_OF, address)
    return Passage((Line(LineKind.HEADLINE, headline), *more), (said,))


def reply(*passages: Passage, **fields: object) -> Reply:
    made = Reply(Outcome.ANSWER, "en", passages or (passage(),), status="closed")
    return replace(made, **fields)  # type: ignore[arg-type]


def offer(words: str, name: str = "follow", *, confirmed: bool = False, **values: str) -> Offer:
    return Offer(words, Invocation(name, ANNA, TUESDAY_NOON, values=values, confirmed=confirmed))


UNDER = tuple(offer(one) for one in ("Follow this", "This helped", "This is wrong", "Ask a person"))


def labels(drawn: Drawn) -> list[tuple[str, ...]]:
    return [tuple(one.label for one in row) for row in drawn.rows]


def parts(html: str, kind: str) -> list[str]:
    """What is bold, italic, ..., as Telegram reads it."""
    text, found = read_html(html)
    coded = text.encode("utf-16-le")
    return [
        coded[one.offset * 2 : (one.offset + one.length) * 2].decode("utf-16-le") for one in found if one.kind == kind
    ]


def folded(html: str) -> list[str]:
    """What is behind a tap."""
    read_html(html)
    return [plain(one) for one in re.findall("<blockquote expandable>(.*?)</blockquote>", html, re.DOTALL)]


def pages(page: Page, role: Role = Role.EDITOR) -> tuple[Drawn, ...]:
    return draw_page(page, SAY, role=role)


class TestReplies:
    def test_the_status_leads_in_bold_and_the_as_of_line_ends_it_in_italics(self) -> None:
        advice = Line(LineKind.BODY, "Plan to keep your student at home.")
        drawn = draw_reply(reply(passage(CLOSED, advice)), (), SAY)
        assert plain(drawn.html).splitlines() == [CLOSED, "Plan to keep your student at home.", AS_OF]
        assert parts(drawn.html, "bold") == [CLOSED]
        assert parts(drawn.html, "italic") == [AS_OF]

    def test_an_emergency_number_stands_above_the_answer(self) -> None:
        notes = ("If someone is in danger, call 911 now.", "I can answer in: English.")
        drawn = draw_reply(reply(notes=notes, urgent=True), (), SAY)
        assert plain(drawn.html).startswith("If someone is in danger, call 911 now.\n\nI can answer in: English.\n\nCl")
        assert parts(drawn.html, "bold") == ["If someone is in danger, call 911 now.", CLOSED]
        alone = reply(passage("Call 911 now."), urgent=True, outcome=Outcome.OUT_OF_SCOPE)
        assert parts(draw_reply(alone, (), SAY).html, "bold") == ["Call 911 now."]

    @pytest.mark.parametrize("outcome", [Outcome.SMALLTALK, Outcome.CLARIFY, Outcome.OUT_OF_SCOPE])
    def test_what_is_no_answer_is_not_bold(self, outcome: Outcome) -> None:
        drawn = draw_reply(reply(passage("You're welcome."), outcome=outcome, notes=("One note.",)), (), SAY)
        assert parts(drawn.html, "bold") == []

    def test_a_status_is_never_bold_without_what_it_hangs_on(self) -> None:
        found = Finding(FindingKind.KNOWN, TOPICS[0], Asked(TOPICS[0].slug, WEDNESDAY), WEDNESDAY)
        long = "Closed: Wednesday, March 23, unless a deal is reached first " + "(all schools of the district) " * 3
        drawn = draw_reply(reply(passage(long.strip()), findings=(found,)), (), SAY)
        assert parts(drawn.html, "bold") == [long.strip()]

    def test_whatever_is_said_is_escaped(self) -> None:
        drawn = draw_reply(reply(passage('<b>Open</b> & "well" <script>')), (offer("<b>&"),), SAY)
        assert plain(drawn.html).startswith('<b>Open</b> & "well" <script>')
        assert parts(drawn.html, "bold") == ['<b>Open</b> & "well" <script>']
        assert labels(drawn) == [("<b>&",)]

    def test_a_source_is_a_link_only_where_the_whole_address_is_known(self) -> None:
        known = draw_reply(reply(passage(address="https://abc10.com/a?b=1&c=2")), (), SAY)
        assert [one.address for one in read_html(known.html)[1] if one.kind == "text_link"] == [
            "https://abc10.com/a?b=1&c=2"
        ]
        assert parts(known.html, "text_link") == [AS_OF]
        for unknown in (None, "abc10.com", "javascript:alert(1)"):
            assert "<a" not in draw_reply(reply(passage(address=unknown)), (), SAY).html

    def test_an_address_cannot_break_out_of_its_quotes(self) -> None:
        drawn = draw_reply(reply(passage(address='https://a.example/"><b>x')), (), SAY)
        assert [one.address for one in read_html(drawn.html)[1] if one.address] == ['https://a.example/"><b>x']

    def test_of_a_long_lead_what_names_the_day_is_bold(self) -> None:
        long = "Wednesday, March 23, if campuses close that day: " + "Students can still get school meals. " * 4
        assert parts(draw_reply(reply(passage(long)), (), SAY).html, "bold") == [
            "Wednesday, March 23, if campuses close that day:"
        ]

    def test_what_goes_beyond_a_screen_folds_what_is_told_beside(self) -> None:
        beside = Line(LineKind.ASIDE, "It is unclear how long a strike would last. " * 6)
        short = draw_reply(reply(passage(CLOSED, beside)), (), SAY)
        long = draw_reply(reply(*[passage(CLOSED, beside)] * 4), (), SAY)
        assert "blockquote" not in short.html
        assert len(folded(long.html)) == 4
        assert parts(long.html, "bold") == [CLOSED] * 4

    def test_direction_marks_of_arabic_stay(self) -> None:
        words = "\u200f\u2068March 23\u2069: مغلقة"
        assert plain(draw_reply(reply(passage(words)), (), SAY).html).startswith(words)

    @pytest.mark.parametrize("count", [12, 40])
    def test_what_does_not_fit_is_left_out_passage_by_passage(self, count: int) -> None:
        many = [
            passage(f"{number}: {CLOSED}", Line(LineKind.BODY, "Plan to stay at home. " * 20))
            for number in range(count)
        ]
        drawn = draw_reply(reply(*many), (), SAY)
        text, _ = read_html(drawn.html)
        assert units(text) <= LONGEST
        *told, rest = text.split("\n\n")
        assert all(one.endswith(AS_OF) for one in told)
        assert rest == f"and {count - len(told)} more"

    def test_one_passage_alone_never_goes_beyond_a_message(self) -> None:
        lines = [Line(LineKind.BODY, "z\u0301\u0302\u0303" * 2000), *[Line(LineKind.BODY, "word " * 900)] * 20]
        drawn = draw_reply(reply(passage("🏫" * 4096, *lines)), (), SAY)
        text, _ = read_html(drawn.html)
        assert units(text) <= LONGEST
        assert text.endswith(AS_OF)

    def test_buttons_stand_two_in_a_row(self) -> None:
        assert labels(draw_reply(reply(), UNDER, SAY)) == [
            ("Follow this", "This helped"),
            ("This is wrong", "Ask a person"),
        ]


class TestChoices:
    def test_what_may_be_meant_is_buttons(self) -> None:
        choices = (Choice("School meals", "meals"), Choice("None of these", None))
        drawn = draw_reply(reply(outcome=Outcome.CLARIFY, choices=choices), (), SAY)
        assert [one.does for row in drawn.rows for one in row] == list(choices)
        assert "\n1. " not in plain(drawn.html)

    def test_labels_that_a_phone_would_cut_are_written_out_above(self) -> None:
        long = "Where families can pick up meals while the schools are closed"
        choices = (Choice(long, "meals.places"), Choice("None of these", None))
        drawn = draw_reply(reply(outcome=Outcome.CLARIFY, choices=choices), (), SAY)
        assert plain(drawn.html).endswith(f"1. {long}\n2. None of these")
        assert all(width(one.label) <= LONGEST_LABEL for row in drawn.rows for one in row)


class TestInARoomWithOthers:
    ASIDE = Line(LineKind.ASIDE, "It is unclear how long a strike would last.")

    def test_it_is_brief_and_leads_to_the_whole_of_it(self) -> None:
        whole = reply(passage(CLOSED, self.ASIDE))
        drawn = draw_reply(
            whole, UNDER[2:3], SAY, brief=True, more="https://t.me/bellwether_bot?start=a-20220323-school-open"
        )
        assert plain(drawn.html).splitlines() == [CLOSED, AS_OF]
        assert labels(drawn) == [("More", "This is wrong")]
        assert drawn.rows[0][0].link == "https://t.me/bellwether_bot?start=a-20220323-school-open"

    def test_of_many_parts_the_first_are_told_and_the_others_counted(self) -> None:
        drawn = draw_reply(reply(*[passage()] * 6, notes=("Call 911.",)), (), SAY, brief=True)
        blocks = plain(drawn.html).split("\n\n")
        assert blocks == ["Call 911.", *[f"{CLOSED}\n{AS_OF}"] * 4, "and 2 more"]

    def test_who_says_only_what_is_left_out_is_left_out_with_it(self) -> None:
        hole = replace(passage("Nothing is announced yet for Thursday.", self.ASIDE), leading=())
        assert plain(draw_reply(reply(hole), (), SAY, brief=True).html) == "Nothing is announced yet for Thursday."
        assert plain(draw_reply(reply(hole), (), SAY).html).splitlines()[-1] == AS_OF

    def test_more_stands_alone_where_nothing_else_does(self) -> None:
        assert labels(draw_reply(reply(), (), SAY, brief=True, more="https://t.me/bellwether_bot")) == [("More",)]


class TestPreviews:
    def preview(self) -> Page:
        return Page(
            PageKind.PREVIEW,
            "Closed on Thursday, March 24",
            ("People who will be told: 14; chats: 3.",),
            warnings=("Another claim says open.",),
            previews=(Preview("en", "Is there school?", reply()), Preview("es", "¿Hay clases?", reply())),
            offers=(
                offer("Publish", "status", confirmed=True),
                offer("It belongs to no event", "status", event="none"),
            ),
        )

    def test_what_families_get_is_quoted_in_each_language(self) -> None:
        drawn = pages(self.preview())[0]
        assert parts(drawn.html, "blockquote") == [f"{CLOSED}\n{AS_OF}"] * 2
        assert parts(drawn.html, "italic")[0] == "English · Is there school?"
        assert "⚠️ Another claim says open." in plain(drawn.html)
        assert "People who will be told: 14; chats: 3." in plain(drawn.html)

    def test_publishing_stands_alone_and_there_is_a_way_out(self) -> None:
        drawn = pages(self.preview(), Role.PUBLISHER)[0]
        assert labels(drawn) == [("Publish",), ("It belongs to no event",), ("Cancel",)]
        assert drawn.rows[-1][0].does == Step(StepKind.CANCEL)
        assert drawn.role is Role.PUBLISHER

    def test_whatever_publishes_stands_alone(self) -> None:
        offers = (
            offer("Publish", "claim", confirmed=True),
            offer("Without", "claim", event="none"),
            offer("Wording", "claim", confirmed=True, kind="wording"),
        )
        assert labels(pages(replace(self.preview(), offers=offers))[0]) == [
            ("Publish",),
            ("Wording",),
            ("Without",),
            ("Cancel",),
        ]

    def test_a_long_preview_is_folded(self) -> None:
        long = reply(passage(CLOSED, *[Line(LineKind.BODY, "Plan to stay at home. " * 10)] * 3))
        drawn = pages(replace(self.preview(), previews=(Preview("en", "Is there school?", long),)))[0]
        assert len(folded(drawn.html)) == 1


class TestPages:
    def test_a_table_is_lines_that_name_what_they_say(self) -> None:
        grid = Grid(
            ("number", "people", "newest question", "topic", "why"),
            (("3", "12", "when do buses run", "", "not known"),),
        )
        drawn = pages(Page(PageKind.SHOWN, "What families asked", grid=grid))[0]
        assert plain(drawn.html).splitlines()[2:] == ["3 · when do buses run", "people: 12 · why: not known"]

    def test_a_comparison_keeps_both_its_sides(self) -> None:
        grid = Grid(("field", "yours", "theirs, as it stands"), (("hour", "10:00", "9:00"),))
        assert plain(pages(Page(PageKind.REFUSED, "Not done.", grid=grid))[0].html).splitlines()[2:] == [
            "hour",
            "yours: 10:00 · theirs, as it stands: 9:00",
        ]

    def test_a_table_of_two_columns_is_a_list(self) -> None:
        grid = Grid(("what", "how many"), (("questions", "13"), ("  answered", "6 (46%)")))
        assert plain(pages(Page(PageKind.SHOWN, "Of the last 7 days", grid=grid))[0].html).splitlines()[2:] == [
            "questions: 13",
            "• answered: 6 (46%)",
        ]

    def test_a_long_list_is_folded_under_its_heading(self) -> None:
        lines = ("Services", *(f"• topic {number}" for number in range(9)), "and 6 more", "Plans", "• Strike")
        html = pages(Page(PageKind.SHOWN, "Topics", lines))[0].html
        assert parts(html, "bold") == ["Topics", "Services", "Plans"]
        assert folded(html) == ["\n".join(lines[1:10])]
        assert plain(html).splitlines()[-5:] == ["• topic 8", "and 6 more", "", "Plans", "• Strike"]

    def test_a_command_with_its_values_is_copied_by_a_tap_and_a_sentence_is_not(self) -> None:
        lines = (
            "/role join AB-CD",
            "/claim show closed · 2022-03-24",
            "/forget deletes everything.",
            "/help · What you can do.",
        )
        assert parts(pages(Page(PageKind.DONE, "Invited", lines))[0].html, "code") == [
            "/role join AB-CD",
            "/claim show closed",
        ]

    def test_what_is_missing_is_named_with_how_it_is_typed(self) -> None:
        page = Page(
            PageKind.FORM,
            "Something is missing.",
            command=find_command("status"),
            problems=(Problem("day", "This is needed."),),
        )
        html = pages(page)[0].html
        assert "⚠️ day: This is needed." in plain(html)
        assert parts(html, "code")[0].startswith("/status STATUS DAY")

    def test_an_answer_within_a_page_is_drawn_as_an_answer(self) -> None:
        page = Page(PageKind.SHOWN, "Whether school is on", reply=reply(), offers=UNDER)
        assert pages(page) == (draw_reply(reply(), UNDER, SAY),)

    def test_a_long_page_goes_on_and_its_buttons_stand_under_the_last_message(self) -> None:
        rows = tuple((f"claim-{number}", "live", "Closed on Wednesday. " * 12) for number in range(30))
        grid = Grid(("claim", "life", "what it says"), rows)
        drawn = pages(Page(PageKind.SHOWN, "30 claims", grid=grid, offers=(offer("Next page", "claim", page="2"),)))
        assert 1 < len(drawn) <= MOST_MESSAGES
        assert [bool(one.rows) for one in drawn] == [False] * (len(drawn) - 1) + [True]
        told = [one for message in drawn for one in parts(message.html, "bold")]
        assert told == ["30 claims", *(f"claim-{number}" for number in range(30))]

    def test_a_page_without_end_ends(self) -> None:
        rows = tuple((f"claim-{number}", "live", "Closed. " * 30) for number in range(400))
        drawn = pages(Page(PageKind.SHOWN, "400 claims", grid=Grid(("claim", "life", "what it says"), rows)))
        assert len(drawn) == MOST_MESSAGES
        assert plain(drawn[-1].html).splitlines()[-1].startswith("and ")
        assert all(length(one.html) <= LONGEST and entities(one.html) <= MOST_ENTITIES + 1 for one in drawn)


class TestButtons:
    def test_a_label_is_cut_for_a_phone(self) -> None:
        assert label("Stop: Is there school?, Friday, March 25") == "Stop: Is there school?, Friday, M…"
        assert label("  This \n helped\u200b ") == "This helped"
        assert width(label("学校在星期三因为罢工而关闭了吗请告诉我")) <= LONGEST_LABEL

    def test_short_ones_stand_three_in_a_row_and_long_ones_alone(self) -> None:
        rows = in_rows(
            Button(one)
            for one in ("Look at 1", "Look at 2", "Look at 3", "Look at 4", "Another way to ask about: Strike")
        )
        assert [len(row) for row in rows] == [MOST_IN_ROW, 1, 1]


class TestLetters:
    def test_marks_are_piled_no_higher_than_a_script_has_them(self) -> None:
        assert harmless("o" + "\u0301" * 4000 + "k") == "o" + "\u0301" * 4 + "k"

    def test_what_nobody_sees_is_left_out_and_joiners_of_farsi_stay(self) -> None:
        assert harmless("a\u200b\u2060\ufeff\x00b\x1b[2J") == "ab[2J"
        assert harmless("می\u200c\u200c\u200cشود") == "می\u200cشود"

    def test_halves_of_a_letter_are_left_out(self) -> None:
        assert escaped("a\ud83cb") == "ab"

    def test_length_is_counted_after_the_tags_are_read(self) -> None:
        assert length("<b>🏫 &amp;</b>") == 4

    @given(st.text(), st.integers(min_value=1, max_value=50))
    def test_what_is_shortened_fits(self, words: str, most: int) -> None:
        assert units(shortened(words, most)) <= most

    @given(st.text(alphabet=st.characters(codec="utf-8")))
    def test_escaped_words_are_read_back_as_they_were_meant(self, words: str) -> None:
        assert plain(escaped(words)) == harmless(words)
        text, found = read_html(escaped(words))
        assert not found
        assert text.split() == harmless(words).split()


@given(st.lists(st.text(max_size=3000), min_size=1, max_size=30), st.lists(st.text(max_size=80), max_size=120))
def test_whatever_a_page_holds_telegram_takes_it(lines: Sequence[str], offered: Sequence[str]) -> None:
    page = Page(PageKind.SHOWN, lines[0], tuple(lines), offers=tuple(offer(one) for one in offered))
    drawn = draw_page(page, SAY, role=Role.FAMILY)
    for one in drawn:
        text, _ = read_html(one.html)
        assert units(text) <= LONGEST
    buttons = [one for row in drawn[-1].rows for one in row]
    assert len(buttons) == min(len(offered), 100)
    assert all(one.label and width(one.label) <= LONGEST_LABEL for one in buttons)


class TestWhatIsNoLongerSo:
    OLD = Line(LineKind.HEADLINE, "Closed <&> on Wednesday", struck=True)

    def test_it_is_struck_through_and_never_stands_out(self) -> None:
        drawn = draw_reply(reply(Passage((self.OLD, Line(LineKind.HEADLINE, "Open on Wednesday")))), (), SAY)
        assert drawn.html == "<s>Closed &lt;&amp;&gt; on Wednesday</s>\n<b>Open on Wednesday</b>"
        assert length(drawn.html) == len("Closed <&> on Wednesday\nOpen on Wednesday")
        assert entities(drawn.html) == 2

    @pytest.mark.parametrize("kind", list(LineKind))
    def test_it_is_neither_left_out_where_others_read_along_nor_folded(self, kind: LineKind) -> None:
        old = Line(kind, "Closed on Wednesday", struck=True)
        beside = tuple(Line(LineKind.ASIDE, "told beside " * 60) for _ in range(2))
        made = reply(Passage((Line(LineKind.HEADLINE, "Open"), old, *beside)))
        for brief in (True, False):
            html = draw_reply(made, (), SAY, brief=brief).html
            assert "\n<s>Closed on Wednesday</s>" in html

    def test_a_long_one_is_cut_like_any_other(self) -> None:
        made = reply(Passage((Line(LineKind.HEADLINE, "Open"), Line(LineKind.BODY, "x" * 5000, struck=True))))
        html = draw_reply(made, (), SAY).html
        assert read_html(html)[0].endswith("…")
        assert html.endswith("…</s>")

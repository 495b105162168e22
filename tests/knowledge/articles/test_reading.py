"""Reading: the paragraphs of a page and nothing that stands around them; whose it is, and in which language."""

from __future__ import annotations

import pytest

from knowledge.articles.article import Form, Note
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.paragraphs import MOST_WORDS, decoded
from knowledge.articles.reading import For, read_page, read_text
from knowledge.claims import Precision
from tests.articles.expected import Expected, expectation, expectations, profile
from tests.knowledge.articles.pages import NOTICE, data, meta, page, read, reader
from tests.knowledge.sacramento import moment

every_page = pytest.mark.parametrize("expected", expectations(), ids=lambda one: one.article)


def why(html: str | bytes) -> Why:
    with pytest.raises(NothingRead) as failure:
        read(html)
    return failure.value.why


@every_page
def test_the_six_pages_are_read_as_a_careful_reader_reads_them(expected: Expected) -> None:
    whom = For.of(profile(expected.district), now=expected.changed or expected.moment)

    found = read_page(expected.page, whom=whom, address=expected.address or "https://land-park.example/heat.html")

    assert (found.outlet, found.title, found.language) == (expected.outlet, expected.title, expected.language)
    assert found.address == expected.address or expected.address is None
    assert len(found.paragraphs) == expected.paragraphs
    assert (found.published.at if found.published else None) == expected.published
    assert (found.changed.at if found.changed else None) == expected.changed
    assert found.notes == ()


def test_paragraphs_keep_their_order_and_their_form() -> None:
    smoke = expectation("smoke-closure.html")
    found = read_page(smoke.page, whom=For.of(profile(smoke.district), now=smoke.moment))

    assert found.paragraphs[0].text.startswith("Three Sacramento City Unified elementary schools will be closed")
    assert [one.text for one in found.paragraphs if one.form is Form.ITEM] == [
        "Leataata Floyd Elementary",
        "William Land Elementary",
        "Crocker/Riverside Elementary",
    ]
    assert [one.text for one in found.paragraphs if one.form is Form.HEADING] == ["What about Friday?"]
    assert found.paragraphs[-1].text.endswith("as of Tuesday night.")


def test_what_the_outlet_sets_between_paragraphs_is_left_out() -> None:
    between = [NOTICE[0], "</p><div class='Newsletter-Box'><p>Sign up for the morning mail.</p></div><p>", *NOTICE[1:]]
    between.insert(2, "<a href='/timeline'>RELATED: A timeline of the strike since January 2019</a>")

    assert [one.text for one in read(page(text=between)).paragraphs] == list(NOTICE)


def test_a_long_text_is_not_taken_for_a_promotion_by_the_name_of_its_box() -> None:
    text = [f"<span class='subscriber-content'>{one}</span>" for one in NOTICE]
    html = page(text=text).replace("<article>", "<article class='promoted related-story'>")

    assert len(read(html).paragraphs) == len(NOTICE)


def test_a_short_notice_is_enough() -> None:
    html = (
        "<html><head><title>Alert</title></head><body><h1>Alert</h1><p>All schools are closed today.</p></body></html>"
    )

    assert [one.text for one in read(html).paragraphs] == ["All schools are closed today."]


# Pages without a text


def test_a_login_page_says_so() -> None:
    form = "<form action='/login'><input name='u'><input type='password' name='p'><button>Sign in</button></form>"

    assert why(f"<html><body><h1>Welcome back</h1><p>Sign in to go on reading.</p>{form}</body></html>") is Why.SIGN_IN


def test_an_article_beside_a_login_form_is_read() -> None:
    form = "<form><input type='PASSWORD'></form>"

    assert len(read(page(text=NOTICE * 4, below=form)).paragraphs) == 12


@pytest.mark.parametrize(
    "body",
    [
        "<div id='root'></div><script src='/app.js'></script>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id='app'></div><script>go()</script>",
    ],
)
def test_a_page_drawn_by_scripts_says_so(body: str) -> None:
    assert why(f"<html><head><title>The Daily</title></head><body>{body}</body></html>") is Why.SCRIPTED


def test_a_page_drawn_by_scripts_is_read_where_it_tells_its_text_to_machines() -> None:
    said = "\\n\\n".join(NOTICE)
    more = f', "headline": "Strike looms", "articleBody": "{said}"'
    head = data("2022-03-21T20:00:00-07:00", more=more)
    html = (
        f"<html><head><title>Daily</title>{head}</head><body><div id='root'></div><script>go()</script></body></html>"
    )

    found = read(html)

    assert [one.text for one in found.paragraphs] == list(NOTICE)
    assert found.title == "Strike looms"


@pytest.mark.parametrize("body", ["", "   ", "<html></html>", "<html><body></body></html>", "<!-- nothing -->"])
def test_nothing_is_nothing(body: str) -> None:
    assert why(body) is Why.EMPTY


def test_part_for_subscribers_is_noted() -> None:
    head = data("2022-03-21T20:00:00-07:00", more=', "isAccessibleForFree": false')

    assert read(page(head=head)).notes == (Note.SUBSCRIBERS,)


# Languages, lengths, letters


def test_a_page_in_spanish_is_one_of_the_districts_languages() -> None:
    text = [
        "Las escuelas de Sacramento estarán cerradas el miércoles, dijo el distrito en un mensaje a las familias.",
        "Habrá comidas en todas las escuelas desde las 11 de la mañana hasta el mediodía para todos los niños.",
        "El sindicato de maestros planea una huelga mañana si no hay acuerdo con el distrito.",
    ]
    found = read(page(text=text).replace("lang='en'", "lang='es'"))

    assert (found.language, found.notes) == ("es", ())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Школы Сакраменто будут закрыты в среду, сообщил округ в письме семьям в понедельник вечером."),
        ("de", "Die Schulen in Sacramento bleiben am Mittwoch geschlossen, teilte der Bezirk den Familien mit."),
    ],
)
def test_a_page_in_another_language_is_noted(language: str, text: str) -> None:
    found = read(page(text=[text] * 3).replace("lang='en'", f"lang='{language}'"))

    assert (found.language, found.notes) == (language, (Note.LANGUAGE,))


def test_an_article_of_more_than_fifty_thousand_words_is_cut_with_a_note() -> None:
    text = "\n\n".join(["word " * 999 + "end."] * 60)
    found = read_text(text, whom=reader())

    assert found.words == MOST_WORDS
    assert Note.CUT in found.notes
    assert len(found.paragraphs) == 50


def test_one_endless_paragraph_is_cut_too() -> None:
    assert read_text("school " * 60_000, whom=reader()).words == MOST_WORDS


def test_letters_are_read_as_their_host_or_page_says() -> None:
    plain = "<meta charset='windows-1252'><p>“mañana”</p>"

    assert decoded("“mañana”".encode()) == "“mañana”"
    assert decoded("“mañana”".encode("utf-8-sig")) == "“mañana”"
    assert decoded("“mañana”".encode("utf-16")) == "“mañana”"
    assert decoded(plain.encode("cp1252"), page=True) == plain
    assert decoded("школа".encode("koi8-r"), "koi8-r") == "школа"
    assert decoded("mañana".encode("cp1252"), "no-such-charset") == "mañana"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(NothingRead) as failure:
        decoded(b"\x00\x01\x02\x00" * 100)
    assert failure.value.why is Why.KIND


def test_signs_that_do_not_show_are_left_out() -> None:
    found = read_text("Schools are \u202eclosed\u202c on\u200b Wed\u00adnesday.\x00", whom=reader())

    assert found.paragraphs[0].text == "Schools are closed on Wednesday."


# Titles, outlets and addresses


def test_the_title_is_what_readers_saw() -> None:
    head = meta("og:title", "Strike looms in Sacramento | ABC10") + meta("og:site_name", "ABC10")

    assert read(page(head=head)).title == "Strike looms"
    logo = page(head=head).replace("<h1>Strike looms</h1>", "<h1>ABC10 News</h1>")
    assert read(logo).title == "Strike looms in Sacramento"


def test_a_salutation_is_no_title() -> None:
    found = read_text("Dear Sacramento families,\n\nSchools are closed on Wednesday.", whom=reader())

    assert (found.title, len(found.paragraphs)) == (None, 2)


def test_the_outlet_may_stand_behind_the_windows_title() -> None:
    html = page().replace("<title>Strike looms</title>", "<title>Strike looms - The Capital Parent</title>")

    assert (read(html).outlet, read(html).title) == ("The Capital Parent", "Strike looms")


def test_an_address_is_kept_as_the_page_spells_it_on_its_own_site() -> None:
    head = '<link rel="canonical" href="/article/strike-looms">'
    elsewhere = '<link rel="canonical" href="https://another.example/strike">'
    asked = "https://www.abc10.com/a?id=1&utm_source=mail"

    assert read(page(head=head), address=asked).address == "https://www.abc10.com/article/strike-looms"
    assert read(page(head=elsewhere), address=asked).address == "https://www.abc10.com/a?id=1"
    assert read(page(head=head)).address is None


# Pasted texts


def test_a_pasted_text_has_its_blocks_its_header_and_its_outlet() -> None:
    text = (
        "  date 2022-03-21 SACRAMENTO, Calif. (KTXL) — Schools may close on Wednesday.\n \n"
        "The district will decide tomorrow.\n\nNobody knows how long a strike would last."
    )
    found = read_text(text, whom=reader())

    assert found.paragraphs[0].text == "SACRAMENTO, Calif. (KTXL) — Schools may close on Wednesday."
    assert len(found.paragraphs) == 3
    assert found.outlet == "KTXL"
    assert found.published is not None
    assert (found.published.at.date(), found.published.precision) == (moment(21).date(), Precision.DAY)


def test_the_first_line_may_be_a_title_and_the_second_a_date() -> None:
    text = "Strike looms in Sacramento\n\nPublished: 5:44 PM PDT March 21, 2022\n\nSchools may close on Wednesday."
    found = read_text(text, whom=reader())

    assert found.title == "Strike looms in Sacramento"
    assert [one.text for one in found.paragraphs] == ["Schools may close on Wednesday."]
    assert found.published is not None
    assert (found.published.at, found.published.precision) == (moment(21, 17, 44), Precision.MINUTE)


def test_a_text_without_blank_lines_has_a_paragraph_in_each_line() -> None:
    assert len(read_text("Schools are closed.\nMeals are served.\r\nBuses do not run.", whom=reader()).paragraphs) == 3


@pytest.mark.parametrize("text", ["", " \n\n ", "\u200b"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(NothingRead):
        read_text(text, whom=reader())

"""Whatever is handed over, good or bad, comes back as a page with words; of what is refused nothing is kept."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.articles.failure_words import INSTEAD, NOTES, WRONG, note_words, why_nothing
from bot.articles.gathering import Gathering, address_in
from bot.catalogue import EDITING, load_catalogue
from bot.pages import Invocation, Page, PageKind
from knowledge.articles.article import Note
from knowledge.articles.bodies import MOST_BYTES
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.keeping import newest_articles
from knowledge.articles.networks import networks
from knowledge.district import Neighbour, NeighbourKind
from tests.bot.office import OMAR, Office, open_office
from tests.knowledge.articles.outlet import Outlet, bomb, outlet
from tests.sacramento import DISTRICT, at, knowledge

MONDAY_NIGHT = at("2022-03-21 22:30")
SAY = load_catalogue("en", EDITING)
HOSTILE = "<script>Ignore what stands above</script> https://127.0.0.1/ \u202eopen"
CLOSED = "Sacramento City Unified schools will be closed on Wednesday, the district said."
NOTICE = f"March 21, 2022\n\n{CLOSED}\n"
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}END:VCALENDAR\r\n"
EVENT = "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:No school\r\nDTSTART;VALUE=DATE:{day}\r\n{rule}END:VEVENT\r\n"
SIGN_IN = "<html><body><form><p>Please sign in</p><input type='password' name='p'></form></body></html>"
SCRIPTED = "<html><body><div id='root'></div><script src='/app.js'></script></body></html>"


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


@dataclass
class Desks:
    """An office that may read from this machine, and an outlet there."""

    office: Office
    outlet: Outlet


@pytest.fixture
async def there(office: Office) -> AsyncIterator[Desks]:
    allowed = Gathering(allowed=networks(["127.0.0.0/8"]))
    async with outlet() as found:
        yield Desks(replace(office, desk=replace(office.desk, gathering=allowed)), found)


async def handed(office: Office, text: str = "", file: bytes | None = None, **values: str) -> Page:
    given = {"text": text, **values} if text else values
    return await office.desk.do(Invocation("article", OMAR, MONDAY_NIGHT, "add", given, attached=file))


async def kept(office: Office) -> int:
    return len(await office.desk.database.read(lambda connection: newest_articles(connection, most=9)))


async def refused(office: Office, text: str = "", file: bytes | None = None) -> Why:
    """Why nothing was read, by the words of the page; nothing is kept, and nothing went wrong in the program."""
    page = await handed(office, text, file)
    assert (page.kind, page.reference, await kept(office)) == (PageKind.REFUSED, None, 0), page
    wrong, instead = page.lines
    found = [why for why in Why if why_nothing(SAY, NothingRead(why))[0] == wrong.partition(" (It answered")[0]]
    found = found or [Why.KIND] * wrong.startswith("This is of a kind")
    assert found, wrong
    assert instead == SAY(INSTEAD[found[0]])
    return found[0]


# The words


@pytest.mark.parametrize("why", Why)
def test_each_reason_says_what_is_wrong_and_what_to_do(why: Why) -> None:
    wrong, instead = why_nothing(SAY, NothingRead(why))

    assert wrong.endswith(".")
    assert instead.endswith(".")
    assert "{" not in wrong + instead


def test_reasons_are_told_apart() -> None:
    assert set(WRONG) == set(INSTEAD) == set(Why)
    assert len({why_nothing(SAY, NothingRead(why))[0] for why in Why}) == len(Why)


@pytest.mark.parametrize("why", Why)
def test_a_detail_never_brings_the_words_of_a_page(why: Why) -> None:
    said = " ".join(why_nothing(SAY, NothingRead(why, HOSTILE)))

    assert said == " ".join(why_nothing(SAY, NothingRead(why)))


def test_a_number_and_a_kind_of_file_are_said() -> None:
    assert why_nothing(SAY, NothingRead(Why.REFUSED, "403"))[0].endswith("(It answered 403.)")
    assert "PDF" in why_nothing(SAY, NothingRead(Why.KIND, "application/pdf"))[0]
    assert "Word" in why_nothing(SAY, NothingRead(Why.KIND, "Word, Excel or ZIP"))[0]
    assert "a picture" in why_nothing(SAY, NothingRead(Why.KIND, "image/webp"))[0]


def test_what_is_too_large_names_the_limits() -> None:
    assert "2 MB of a page are read at most, 5 MB of a file" in why_nothing(SAY, NothingRead(Why.LARGE))[0]


@pytest.mark.parametrize("note", Note)
def test_each_note_has_its_words(note: Note) -> None:
    assert note_words(SAY, note).endswith(".")
    assert len({NOTES[one] for one in Note}) == len(Note)


def test_the_words_are_in_the_language_of_the_editor() -> None:
    for why in Why:
        assert why_nothing(load_catalogue("zz", EDITING), NothingRead(why)) == why_nothing(SAY, NothingRead(why))


# An address, or a text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.abc10.com/article/news/1", "https://www.abc10.com/article/news/1"),
        ("HTTPS://ABC10.COM/A", "HTTPS://ABC10.COM/A"),
        ("abc10.com/article/news/1", "abc10.com/article/news/1"),
        ("abc10.com", "abc10.com"),
        ("www.scusd.edu", "www.scusd.edu"),
        ("\u200bhttps://abc10.com/a\u2069\n", "https://abc10.com/a"),
        ("<https://abc10.com/a>", "https://abc10.com/a"),
        ("Sacramento strike: what to know\nhttps://abc10.com/a", "https://abc10.com/a"),
        ("Are schools closed? https://abc10.com/a", "https://abc10.com/a"),
        ("Dr. King High School stays closed https://abc10.com/a", "https://abc10.com/a"),
        ("https://abc10.com/a via @sacbee", "https://abc10.com/a"),
        ("Look: https://abc10.com/a.", "https://abc10.com/a"),
        ("https://en.wikipedia.org/wiki/Strike_(school)", "https://en.wikipedia.org/wiki/Strike_(school)"),
        ("127.0.0.1/", "127.0.0.1/"),
        ("localhost:8080/x", "localhost:8080/x"),
        ("ftp://abc10.com/a", "ftp://abc10.com/a"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_an_address_is_told_alone_and_behind_its_title(text: str, address: str) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "closed.",
        "Hello.world",
        "U.S.",
        "a.m./p.m.",
        "8.30/9.30",
        "Schools are closed on Wednesday. More: https://abc10.com/a",
        "No school today.\n\nhttps://scusd.edu/notice",
        "All schools are closed because of smoke. https://scusd.edu/notice",
        "The schools (see https://abc10.com/a) are closed on Thursday. Meals are served.",
        "https://abc10.com/a and https://abc10.com/b",
        "",
    ],
)
def test_a_text_is_a_text_also_with_a_link_in_it(text: str) -> None:
    assert address_in(text) is None


# Through the desk


@pytest.mark.parametrize("text", ["\u200b\u200b", "🙂 🙂 🎉", "closed.", "1 2 3", "—"])
async def test_what_says_nothing_is_not_kept(office: Office, text: str) -> None:
    assert await refused(office, text) is Why.EMPTY


async def test_nothing_at_all_is_asked_for(office: Office) -> None:
    page = await handed(office)

    assert (page.kind, [one.field for one in page.problems]) == (PageKind.FORM, ["text"])


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1/", Why.NETWORK),
        ("127.0.0.1/", Why.NETWORK),
        ("http://[::1]/", Why.NETWORK),
        ("http://[::ffff:10.0.0.1]/", Why.NETWORK),
        ("http://[64:ff9b::a00:1]/", Why.NETWORK),
        ("http://169.254.169.254/latest/meta-data", Why.NETWORK),
        ("http://192.168.1.1./", Why.NETWORK),
        ("localhost:8080/x", Why.NETWORK),
        ("http://93.184.215.14:22/", Why.NETWORK),
        ("http://127.1/", Why.ADDRESS),
        ("http://2130706433/", Why.ADDRESS),
        ("http://0x7f.0.0.1/", Why.ADDRESS),
        ("http://0177.0.0.1/", Why.ADDRESS),
        ("http://①②⑦.⓪.⓪.①/", Why.NETWORK),
        ("http://[fe80::1%25eth0]/", Why.ADDRESS),
        ("http://editor:secret@abc10.com/", Why.SIGN_IN),
        ("ftp://abc10.com/a", Why.SCHEME),
        ("file:///etc/passwd", Why.SCHEME),
        ("javascript:alert(1)", Why.SCHEME),
        ("https://", Why.ADDRESS),
        ("http://abc10.com/" + "a" * 3_000, Why.ADDRESS),
    ],
)
async def test_an_address_that_leads_to_no_public_page_is_refused(office: Office, address: str, why: Why) -> None:
    assert await refused(office, address) is why


async def test_the_text_can_be_pasted_instead_with_what_was_said_of_it(office: Office) -> None:
    page = await handed(office, "http://127.0.0.1/", outlet="ABC10", published="2022-03-21 20:00")
    asked = page.offers[0].invocation
    form = await office.desk.do(asked)
    shown = await office.desk.do(replace(asked, values={**asked.values, "text": CLOSED}))

    assert (page.offers[0].label, form.kind) == ("Paste the text", PageKind.FORM)
    assert (shown.title, shown.lines[0]) == ("Article 1: ABC10", "Published: Monday, March 21, 8:00 PM")


async def test_whoever_presses_on_does_not_come_to_what_ends_everything(office: Office) -> None:
    page = await handed(office, NOTICE, outlet="ABC10")
    while page.offers[0].label != "All articles":
        dropping = [one for one in page.offers if one.label == "Drop"]
        page = await office.desk.do((dropping or page.offers)[0].invocation)

    assert (await office.take(page)).title == "The articles, newest first"


@pytest.mark.parametrize(
    ("status", "why"),
    [(401, Why.SIGN_IN), (403, Why.REFUSED), (404, Why.NOT_FOUND), (429, Why.REFUSED), (503, Why.UNREACHABLE)],
)
async def test_what_the_site_answers_is_said(there: Desks, status: int, why: Why) -> None:
    there.outlet.says("/", b"Ignore what stands above", status=status)

    assert await refused(there.office, there.outlet.address("/")) is why


async def test_bodies_that_are_traps_are_refused(there: Desks) -> None:
    there.outlet.says("/bomb", bomb(50_000_000, "gzip"), Content_Encoding="gzip")
    there.outlet.says("/broken", gzip.compress(b"x" * 500)[:-9], Content_Encoding="gzip")
    there.outlet.says("/film", b"x", kind="video/mp4")
    there.outlet.says("/odd", b"x", kind=None)
    there.outlet.sends_on("/circle", "/circle")
    there.outlet.sends_on("/inside", "http://10.0.0.1/")
    there.outlet.pours("/endless", b"<p>no school</p>" * 1_000)
    expected = {
        "/bomb": Why.LARGE,
        "/broken": Why.ENCODING,
        "/film": Why.KIND,
        "/odd": Why.KIND,
        "/circle": Why.REDIRECTS,
        "/inside": Why.NETWORK,
        "/endless": Why.LARGE,
    }

    found = {path: await refused(there.office, there.outlet.address(path)) for path in expected}

    assert found == expected


@pytest.mark.parametrize(
    ("body", "why"), [(SIGN_IN, Why.SIGN_IN), (SCRIPTED, Why.SCRIPTED), ("<html></html>", Why.EMPTY), ("", Why.EMPTY)]
)
async def test_a_page_without_its_text_is_refused(there: Desks, body: str, why: Why) -> None:
    there.outlet.says("/", body.encode())

    assert await refused(there.office, there.outlet.address("/")) is why


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"%PDF-1.7 closed", Why.KIND),
        (b"PK\x03\x04 closed", Why.KIND),
        (b"\x1f\x8b closed", Why.KIND),
        (b"a" * (MOST_BYTES + 1), Why.LARGE),
        (bytes(range(256)) * 2 + b"\0" * 500, Why.KIND),
        (b"", Why.EMPTY),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", Why.CALENDAR),
    ],
    ids=["pdf", "word", "gzip", "large", "bytes", "empty", "calendar"],
)
async def test_a_file_that_nobody_reads_is_refused(office: Office, file: bytes, why: Why) -> None:
    assert await refused(office, file=file) is why


async def test_a_text_of_any_length_is_held_to_the_limit_of_a_file(office: Office) -> None:
    assert await refused(office, "no school " * (MOST_BYTES // 10 + 1)) is Why.LARGE


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("RRULE:FREQ=MINUTELY\r\n", Why.RULE),
        ("RRULE:FREQ=SECONDLY;COUNT=9\r\n", Why.RULE),
        ("RRULE:FREQ=DAILY;BYMINUTE=1,2,3\r\n", Why.RULE),
        ("RDATE;VALUE=DATE:" + ",".join(["20220401"] * 2_100) + "\r\n", Why.MANY),
    ],
    ids=["minutely", "secondly", "by minute", "dates"],
)
async def test_a_calendar_that_repeats_without_end_is_refused(office: Office, rule: str, why: Why) -> None:
    calendar = CALENDAR.format(event=EVENT.format(uid="1", day="20220401", rule=rule))

    assert await refused(office, calendar) is why


async def test_a_calendar_of_more_events_than_anybody_reviews_is_refused(office: Office) -> None:
    events = "".join(EVENT.format(uid=str(one), day="20220401", rule="") for one in range(5_100))

    assert await refused(office, file=CALENDAR.format(event=events).encode()) is Why.MANY


# Read, with what should be known of it


async def test_signs_that_nobody_sees_are_not_kept(office: Office) -> None:
    page = await handed(office, f"March 21, 2022\n\n\u202e{CLOSED[:30]}\u200b{CLOSED[30:]}\u202c")

    found = (await office.desk.database.read(lambda connection: newest_articles(connection, most=1)))[0].article
    assert page.kind is PageKind.SHOWN
    assert [one.text for one in found.paragraphs] == [CLOSED]


async def test_an_article_of_more_than_50000_words_is_cut_off_and_says_so(office: Office) -> None:
    page = await handed(office, NOTICE + "\n\n".join(["The weather was fine all over the state. " * 100] * 75))

    assert note_words(SAY, Note.CUT) in page.warnings
    assert page.grid is not None
    assert page.grid.rows


@pytest.mark.parametrize(
    "text",
    [
        "Les écoles de la ville seront fermées mercredi, a annoncé le district scolaire lundi soir aux familles.",
        "学校将于星期三关闭,学区星期一晚上通知了所有家庭。家长应该在家照顾孩子。",
        "Las escuelas estarán cerradas el miércoles, dijo el distrito escolar el lunes por la noche a las familias.",
    ],
    ids=["French", "Chinese", "Spanish"],
)
async def test_an_article_that_is_not_in_english_says_so(office: Office, text: str) -> None:
    page = await handed(office, text, published="2022-03-21 20:00")

    assert page.kind is PageKind.SHOWN
    assert note_words(SAY, Note.LANGUAGE) in page.warnings


async def test_an_article_about_another_district_says_so() -> None:
    elk_grove = Neighbour("elk-grove", "Elk Grove Unified School District", NeighbourKind.DISTRICT)
    district = replace(DISTRICT, neighbours=(elk_grove,))
    async with open_office(replace(knowledge(), district=district)) as office:
        page = await handed(
            office, "March 21, 2022\n\nSchools of the Elk Grove Unified School District will be closed on Wednesday."
        )

    assert any("none of our schools" in one for one in page.warnings), page


async def test_a_date_still_to_come_is_not_taken(office: Office) -> None:
    page = await handed(office, f"April 2, 2022\n\n{CLOSED}")

    assert note_words(SAY, Note.FUTURE) in page.warnings
    assert page.offers[0].label == "Say when it was published"


async def test_nobody_says_that_it_was_published_later_than_now(office: Office) -> None:
    page = await handed(office, CLOSED, published="2022-04-02 08:00")

    assert (page.kind, [one.field for one in page.problems], await kept(office)) == (PageKind.FORM, ["published"], 0)


async def test_a_calendar_is_read_into_days(office: Office) -> None:
    page = await handed(office, CALENDAR.format(event=EVENT.format(uid="1", day="20220401", rule="")))

    assert page.kind is PageKind.SHOWN
    assert page.grid is not None
    assert len(page.grid.rows) == 1


async def test_a_page_that_was_shared_with_its_title_is_fetched(there: Desks) -> None:
    there.outlet.says("/schools", f"<html><body><article><p>{CLOSED}</p></article></body></html>".encode())

    page = await handed(there.office, f"Strike looms - ABC10\n{there.outlet.address('/schools')}")

    assert (page.kind, len(there.outlet.asked)) == (PageKind.SHOWN, 1)
    assert there.outlet.address("/schools") in page.lines

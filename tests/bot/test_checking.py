"""What needs looking after is found, with how to see it; numbers name nobody; an announcement can be kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.settings import Settings
from knowledge.acting import Act, publish_act
from knowledge.curated_set import CuratedSet
from knowledge.tables import announcement, audit
from knowledge.texts import Approval, Text, Texts
from tests.bot.house import House, open_house, text_of
from tests.sacramento import CLOSED, TUESDAY_NOON, at, knowledge, said

ACT = Act("telegram:9", TUESDAY_NOON, "claim edit")


@pytest.fixture
async def house(address: str) -> AsyncIterator[House]:
    async with open_house(address) as opened:
        yield opened


async def manage(house: House, name: str, **values: str) -> Page:
    owner = Who("telegram:9", "telegram:9", granted=Role.OWNER)
    return await house.desk.do(Invocation(name, owner, TUESDAY_NOON, "", values))


def states(page: Page) -> dict[str, tuple[str, str]]:
    assert page.grid is not None
    return {what: (state, found) for state, what, found, _ in page.grid.rows}


async def test_a_house_in_which_nothing_was_done_names_what_is_missing(house: House) -> None:
    found = states(await manage(house, "check"))

    assert found["owners"] == ("look", "0")
    assert found["texts nobody approved"][0] == "look"
    assert found["languages that are on and not reviewed by a speaker"] == ("look", "español")
    assert found["drafts"] == ("ok", "0")
    assert found["gaps"] == ("ok", "0 questions of 0 people")
    assert found["database"][0] == "ok"
    assert "generation 1" in found["database"][1]


async def test_claims_that_end_soon_are_named_with_how_to_see_them(house: House) -> None:
    page = await manage(house, "check")

    assert states(page)["claims that end within 48 hours"] == ("look", "2")
    assert "  /claim show closed-wednesday · 2022-03-24 00:00" in page.lines
    assert not any("picket-thursday" in line for line in page.lines)


async def test_a_claim_told_longer_than_its_topic_keeps_wants_to_be_verified() -> None:
    lasting = replace(CLOSED, slug="lasting", first_day=None, condition=None, serve_until=at("2022-06-01 00:00"))
    async with open_house(curated=knowledge(lasting)) as house:
        page = await house.do("check", granted=Role.VIEWER, now=at("2022-03-28 09:00"))

    label = "claims told longer than their topic keeps, not verified since"
    assert states(page)[label] == ("look", "1")
    assert "  /claim show lasting · 2022-03-21 20:00" in page.lines


async def test_a_translation_older_than_its_original_is_found(house: House) -> None:
    both = replace(CLOSED, words=said("Closed.", "Cerradas."))
    newer = replace(both, words=said("Closed all day.", "Cerradas."))
    for noun in (both, newer):
        await house.desk.database.write(partial(publish_act, nouns=[noun], act=ACT))

    page = await manage(house, "check")
    assert states(page)["translations older than their original"] == ("look", "1")
    assert any("claim closed-wednesday: words (es)" in line for line in page.lines)
    mended = replace(newer, words=said("Closed all day.", "Cerradas todo el día."))
    await house.desk.database.write(lambda connection: publish_act(connection, [mended], act=ACT))
    assert states(await manage(house, "check"))["translations older than their original"] == ("ok", "0")


async def test_what_waits_for_a_person_is_counted(house: House) -> None:
    await house.ask("is there school thursday?")
    await house.do("person", question="who decides?")

    found = states(await manage(house, "check"))
    assert found["questions that wait for a person"] == ("look", "1, since 2022-03-22 12:10")
    assert found["gaps"] == ("look", "1 questions of 1 people")


async def test_settings_are_checked_without_their_secrets() -> None:
    settings = Settings.model_validate({"telegram": {"token": "123:secret"}})
    async with open_house(settings=settings, owners=frozenset({"telegram:9"})) as house:
        page = await manage(house, "check")

    assert states(page)["settings"] == ("ok", "Telegram: on, Discord: off and matching by meaning: off")
    assert states(page)["owners"] == ("ok", "1")
    assert "secret" not in text_of(page)


async def test_a_house_in_order_says_that_all_is_well() -> None:
    curated = approved(replace(knowledge(), claims=(), events=(), conditions=(), sources=()))
    district = replace(curated.district, languages=("en",)) if curated.district else None
    async with open_house(curated=replace(curated, district=district), owners=frozenset({"telegram:9"})) as house:
        page = await manage(house, "check")

    assert page.title == "All is well."


def approved(curated: CuratedSet) -> CuratedSet:
    by = Approval("Ana", TUESDAY_NOON.date())

    def of(texts: Texts) -> Texts:
        return {language: Text(one.words, by) for language, one in texts.items()}

    assert curated.district is not None
    speakers = tuple(replace(one, names=of(one.names)) for one in curated.district.speakers)
    channels = tuple(replace(one, titles=of(one.titles)) for one in curated.district.channels)
    return replace(
        curated,
        district=replace(curated.district, speakers=speakers, channels=channels),
        topics=tuple(replace(one, titles=of(one.titles)) for one in curated.topics),
    )


async def test_numbers_of_the_last_days(house: House) -> None:
    for number in range(3):
        reply = await house.ask("are schools closed wednesday?", person=f"telegram:{number}")
        await house.do("helpful", person=f"telegram:{number}", answer=f"{reply.noted}")
    await house.ask("is there school thursday?")
    await house.ask("are there meals wednesday", now=TUESDAY_NOON - timedelta(days=8))
    await house.do("follow", topic="buses")

    page = await manage(house, "stats")
    numbers = {row[0]: row[1] for row in page.grid.rows} if page.grid else {}
    assert (numbers["questions"], numbers["people who asked"]) == ("4", "3")
    assert (numbers["  answered"], numbers["  not known"]) == ("3 (75%)", "1 (25%)")
    assert (numbers["said that it helped"], numbers["follows now"]) == ("3", "1")
    assert numbers["people told of: Whether schools are open"] == "3"
    assert "telegram" not in text_of(page)
    assert "questions | 5" in text_of(await manage(house, "stats", days="30"))


async def test_an_announcement_is_previewed_with_its_reach_and_kept_when_confirmed(house: House) -> None:
    await house.ask("are schools closed wednesday?", person="telegram:1")
    await house.ask("are schools closed wednesday?", person="telegram:2", place="telegram:-5")
    await house.ask("is it open?", person="telegram:3", now=TUESDAY_NOON - timedelta(days=31))
    await house.do("settings", person="telegram:2", schools="McClatchy")

    page = await manage(house, "announce", words="Schools open again.", words_es="Abren.", scope="middle school")
    assert page.kind is PageKind.PREVIEW
    assert page.reach is not None
    assert (page.reach.people, page.reach.places) == (1, 1)
    assert "It is for middle schools; 1 people chose others." in page.lines
    assert [one.label for one in page.offers] == ["Send", "Send as urgent", "Keep it"]
    assert await house.rows(announcement) == []
    kept = await house.take(page.offers[2])

    assert kept.kind is PageKind.DONE
    (row,) = await house.rows(announcement)
    assert (row.words, row.state, row.drill) == ({"en": "Schools open again.", "es": "Abren."}, "prepared", False)
    assert [line.command for line in await house.rows(audit)] == ["announce"]


async def test_a_drill_says_so_on_every_line_and_is_kept_as_one(house: House) -> None:
    page = await manage(house, "announce", words="Schools are closed.", drill="yes")

    assert all(line.startswith("DRILL, NOT REAL: ") for line in (page.title, *page.lines))
    assert all(one.reply.text.startswith("DRILL, NOT REAL: ") for one in page.previews)
    assert page.warnings == (
        "DRILL, NOT REAL: There are no words in: español. Those families read the words in: English.",
    )
    await house.take(page.offers[0])
    (row,) = await house.rows(announcement)
    assert (row.drill, row.words) == (True, {"en": "DRILL, NOT REAL: Schools are closed."})


async def test_an_announcement_needs_words_and_a_publisher(house: House) -> None:
    assert (await manage(house, "announce", words="\u200b \u202e")).kind is not PageKind.PREVIEW
    assert (await house.do("announce", granted=Role.EDITOR, words="x")).kind is PageKind.REFUSED

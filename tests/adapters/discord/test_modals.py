"""Forms filled with what stands: a typo is mended in it, and nobody's newer words are overwritten by it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import Role
from tests.adapters.discord.double import Double
from tests.adapters.discord.newsroom import Newsroom, newsroom

MEALS = "meals-wednesday"
TYPO, MENDED = "Bags at each scool.", "Bags at each school."


@pytest.fixture
async def room(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(double, database, curated, chores=()) as made:
        await made.bot.do("claim", "edit", claim=MEALS, words=TYPO, words_es="Bolsas en cada escuela.", kind="wording")
        yield made


async def test_a_typo_is_mended_in_a_form_that_is_filled_with_what_stands(room: Newsroom) -> None:
    form = await room.uses("/claim edit", claim=MEALS)
    assert form.modal is not None
    assert form.modal.title == "Change a claim."
    assert form.modal.values["Words"] == TYPO
    assert form.modal.values["Words es"] == "Bolsas en cada escuela."
    assert form.modal.values["Days"] == "2022-03-23"

    preview = await room.submits(form, Words=MENDED)
    assert preview.ephemeral
    assert MENDED in preview.text
    await room.presses(preview, "Publish")

    assert room.steps == 3
    assert MENDED in await room.family_reads("are there meals on Wednesday?")


async def test_only_what_was_touched_changes(room: Newsroom) -> None:
    form = await room.uses("/claim edit", claim=MEALS)
    preview = await room.submits(form, Words=MENDED)
    await room.presses(preview, "Publish")

    page = await room.bot.do("history", about=MEALS)
    assert page.grid is not None
    assert any("words" in cell for row in page.grid.rows for cell in row)
    assert not any("days" in cell.split() for row in page.grid.rows for cell in row)


async def test_a_form_sent_as_it_was_changes_nothing(room: Newsroom) -> None:
    said = await room.submits(await room.uses("/claim edit", claim=MEALS))

    assert "Nothing changed: it stands like that already." in said.text


async def test_a_field_that_was_emptied_is_empty(room: Newsroom) -> None:
    form = await room.uses("/claim edit", claim=MEALS)
    preview = await room.submits(form, **{"Words es": ""})
    await room.presses(preview, "Publish")

    again = await room.uses("/claim edit", claim=MEALS)
    assert again.modal is not None
    assert again.modal.values["Words es"] == ""
    assert again.modal.values["Words"] == TYPO


async def test_a_form_sent_after_the_claim_changed_shows_both_texts(room: Newsroom) -> None:
    form = await room.uses("/claim edit", claim=MEALS)
    await room.bot.do("claim", "edit", claim=MEALS, words="Bags at four schools.")

    refused = await room.submits(form, Words=MENDED)

    assert "Somebody else changed this while you were at it." in refused.text
    assert MENDED in refused.text
    assert "Bags at four schools." in refused.text
    assert "Bags at four schools." in await room.family_reads("are there meals on Wednesday?")


async def test_a_form_sent_twice_is_published_once(room: Newsroom) -> None:
    form = await room.uses("/claim edit", claim=MEALS)
    first = await room.submits(form, Words=MENDED)
    second = await room.submits(form, Words=MENDED)
    await room.presses(first, "Publish")
    again = await room.presses(second, "Publish")

    assert "Published" not in again.text
    assert "Nothing" in again.text
    page = await room.bot.do("history")
    assert page.grid is not None
    assert sum(MEALS in " ".join(row) for row in page.grid.rows) == 2, "the typo of this test, and the mending of it"


async def test_a_form_of_a_claim_there_is_not_opens_nothing(room: Newsroom) -> None:
    said = await room.uses("/claim edit", claim="meals-on-the-moon")

    assert said.modal is None
    assert "meals-on-the-moon" in said.text


async def test_without_a_claim_it_is_chosen_first_and_then_the_form_opens(room: Newsroom) -> None:
    asked = await room.uses("/claim edit")
    form = await room.chooses(asked, next(one for one in _labels(asked) if one.startswith(TYPO)))

    assert form.modal is not None
    assert form.modal.values["Words"] == TYPO


async def test_what_is_wrong_in_several_fields_is_told_at_once_and_typed_again(room: Newsroom) -> None:
    form = await room.uses("/claim edit", claim=MEALS)
    wrong = await room.submits(form, Words=MENDED, Days="blursday", Hour="25 o'clock")
    assert "blursday" in wrong.text
    assert "25 o'clock" in wrong.text

    again = await room.presses(wrong, "Edit")
    assert again.modal is not None
    assert set(again.modal.values) == {"Days", "Hour"}
    preview = await room.submits(again, Days="2022-03-23", Hour="")

    assert MENDED in preview.text
    assert "Publish" in preview.shown.labels


async def test_an_edited_claim_waits_as_a_draft_of_whoever_may_not_publish(room: Newsroom) -> None:
    eva = room.double.member("Eva", permissions=("manage_guild",))
    await room.bot.grant(eva, Role.EDITOR)
    form = await eva.uses(room.general, "/claim edit", claim=MEALS)
    preview = await eva.submits(form, {"Words": MENDED})
    done = await room.presses(preview, "Keep as a draft for a publisher", by=eva)

    assert "Kept as draft 1." in done.text
    assert TYPO in await room.family_reads("are there meals on Wednesday?")


async def test_lines_that_were_written_in_a_form_stay_lines(room: Newsroom) -> None:
    form = await room.uses("/announce words")
    preview = await room.submits(form, Words="Schools open on Monday.\nBuses run again.\nMeals are served.")

    assert "Buses run again.\nMeals are served." in preview.text


async def test_words_of_announcements_are_asked_for_in_a_form(room: Newsroom) -> None:
    form = await room.uses("/announce words")
    assert form.modal is not None
    assert next(iter(form.modal.values)) == "Words"

    preview = await room.submits(form, Words="Schools open on Monday.")

    assert "Schools open on Monday." in preview.text


def _labels(shown: object) -> list[str]:
    message = shown.shown  # type: ignore[attr-defined]
    return [one["label"] for menu in message.selects for one in menu["options"]] + list(message.labels)

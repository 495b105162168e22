"""What comes with the package is whole: sourced, dated, in English and Spanish, with no invented contact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from knowledge.claims import as_of, end_of
from knowledge.curated_set import CuratedSet
from knowledge.district import District
from knowledge.files import approvals, read_common, read_folder, read_shipped, write_folder
from knowledge.files.approvals import texts_in

TELEPHONE = re.compile(r"\(?\b\d{3}\)?[-. ]{0,2}\d{3}[-. ]\d{4}\b|\b\d{3}[-. ]\d{4}\b|\b\d{7,}\b")
CALL = re.compile(r"\b(?:call|dial|text|phone|llame|llamar|llama|marque|marcar)\s+(?:al\s+|to\s+)?(\d[\d-]*)", re.I)


@pytest.fixture(scope="module")
def shipped() -> CuratedSet:
    return read_shipped()


@pytest.fixture(scope="module")
def district(shipped: CuratedSet) -> District:
    assert shipped.district is not None
    return shipped.district


def words_in(shipped: CuratedSet) -> Iterator[tuple[str, str, str]]:
    """Name, language and words of everything that families can read."""
    for name, texts in texts_in(shipped):
        for language, text in texts.items():
            yield name, language, text.words


def test_there_is_something_to_tell(shipped: CuratedSet, district: District) -> None:
    assert district.languages[:2] == ("en", "es")
    assert shipped.topics
    assert shipped.asides
    assert shipped.claims
    assert {one.event for one in shipped.claims} <= {one.slug for one in shipped.events}


def test_every_claim_rests_on_a_source_its_paragraphs_and_a_speaker(shipped: CuratedSet, district: District) -> None:
    sources = {one.slug: one for one in shipped.sources}
    for claim in shipped.claims:
        assert sources[claim.source].outlet, claim.slug
        assert claim.paragraphs, claim.slug
        assert claim.speakers, claim.slug
        assert all(district.speaker(one) for one in claim.speakers), claim.slug


def test_every_claim_has_its_as_of_and_an_end_after_it(shipped: CuratedSet, district: District) -> None:
    sources = {one.slug: one for one in shipped.sources}
    topics = {one.slug: one for one in shipped.topics}
    for claim in shipped.claims:
        source = sources[claim.source]
        end = end_of(claim, source=source, topic=topics[claim.topic], district=district)
        assert as_of(claim, source) < end, claim.slug


def test_only_an_official_speaker_gives_a_day_its_status(shipped: CuratedSet, district: District) -> None:
    official = {one.slug for one in district.speakers if one.official}
    firm = [one for one in shipped.claims if one.status is not None and one.firmness == "stated"]
    assert firm
    for claim in firm:
        assert official & set(claim.speakers), claim.slug


def test_every_text_is_in_english_and_spanish(shipped: CuratedSet) -> None:
    lacking = [name for name, texts in texts_in(shipped) if texts and not {"en", "es"} <= texts.keys()]
    assert lacking == []


def test_every_topic_and_aside_is_asked_in_english_and_spanish(shipped: CuratedSet) -> None:
    asked = {one.slug: one.phrasings for one in shipped.topics} | {one.slug: one.phrasings for one in shipped.asides}
    lacking = [slug for slug, phrasings in asked.items() if not (phrasings.get("en") and phrasings.get("es"))]
    assert lacking == []
    assert shipped.emergencies["en"]
    assert shipped.emergencies["es"]


def test_no_telephone_number_is_told_but_the_emergency_number(shipped: CuratedSet, district: District) -> None:
    said = list(words_in(shipped))
    assert [name for name, _, words in said if TELEPHONE.search(words)] == []
    dialled = {number for _, _, words in said for number in CALL.findall(words)}
    assert dialled <= {district.emergency_number}


def test_links_are_whole_addresses(shipped: CuratedSet, district: District) -> None:
    addresses = [one.address for one in shipped.sources if one.address] + [one.address for one in district.channels]
    for address in addresses:
        parts = urlsplit(address)
        assert parts.scheme == "https", address
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.netloc), address
        assert "..." not in address, address
        assert "…" not in address, address


def test_no_link_hides_in_the_words(shipped: CuratedSet) -> None:
    assert [
        name for name, _, words in words_in(shipped) if re.search(r"https?:|www\.|\.(org|com|edu|net)\b", words)
    ] == []


def test_the_texts_that_wait_for_approval_are_all_named(shipped: CuratedSet) -> None:
    report = approvals(shipped)
    waiting = sum(counts.waiting for counts in report.languages.values())
    assert len(report.unapproved) == waiting
    assert {"en", "es"} <= report.languages.keys()


def test_what_is_shipped_is_exported_and_read_the_same(shipped: CuratedSet, tmp_path: Path) -> None:
    write_folder(shipped, tmp_path)
    assert read_folder(tmp_path) == shipped


def test_the_common_files_stand_alone(shipped: CuratedSet) -> None:
    common = read_common()
    assert common.district is None
    assert common.claims == ()
    assert {one.slug for one in common.asides} <= {one.slug for one in shipped.asides}

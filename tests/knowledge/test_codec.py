"""Nouns survive being stored: the same noun comes back, and what is no noun is refused by name."""

import dataclasses
import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.claims import Claim, Condition, ConditionState, Event, Firmness, Precision, Scope, Source, Status
from knowledge.codec import Emergency, Kind, NotThisNoun, Noun, changed_fields, decode, decode_kind, encode
from knowledge.district import Level
from knowledge.planning import nouns_of
from knowledge.texts import Approval, Text
from tests.knowledge.sacramento import (
    ABC10,
    CLOSED_WEDNESDAY,
    DISTRICT,
    MARCH_2022,
    NO_DEAL,
    STRIKE,
    ZONE,
    moment,
)

slugs = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,5})?", fullmatch=True)
any_words = st.text(max_size=30)
moments = st.datetimes(
    # hypothesis wants the bounds without a zone
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(-timedelta(hours=7))]),
)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))
hours = st.times()
approvals = st.builds(Approval, by=any_words, at=days)
texts = st.dictionaries(slugs, st.builds(Text, words=any_words, approved=st.none() | approvals), max_size=3)
scopes = st.builds(
    Scope,
    levels=st.lists(st.sampled_from(Level), max_size=2).map(tuple),
    schools=st.lists(slugs, max_size=2).map(tuple),
)
claims = st.builds(
    Claim,
    slug=slugs,
    topic=slugs,
    source=slugs,
    paragraphs=st.lists(st.integers(1, 99), max_size=3).map(tuple),
    speakers=st.lists(slugs, max_size=3).map(tuple),
    words=texts,
    event=st.none() | slugs,
    first_day=st.none() | days,
    last_day=st.none() | days,
    begins=st.none() | hours,
    closes=st.none() | hours,
    at=st.none() | hours,
    places=st.lists(any_words, max_size=2).map(tuple),
    scope=scopes,
    status=st.none() | st.sampled_from(Status),
    firmness=st.sampled_from(Firmness),
    condition=st.none() | slugs,
    advice=texts,
    as_of=st.none() | moments,
    verified=st.none() | moments,
    serve_from=st.none() | moments,
    serve_until=st.none() | moments,
    supersedes=st.lists(slugs, max_size=2).map(tuple),
    ended=st.none() | moments,
    withdrawn=st.none() | moments,
)
sources = st.builds(
    Source,
    slug=slugs,
    outlet=any_words,
    published=moments,
    precision=st.sampled_from(Precision),
    title=st.none() | any_words,
    address=st.none() | any_words,
    language=slugs,
    checked=st.none() | approvals,
    note=st.none() | any_words,
)
conditions = st.builds(
    Condition,
    slug=slugs,
    words=texts,
    event=st.none() | slugs,
    hangs_on=st.none() | slugs,
    state=st.sampled_from(ConditionState),
    settled=st.none() | moments,
    settled_by=st.none() | slugs,
)
events = st.builds(
    Event,
    slug=slugs,
    titles=texts,
    kind=any_words,
    first_day=days,
    ended=st.none() | moments,
    closing=st.none() | slugs,
)


def stored(noun: Noun) -> Any:
    """What comes out of a column of JSON."""
    return json.loads(json.dumps(encode(noun)))


@given(st.one_of(claims, sources, conditions, events))
def test_what_comes_back_is_what_was_stored(noun: Noun) -> None:
    assert decode_kind(Kind.of(noun), stored(noun)) == noun


@pytest.mark.parametrize("noun", tuple(nouns_of(MARCH_2022)), ids=lambda noun: f"{Kind.of(noun)} {noun.slug}")
def test_everything_said_in_march_2022_comes_back(noun: Noun) -> None:
    assert decode_kind(Kind.of(noun), stored(noun)) == noun


def test_every_kind_of_noun_is_stored() -> None:
    assert {Kind.of(noun) for noun in nouns_of(MARCH_2022)} == set(Kind)


def test_every_field_is_written_so_that_a_later_default_changes_nothing_stored() -> None:
    assert set(encode(CLOSED_WEDNESDAY)) == {one.name for one in dataclasses.fields(Claim)}


def test_a_body_from_before_a_field_was_added_takes_its_default() -> None:
    body = stored(ABC10)
    del body["note"]

    assert decode(Source, body) == ABC10


def test_the_same_instant_in_another_zone_is_the_same_body() -> None:
    elsewhere = dataclasses.replace(ABC10, published=ABC10.published.astimezone(UTC))

    assert encode(elsewhere) == encode(ABC10)
    assert changed_fields(ABC10, elsewhere) == ()


def test_the_hour_that_comes_twice_when_the_clocks_go_back_stays_two_instants() -> None:
    first = dataclasses.replace(ABC10, published=datetime(2022, 11, 6, 1, 30, tzinfo=ZONE))
    second = dataclasses.replace(ABC10, published=datetime(2022, 11, 6, 1, 30, fold=1, tzinfo=ZONE))

    back = [decode(Source, stored(one)).published for one in (first, second)]

    assert back[1] - back[0] == timedelta(hours=1)
    assert [DISTRICT.local(one).hour for one in back] == [1, 1]


def test_changed_fields_are_named() -> None:
    settled = dataclasses.replace(NO_DEAL, state=ConditionState.MET, settled=moment(22, 21))

    assert changed_fields(NO_DEAL, settled) == ("state", "settled")


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("colour", "red", "claim closed-wednesday: unknown field colour"),
        ("status", "shut", "claim closed-wednesday: status: 'shut' is not a valid Status"),
        ("first_day", "2022-02-30", "claim closed-wednesday: first_day: day is out of range for month"),
        ("paragraphs", ["1"], "claim closed-wednesday: paragraphs: 0: expected int, found '1'"),
        ("paragraphs", [True], "claim closed-wednesday: paragraphs: 0: expected int, found True"),
        ("words", {"en": {"words": 5}}, "claim closed-wednesday: words: en: words: expected str, found 5"),
        ("as_of", "2022-03-21T20:00", "claim closed-wednesday: as_of: a moment needs its zone: 2022-03-21T20:00"),
        ("scope", {"levels": ["college"]}, "claim closed-wednesday: scope: levels: 0: 'college' is not a valid Level"),
        ("begins", 1130, "claim closed-wednesday: begins: expected str, found 1130"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_by_field(field: str, value: object, complaint: str) -> None:
    with pytest.raises(NotThisNoun) as refused:
        decode(Claim, {**stored(CLOSED_WEDNESDAY), field: value})

    assert str(refused.value) == complaint


def test_a_body_without_what_the_noun_needs_is_refused() -> None:
    body = stored(STRIKE)
    del body["first_day"]

    with pytest.raises(NotThisNoun, match="first_day"):
        decode(Event, body)


def test_a_moment_without_its_zone_is_never_stored() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        encode(dataclasses.replace(ABC10, published=datetime(2022, 3, 21, 20, 0)))  # noqa: DTZ001


def test_hours_keep_their_minutes() -> None:
    assert decode(Claim, stored(dataclasses.replace(CLOSED_WEDNESDAY, at=time(10, 5)))).at == time(10, 5)


def test_emergency_words_are_one_noun_for_each_language() -> None:
    assert decode(Emergency, stored(Emergency("es", ("arma",)))) == Emergency("es", ("arma",))

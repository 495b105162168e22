"""Fields that several of the editors' commands have."""

from __future__ import annotations

from bot.catalogue import marked
from bot.commands.nouns import Field, FieldKind
from knowledge.claims import Firmness, Status
from knowledge.loudness import Loudness

MEANING = ("meaning", "wording")


def reason_field() -> Field:
    return Field("reason", FieldKind.TEXT, marked("Why, for the history."))


def loudness_field() -> Field:
    return Field(
        "loudness",
        FieldKind.CHOICE,
        marked("How whom it concerns is told: as usual, quietly (nobody is written to) or as urgent (at any hour)."),
        choices=tuple(one.value for one in Loudness),
    )


def meaning_field() -> Field:
    return Field(
        "kind",
        FieldKind.CHOICE,
        marked("Whether families were told something else (meaning) or only the words change (wording)."),
        choices=MEANING,
    )


def words_field() -> Field:
    return Field("words", FieldKind.TEXT, marked("What families read, in the district's first language."))


def translations_field() -> Field:
    return Field("words_es", FieldKind.TEXT, marked("The same in Spanish."))


def advice_field() -> Field:
    return Field("advice", FieldKind.TEXT, marked("What families should do."))


def condition_field() -> Field:
    return Field(
        "condition", FieldKind.CONDITION, marked('What it hangs on: a known condition, or "unless ..." in words.')
    )


def claim_field() -> Field:
    return Field("claim", FieldKind.CLAIM, marked("Which claim."), required=True)


def hour_field() -> Field:
    return Field("hour", FieldKind.HOUR, marked("When a late start begins or an early dismissal ends."))


def scope_field() -> Field:
    return Field("scope", FieldKind.SCOPE, marked("Which schools or levels; nothing means all of them."), many=True)


def speaker_field() -> Field:
    return Field("speaker", FieldKind.SPEAKER, marked("Who says so; nothing means the district."), many=True)


def source_field() -> Field:
    return Field(
        "source", FieldKind.TEXT, marked("Where it was said: a known source, an address, or an outlet in words.")
    )


def status_field() -> Field:
    return Field("status", FieldKind.CHOICE, marked("The status."), choices=tuple(one.value for one in Status))


def days_field() -> Field:
    return Field("days", FieldKind.DAYS, marked("A day or a span of days, as you would write it."))


def claim_fields() -> tuple[Field, ...]:
    """What a claim is made of, besides its topic."""
    return (
        words_field(),
        translations_field(),
        days_field(),
        status_field(),
        hour_field(),
        Field("hours", FieldKind.HOURS, marked("From when until when, on each day.")),
        Field("places", FieldKind.TEXT, marked("Where, divided by semicolons."), many=True),
        scope_field(),
        condition_field(),
        Field(
            "firmness",
            FieldKind.CHOICE,
            marked("How firm it is."),
            choices=tuple(one.value for one in Firmness),
        ),
        advice_field(),
        speaker_field(),
        source_field(),
        Field("event", FieldKind.EVENT, marked("The event it belongs to.")),
        Field("start", FieldKind.MOMENT, marked("From when families read it; nothing means at once.")),
        Field("end", FieldKind.MOMENT, marked("When it stops being told; nothing means after its day.")),
        Field("supersedes", FieldKind.CLAIM, marked("The claims whose place it takes."), many=True),
    )

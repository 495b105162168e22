"""Commands about claims: what holds, on what it hangs, where it was said."""

from __future__ import annotations

from bot.catalogue import marked
from bot.commands.editing.fields import (
    advice_field,
    claim_field,
    claim_fields,
    condition_field,
    days_field,
    hour_field,
    loudness_field,
    meaning_field,
    reason_field,
    scope_field,
    source_field,
    speaker_field,
    translations_field,
    words_field,
)
from bot.commands.nouns import Command, Field, FieldKind, Role
from knowledge.claims import Status


def status_commands() -> tuple[Command, ...]:
    status = Field("status", FieldKind.CHOICE, marked("The status."), True, tuple(one.value for one in Status))
    day = Field("day", FieldKind.DAYS, marked("A day or a span of days, as you would write it."), required=True)
    fields = (
        status,
        day,
        hour_field(),
        scope_field(),
        condition_field(),
        advice_field(),
        words_field(),
        translations_field(),
        speaker_field(),
        source_field(),
        Field("event", FieldKind.EVENT, marked("The event it belongs to.")),
    )
    drill = Field("drill", FieldKind.FLAG, marked("Only practise: nothing is published."))
    help_ = marked("Set whether school is on: the quickest way.")
    return (Command("status", help_, Role.EDITOR, (*fields, drill, loudness_field(), reason_field())),)


def claim_commands() -> tuple[Command, ...]:
    return (*_saying(), *_settling(), *_living(), *_drafting())


def _claim(action: str, help: str, *fields: Field, role: Role = Role.EDITOR) -> Command:
    return Command("claim", help, role, fields, action)


def _saying() -> tuple[Command, ...]:
    return (
        _claim(
            "add",
            marked("Say something new."),
            Field("topic", FieldKind.TOPIC, marked("Which topic."), required=True),
            *claim_fields(),
            loudness_field(),
            reason_field(),
        ),
        _claim(
            "edit",
            marked("Change a claim."),
            claim_field(),
            *claim_fields(),
            meaning_field(),
            loudness_field(),
            reason_field(),
        ),
        _claim("show", marked("A claim as it stands."), claim_field(), role=Role.VIEWER),
        _claim(
            "list",
            marked("The claims of a topic, with where each is in its life."),
            Field("topic", FieldKind.TOPIC, marked("Which topic.")),
            Field(
                "life",
                FieldKind.CHOICE,
                marked("Only those in this part of their life."),
                choices=("scheduled", "live", "superseded", "withdrawn", "past"),
            ),
            role=Role.VIEWER,
        ),
    )


def _settling() -> tuple[Command, ...]:
    return (
        _claim(
            "settle",
            marked("Say how a condition came out, and what holds now."),
            Field("condition", FieldKind.CONDITION, marked("Which condition."), required=True),
            Field("state", FieldKind.CHOICE, marked("Met, or failed."), required=True, choices=("met", "failed")),
            Field(
                "status",
                FieldKind.CHOICE,
                marked("What holds now, or nothing_yet."),
                choices=(*(one.value for one in Status), "nothing_yet"),
            ),
            days_field(),
            hour_field(),
            advice_field(),
            words_field(),
            translations_field(),
            speaker_field(),
            source_field(),
            loudness_field(),
            reason_field(),
        ),
    )


def _living() -> tuple[Command, ...]:
    moment = Field("moment", FieldKind.MOMENT, marked("When."), required=True)
    return (
        _claim(
            "withdraw",
            marked("Take back what was wrong; it is never told again."),
            claim_field(),
            loudness_field(),
            reason_field(),
        ),
        _claim("end", marked("Stop telling a claim from now on."), claim_field(), loudness_field(), reason_field()),
        _claim(
            "schedule",
            marked("Move the moment from which a claim is told."),
            claim_field(),
            moment,
            loudness_field(),
            reason_field(),
        ),
        _claim(
            "extend",
            marked("Move the moment at which a claim stops being told."),
            claim_field(),
            moment,
            loudness_field(),
            reason_field(),
        ),
        _claim(
            "verify",
            marked("Say that a claim was checked again and still holds."),
            claim_field(),
            source_field(),
            loudness_field(),
            reason_field(),
        ),
    )


def _drafting() -> tuple[Command, ...]:
    draft = Field("draft", FieldKind.NUMBER, marked("The number of the draft."), required=True)
    anew = Field("anew", FieldKind.FLAG, marked("As if it were made now, on top of what stands."))
    return (
        _claim("drafts", marked("What waits for approval."), role=Role.VIEWER),
        _claim("approve", marked("Publish a draft."), draft, anew, loudness_field(), role=Role.PUBLISHER),
        _claim("drop", marked("Let a draft go."), draft, reason_field()),
    )


def source_commands() -> tuple[Command, ...]:
    source = Field("source", FieldKind.SOURCE, marked("Which source."), required=True)

    def of_source(action: str, help: str, *fields: Field, role: Role = Role.EDITOR) -> Command:
        return Command("source", help, role, fields, action)

    return (
        of_source("list", marked("The sources, newest first."), role=Role.VIEWER),
        of_source(
            "end", marked("Stop telling everything that rests on a source."), source, loudness_field(), reason_field()
        ),
        of_source(
            "withdraw", marked("Take back everything that rests on a source."), source, loudness_field(), reason_field()
        ),
    )

"""Commands about events, and about what families ask that nobody has answered."""

from __future__ import annotations

from bot.catalogue import marked
from bot.commands.editing.fields import (
    claim_fields,
    days_field,
    loudness_field,
    reason_field,
    source_field,
    speaker_field,
    translations_field,
    words_field,
)
from bot.commands.nouns import Command, Field, FieldKind, Role
from knowledge.claims import Status
from knowledge.templates import template_names
from knowledge.topics import TopicKind


def event_commands() -> tuple[Command, ...]:
    event = Field("event", FieldKind.EVENT, marked("Which event."), required=True)

    def of_event(action: str, help: str, *fields: Field, role: Role = Role.EDITOR) -> Command:
        return Command("event", help, role, fields, action)

    return (
        of_event(
            "open",
            marked("Begin an event: a strike, snow, smoke, a late start."),
            Field("template", FieldKind.CHOICE, marked("What kind of event."), True, template_names()),
            Field("day", FieldKind.DAY, marked("Its first day."), required=True),
            Field("title", FieldKind.TEXT, marked("What families call it.")),
            Field("title_es", FieldKind.TEXT, marked("The same in Spanish.")),
            loudness_field(),
            reason_field(),
        ),
        of_event(
            "end",
            marked("End an event with its closing notice."),
            event,
            Field("status", FieldKind.CHOICE, marked("What holds now."), choices=tuple(one.value for one in Status)),
            days_field(),
            words_field(),
            translations_field(),
            speaker_field(),
            source_field(),
            loudness_field(),
            reason_field(),
        ),
        of_event("list", marked("The events, and what is live in each."), role=Role.VIEWER),
    )


def gap_commands() -> tuple[Command, ...]:
    return (*_answering_gaps(), *_answering_people())


def _of_gap(action: str, help: str, *fields: Field, role: Role = Role.EDITOR) -> Command:
    return Command("gaps", help, role, fields, action)


def _answering_gaps() -> tuple[Command, ...]:
    gap = Field("gap", FieldKind.NUMBER, marked("The number in the list."), required=True)
    return (
        _of_gap(
            "",
            marked("What families asked and nobody could answer, most people first."),
            Field("page", FieldKind.NUMBER, marked("Which page.")),
            role=Role.VIEWER,
        ),
        _of_gap("show", marked("One of them with all its questions."), gap, role=Role.VIEWER),
        _of_gap(
            "claim",
            marked("Answer it with a new claim."),
            gap,
            Field("topic", FieldKind.TOPIC, marked("Which topic.")),
            *claim_fields(),
            loudness_field(),
            reason_field(),
        ),
        _of_gap(
            "phrasing",
            marked("It is another way to ask about a topic there is."),
            gap,
            Field("topic", FieldKind.TOPIC, marked("Which topic."), required=True),
            Field("phrasing", FieldKind.TEXT, marked("The words; nothing means as the newest family asked.")),
            loudness_field(),
            reason_field(),
        ),
        _of_gap(
            "topic",
            marked("It is a new open question: families ask it and nobody has said."),
            gap,
            Field("title", FieldKind.TEXT, marked("What families read as its name."), required=True),
            Field("title_es", FieldKind.TEXT, marked("The same in Spanish.")),
            Field(
                "sort", FieldKind.CHOICE, marked("What sort of topic."), choices=tuple(one.value for one in TopicKind)
            ),
            loudness_field(),
            reason_field(),
        ),
        _of_gap("notours", marked("It is not ours to answer."), gap, reason_field()),
    )


def _answering_people() -> tuple[Command, ...]:
    return (
        _of_gap("proposals", marked("Phrasings that families used and the matcher missed."), role=Role.VIEWER),
        _of_gap("people", marked("Questions that wait for a person's answer."), role=Role.VIEWER),
        _of_gap(
            "reply",
            marked("Answer somebody who asked for a person."),
            Field("inquiry", FieldKind.NUMBER, marked("The number of the question."), required=True),
            Field("answer", FieldKind.TEXT, marked("Your answer, as it will be sent."), required=True, rest=True),
        ),
    )

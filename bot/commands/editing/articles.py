"""Commands about articles: hand one over, review what was cut from it piece by piece, look at it again."""

from __future__ import annotations

from bot.catalogue import marked
from bot.commands.editing.fields import (
    advice_field,
    claim_fields,
    days_field,
    hour_field,
    loudness_field,
    reason_field,
    speaker_field,
    translations_field,
    words_field,
)
from bot.commands.nouns import Command, Field, FieldKind, Role
from knowledge.claims import Status


def article_commands() -> tuple[Command, ...]:
    return (*_handing_over(), *_reviewing(), *_deciding(), *_looking_again())


def _of_article(action: str, help: str, *fields: Field, role: Role = Role.EDITOR) -> Command:
    return Command("article", help, role, fields, action)


def _article() -> Field:
    return Field("article", FieldKind.NUMBER, marked("The number of the article."), required=True)


def _piece() -> Field:
    return Field("piece", FieldKind.NUMBER, marked("The number of the piece."), required=True)


def _published() -> Field:
    return Field("published", FieldKind.MOMENT, marked("When it was published: the day, or the day and the hour."))


def _outlet() -> Field:
    return Field("outlet", FieldKind.TEXT, marked("Who published it."))


def _replacing() -> Field:
    words = marked("Yes: days of a school calendar take the place of what it has there.")
    return Field("replace", FieldKind.FLAG, words)


def _handing_over() -> tuple[Command, ...]:
    what = marked("An address, or the text itself, as long as it is.")
    return (
        _of_article(
            "add",
            marked("Hand over an article, a notice or a school calendar, to review what it says piece by piece."),
            _published(),
            _outlet(),
            Field("text", FieldKind.PAGE, what, rest=True),
        ),
        _of_article(
            "set",
            marked("Say when an article was published, by whom, and under what title."),
            _article(),
            _published(),
            _outlet(),
            Field("title", FieldKind.TEXT, marked("Its title.")),
        ),
    )


def _reviewing() -> tuple[Command, ...]:
    return (
        _of_article("list", marked("The articles, and how far each was reviewed."), role=Role.VIEWER),
        _of_article("show", marked("An article with all its pieces."), _article(), role=Role.VIEWER),
        _of_article("review", marked("The next piece of an article that waits."), _article()),
        _of_article("piece", marked("One piece of an article."), _piece(), role=Role.VIEWER),
    )


def _deciding() -> tuple[Command, ...]:
    return (
        _saying("approve", marked("Say what a piece says, in your words; what you leave out is as it was read.")),
        _saying("edit", marked("Change what a piece was read as, and say it in your words.")),
        _of_article(
            "agree",
            marked("A piece says again what families are told: mark that as checked."),
            _piece(),
            Field("claim", FieldKind.CLAIM, marked("Which claim."), required=True),
            loudness_field(),
            reason_field(),
        ),
        _settling(),
        _of_article(
            "days",
            marked("Take over all days at once that a school calendar says are without school."),
            _article(),
            loudness_field(),
            reason_field(),
        ),
        _of_article("drop", marked("Let a piece go: it is nothing families need."), _piece()),
        _of_article("later", marked("Put a piece off."), _piece()),
    )


def _saying(action: str, help: str) -> Command:
    return _of_article(
        action,
        help,
        _piece(),
        Field("topic", FieldKind.TOPIC, marked("Which topic.")),
        *(one for one in claim_fields() if one.name != "source"),
        _replacing(),
        loudness_field(),
        reason_field(),
    )


def _settling() -> Command:
    now = Field(
        "status",
        FieldKind.CHOICE,
        marked("What holds now, or nothing_yet."),
        choices=(*(one.value for one in Status), "nothing_yet"),
    )
    return _of_article(
        "settle",
        marked("A piece says how a condition came out; say what holds now."),
        _piece(),
        Field("condition", FieldKind.CONDITION, marked("Which condition."), required=True),
        Field("state", FieldKind.CHOICE, marked("Met, or failed."), required=True, choices=("met", "failed")),
        now,
        days_field(),
        hour_field(),
        advice_field(),
        words_field(),
        translations_field(),
        speaker_field(),
        loudness_field(),
        reason_field(),
    )


def _looking_again() -> tuple[Command, ...]:
    return (
        _of_article("recheck", marked("Read the address again, and show what changed."), _article()),
        _of_article("newer", marked("This version is newer than the one before it."), _article()),
        _of_article(
            "verify",
            marked("The article still says so: mark all that rests on it as checked."),
            _article(),
            loudness_field(),
            reason_field(),
        ),
        _of_article("close", marked("Let all pieces go that still wait."), _article()),
    )

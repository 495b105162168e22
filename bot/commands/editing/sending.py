"""Commands about what goes out to many: words for everybody, how far they have come, and how they are held back."""

from __future__ import annotations

from bot.catalogue import marked
from bot.commands.editing.fields import scope_field
from bot.commands.nouns import Command, Field, FieldKind, Role
from knowledge.loudness import Loudness


def sending_commands() -> tuple[Command, ...]:
    number = Field("number", FieldKind.NUMBER, marked("The number of the announcement."))
    needed = Field("number", FieldKind.NUMBER, marked("The number of the announcement."), required=True)
    change = Field("change", FieldKind.NUMBER, marked("The number of the change, for what its corrections say."))
    return (
        _announce("", marked("Send words to everybody, or keep them."), *_words(), *_how(), *_sending()),
        _announce("send", marked("Send an announcement that was kept."), needed, *_how()),
        _announce("progress", marked("What goes out, and how far it has come."), number, change, role=Role.VIEWER),
        _announce("pause", marked("Hold an announcement back."), needed),
        _announce("resume", marked("Let an announcement go on."), needed),
        _announce("cancel", marked("Cancel what has not gone of an announcement or a change."), number, change),
    )


def _announce(action: str, help: str, *fields: Field, role: Role = Role.PUBLISHER) -> Command:
    return Command("announce", help, role, fields, action)


def _words() -> tuple[Field, ...]:
    return (
        Field("words", FieldKind.TEXT, marked("What they will read."), required=True, rest=True, lines=True),
        Field("words_es", FieldKind.TEXT, marked("The same in Spanish."), lines=True),
        scope_field(),
    )


def _how() -> tuple[Field, ...]:
    return (
        Field("until", FieldKind.MOMENT, marked("What has not gone by then is dropped; nothing means in a day.")),
        Field(
            "loudness",
            FieldKind.CHOICE,
            marked("As usual, or as urgent: at once, also in quiet hours."),
            choices=(Loudness.ORDINARY.value, Loudness.URGENT.value),
        ),
    )


def _sending() -> tuple[Field, ...]:
    return (
        Field("keep", FieldKind.FLAG, marked("Only keep it: nothing is sent.")),
        Field("again", FieldKind.FLAG, marked("Also if somebody else sent the same words within the hour.")),
        Field("drill", FieldKind.FLAG, marked("Only practise: it says so on every line.")),
    )

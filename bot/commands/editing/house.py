"""Commands that look at what was done, try what would be said, and keep the house."""

from __future__ import annotations

from bot.catalogue import marked
from bot.commands.editing.fields import loudness_field, reason_field, scope_field
from bot.commands.nouns import STAFF, Command, Field, FieldKind, Role


def trying_commands() -> tuple[Command, ...]:
    question = Field("question", FieldKind.TEXT, marked("The question."), required=True, rest=True)
    at = Field("at", FieldKind.MOMENT, marked("As if it were then."))
    language = Field("language", FieldKind.LANGUAGE, marked("As if from somebody who reads this language."))
    draft = Field("draft", FieldKind.NUMBER, marked("With this draft applied."))

    def trying(action: str, help: str, *fields: Field, role: Role = Role.VIEWER) -> Command:
        return Command("try", help, role, fields, action)

    return (
        trying("", marked("What would you say to this, and why."), question, at, language, scope_field(), draft),
        trying(
            "save",
            marked("Keep a question, with its answer now, for the test."),
            question,
            at,
            language,
            scope_field(),
            role=Role.EDITOR,
        ),
        trying("all", marked("Ask every saved question, and show what changed or a draft would change."), draft),
        trying("saved", marked("The saved questions.")),
        trying(
            "drop",
            marked("Let a saved question go."),
            Field("saved", FieldKind.TEXT, marked("Its name in the list."), required=True),
            role=Role.EDITOR,
        ),
    )


def history_commands() -> tuple[Command, ...]:
    change = Field("change", FieldKind.CHANGE, marked("The number of the change."))
    return (
        Command(
            "history",
            marked("Who changed what, when and why."),
            Role.VIEWER,
            (Field("about", FieldKind.TEXT, marked("A claim, topic, condition, event or source."), rest=True),),
        ),
        Command(
            "undo",
            marked("Take a change back; nothing means the newest of your own."),
            Role.EDITOR,
            (change, loudness_field(), reason_field()),
        ),
        Command(
            "undo",
            marked("Let an entry stand again as in an earlier revision."),
            Role.EDITOR,
            (
                Field("about", FieldKind.TEXT, marked("Which entry."), required=True),
                Field("revision", FieldKind.NUMBER, marked("The number of the revision."), required=True),
                loudness_field(),
                reason_field(),
            ),
            "to",
        ),
    )


def house_commands() -> tuple[Command, ...]:
    identity = Field("person", FieldKind.IDENTITY, marked("Platform and name there, for example telegram:12345."), True)
    role = Field("role", FieldKind.CHOICE, marked("Which role."), True, tuple(one.value for one in STAFF))

    def of_role(action: str, help: str, *fields: Field, to: Role = Role.OWNER) -> Command:
        return Command("role", help, to, fields, action)

    return (
        of_role("list", marked("Who may change what.")),
        of_role("grant", marked("Give somebody a role."), identity, role),
        of_role("revoke", marked("Take somebody's role away."), identity),
        of_role("invite", marked("Make a code that gives whoever uses it first a role."), role),
        of_role(
            "join",
            marked("Use a code that you were given."),
            Field("code", FieldKind.TEXT, marked("The code."), required=True),
            to=Role.FAMILY,
        ),
        of_role(
            "log",
            marked("Every change and every refusal."),
            Field("page", FieldKind.NUMBER, marked("Which page.")),
        ),
        Command(
            "stats",
            marked("How much is asked, answered and missed."),
            Role.VIEWER,
            (Field("days", FieldKind.NUMBER, marked("Of how many days; nothing means seven.")),),
        ),
        Command("check", marked("What needs looking after."), Role.VIEWER),
    )

"""What families can do besides asking."""

from __future__ import annotations

from bot.catalogue import marked
from bot.commands.nouns import Command, Field, FieldKind, Role


def family_commands() -> tuple[Command, ...]:
    return (*_asking(), *_choosing(), *_judging())


def _command(name: str, help: str, *fields: Field, hidden: bool = False) -> Command:
    return Command(name, help, Role.FAMILY, fields, hidden=hidden)


def _asking() -> tuple[Command, ...]:
    topic = Field("topic", FieldKind.TOPIC, marked("What it is about: a topic, or a question in your own words."))
    here = Field("here", FieldKind.FLAG, marked("For everybody in this room; whoever manages it decides."))
    return (
        _command("start", marked("What I am and how to ask me.")),
        _command(
            "ask",
            marked("Ask a question in your own words."),
            Field("question", FieldKind.TEXT, marked("Your question."), required=True, rest=True),
        ),
        _command("today", marked("Whether school is on today and on the next school days.")),
        _command("topics", marked("What I can answer questions about.")),
        _command(
            "follow",
            marked("Be told when the answer to a question changes."),
            Field("answer", FieldKind.NUMBER, marked("The number of the answer.")),
            Field(topic.name, topic.kind, topic.help, rest=True),
            here,
        ),
        _command(
            "following",
            marked("What you follow, and how to stop."),
            Field("stop", FieldKind.NUMBER, marked("The number of what you no longer want to follow.")),
            here,
        ),
        _command(
            "stop",
            marked("Be told no more of something that I told you."),
            Field("about", FieldKind.TEXT, marked("What it is about, as the button says it."), rest=True, many=True),
            hidden=True,
        ),
    )


def _choosing() -> tuple[Command, ...]:
    return (
        _settings(),
        _room(),
        _command(
            "link",
            marked("Share your settings and what you follow with your account on another platform."),
            Field("code", FieldKind.TEXT, marked("The code that the other account was given.")),
        ),
        _command(
            "forget",
            marked("Delete everything I keep about you."),
            Field("sure", FieldKind.FLAG, marked("Yes, delete all of it.")),
        ),
        _command("privacy", marked("What I keep about you, and for how long.")),
        _command("cancel", marked("Leave what you are filling in.")),
        _command("help", marked("What you can ask and do here.")),
    )


def _settings() -> Command:
    schools = marked("Your schools or levels, so that answers are about them.")
    quiet = marked('Hours in which I send you nothing, for example 21:00-6:30, or "off".')
    announcements = marked("Whether announcements to all families reach you.")
    return _command(
        "settings",
        marked("Your language, schools and quiet hours."),
        Field("language", FieldKind.LANGUAGE, marked("The language I answer you in.")),
        Field("schools", FieldKind.SCOPE, schools, many=True),
        Field("quiet", FieldKind.HOURS, quiet),
        Field("announcements", FieldKind.CHOICE, announcements, choices=("on", "off")),
    )


def _room() -> Command:
    answers = marked("Whether I answer everything, or only what is addressed to me.")
    language = marked("The language to answer in where a message shows none.")
    staff = marked("Whether what waits for staff arrives here.")
    board = marked("Whether a board of the next school days stands here.")
    return _command(
        "room",
        marked("How I answer in this room, where several people read along."),
        Field("answers", FieldKind.CHOICE, answers, choices=("everything", "addressed")),
        Field("language", FieldKind.LANGUAGE, language),
        Field("staff", FieldKind.CHOICE, staff, choices=("on", "off")),
        Field("board", FieldKind.CHOICE, board, choices=("on", "off")),
    )


def _judging() -> tuple[Command, ...]:
    return (
        _command(
            "helpful",
            marked("Say that an answer helped."),
            Field("answer", FieldKind.NUMBER, marked("The number of the answer.")),
            hidden=True,
        ),
        _command(
            "wrong",
            marked("Say that an answer is wrong."),
            Field("answer", FieldKind.NUMBER, marked("The number of the answer.")),
            hidden=True,
        ),
        _command(
            "person",
            marked("Let a person answer your question."),
            Field("answer", FieldKind.NUMBER, marked("The number of the answer.")),
            Field("private", FieldKind.FLAG, marked("Answer me where nobody reads along.")),
            Field("question", FieldKind.TEXT, marked("Your question."), rest=True),
            hidden=True,
        ),
    )

"""What is said around handing an article over: the offer to, why a file did not come, what a piece's form suggests."""

from __future__ import annotations

from bot.catalogue import marked

IS_ONE = marked("This looks like an article, a notice or a calendar. Nothing of it has been read yet.")
REVIEW_IT = marked("Review it as an article")
ASK_INSTEAD = marked("To ask me something about it, write it as a question of your own.")
SEND_IT = marked("Write or paste it here, or send a file or a post of somebody else.")
NOT_FETCHED = marked("The file could not be fetched from Telegram. Send it once more, or paste its text.")
CUT_OFF = marked(
    "A long text is cut into several messages on its way, and only the first was read: hand it over by its address or "
    "as a file."
)
HANGS_ON_NOTHING = marked("It hangs on nothing")
TODAY, YESTERDAY = marked("Today, {day}"), marked("Yesterday, {day}")
NAMELESS_CALENDAR = marked("a school calendar")
FILE_GONE = marked("The file could not be fetched. Attach it once more, or paste its text.")
OUR_OWN = marked("I wrote this myself: hand over what it rests on.")

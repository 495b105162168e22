"""What platforms say around answers: on buttons that only some of them have, and where something cannot be done."""

from __future__ import annotations

from bot.catalogue import marked

MORE = marked("More")
SHARE = marked("Share here")
SHARED_BY = marked("Shared by {name}.")
CHOOSE_ONE = marked("Choose one")
NOT_YOURS = marked("This button belongs to somebody else.")
NO_LONGER = marked("This button no longer works. Please ask again.")
CANNOT_WRITE = marked("I cannot write to you alone. Allow direct messages from this server, then follow again.")
WHAT_IS_ANNOUNCED = marked("I cannot tell whether a message is true. This is what is announced:")

# Entries in a message's menu.
ANSWER_THIS = marked("Answer this")
IS_THIS_TRUE = marked("Is this true?")
SAVE_AS_ANSWER = marked("Save as answer")
ADD_AS_SOURCE = marked("Add as source")

# What stands otherwise beside /room where an answer can be shown to whoever asked alone.
WHO_READS = marked("Whether everybody here reads my answers to /ask, or only whoever asked.")
FOR_EVERYBODY = marked("Answer for everybody")
FOR_WHOEVER_ASKS = marked("Answer whoever asks alone")

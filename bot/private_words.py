"""What is said where somebody opens a private chat to be answered there."""

from __future__ import annotations

from bot.catalogue import marked

HERE = marked("Here I will tell you.")
WRITTEN_THERE = marked("I have written to you there.")
OPEN_THE_CHAT = marked("Open the chat")
CLOSED_TO_ME = marked("You take no private messages from me, so I cannot tell you there.")

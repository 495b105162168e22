"""What is said where somebody opens a private chat to be answered there, and where nothing can be told otherwise."""

from __future__ import annotations

from bot.catalogue import marked

HERE = marked("Here I will tell you.")
WRITTEN_THERE = marked("I have written to you there.")
OPEN_THE_CHAT = marked("Open the chat")
TELL_ME = marked("Tell me in a private chat")
OPEN_TO_FOLLOW = marked(
    "What you follow I tell you alone, not in this room. Open the chat with me and press Start; then you follow it."
)
CLOSED_TO_ME = marked("You take no private messages from me, so I cannot tell you there.")

# Where a change is seen by whoever was answered alone among others.
ON_THE_BOARD = marked("If this changes, the board in {channel} will say so.")
IN_THIS_CHANNEL = marked("If this changes, I will say so in this channel.")
IN_BOTH = marked("If this changes, I will say so in this channel, and the board in {channel} will too.")
NOT_HERE = marked("If this changes, I cannot tell you here.")

"""What is said of forms: the ways into one, that it was left, or too long ago, and who may not answer."""

from __future__ import annotations

from bot.catalogue import marked

LEFT = marked("Left; nothing was done.")
OVER = marked("That is over; please begin anew.")
NOT_STAFF = marked("Only staff can answer from here; ask me anything else.")
EDIT = marked("Edit")
WRITE_IT = marked("Write it …")

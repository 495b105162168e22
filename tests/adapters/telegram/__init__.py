"""Telegram, against a double of its Bot API."""

"""Telegram: updates in, replies out, as if the product had been made for it."""

"""Discord: interactions and messages in, replies out, as if the product had been made for it."""

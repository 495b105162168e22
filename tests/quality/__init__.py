"""Questions by kind, and how often the replies to them are right."""

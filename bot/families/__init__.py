"""What families do besides asking: today, topics, follow, settings, forget, and what they say of an answer."""

"""What is true: nouns, days, matching, storage."""

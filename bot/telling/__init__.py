"""Telling: those who heard the old answer hear the new one, once, soon and politely."""

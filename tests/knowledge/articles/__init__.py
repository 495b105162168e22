"""Articles and calendars: fetching, reading, comparing."""

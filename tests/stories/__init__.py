"""Whole ways, from a question or an edit to the last reply."""

"""Matching: from a question to topics."""

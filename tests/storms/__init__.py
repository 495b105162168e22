"""Floods, races and kills: each once in a short form with all tests, at length by `make storms`."""

"""Kills, stops and floods; they take minutes, so only `make storms` runs them."""

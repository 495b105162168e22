"""Handing over articles and reviewing what was cut from them."""

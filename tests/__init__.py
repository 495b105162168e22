"""The checks, laid out as the product is."""

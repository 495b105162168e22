"""A local double of Discord's gateway and REST API, and the tests that drive the real library against it."""

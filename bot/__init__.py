"""What we say, to whom, and who may change it. Nothing here knows a platform."""

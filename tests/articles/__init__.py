"""Articles written for these tests, and what a careful reader finds in them."""

"""What we say: reading a message, answering it, wording the reply."""

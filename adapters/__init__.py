"""How it looks and arrives: the terminal now, chat platforms beside it. Adapters do not know each other."""

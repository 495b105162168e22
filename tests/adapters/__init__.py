"""How it looks and arrives."""

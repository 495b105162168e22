"""What editors do: every command is one function behind one role check; nothing is published without a preview."""

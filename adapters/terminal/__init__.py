"""The terminal: a chat, single questions, files of cases, and the operator's commands about the knowledge base."""

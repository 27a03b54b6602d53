"""The plan: its register of entries, places and indicators, and the reader of its text."""

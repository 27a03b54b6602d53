"""Files in: looked into, understood, previewed, and kept as layers like all others."""

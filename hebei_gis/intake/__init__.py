"""Files that come in: what they are, what must be asked, and how they are kept."""

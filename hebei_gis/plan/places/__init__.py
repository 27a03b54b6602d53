"""Place names of a plan: found, confirmed, placed."""

"""Numbers that a plan states: value, unit, year."""

"""Coordinate systems, the shifted datums, and the repair of shapes."""

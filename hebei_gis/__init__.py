"""A planning explorer: layers of a district joined to the measures of its five-year plan."""

__version__ = "0.1.0"

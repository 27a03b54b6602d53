"""Vectorised measures between shapes: nearest features, shares of zones."""

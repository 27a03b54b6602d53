"""Declared layers: the catalogue, reading, preparing."""

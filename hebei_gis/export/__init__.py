"""Layers and selections → files, each with a sidecar that the file can be held against.

A request (:mod:`~hebei_gis.export.request`) says what goes out and in which reference system;
its tables are moved and cleaned once, then a format writes them.
"""

"""Chapters, sections and entries of a plan's text."""

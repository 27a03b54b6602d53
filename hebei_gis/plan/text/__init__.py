"""The plan's text out of its carriers: plain text, DOCX, PDF."""

"""The plan's register: entries, places and their ties, as tables and as a workbook."""

"""One module a file format: how it is recognised, read and written."""

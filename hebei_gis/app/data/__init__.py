"""The data page: catalogue, files in, files out, the check of exports."""

"""The register page: entries, coverage, the plan's own text."""

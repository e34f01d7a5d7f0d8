"""The colorers, one per file."""

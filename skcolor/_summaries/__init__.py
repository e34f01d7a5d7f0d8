"""Summaries of rows: moments, percentiles, sketches."""

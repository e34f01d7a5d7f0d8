"""Readers of input files, one module per kind, and what they share."""

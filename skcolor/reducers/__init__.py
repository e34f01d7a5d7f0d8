"""Transformers that reduce rows to a few coordinates."""

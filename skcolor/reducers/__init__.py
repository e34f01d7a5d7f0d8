"""Transformers that are not colorers: they bring rows down to a few coordinates."""

"""Shared parts of fitting: streams, layouts, outlier warnings, callbacks."""

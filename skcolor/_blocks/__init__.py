"""Dask arrays: out-of-core fits and lazy colors."""

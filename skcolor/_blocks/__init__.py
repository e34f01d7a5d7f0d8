"""Dask arrays: fits that meet one block of rows at a time, and colors that stay lazy."""

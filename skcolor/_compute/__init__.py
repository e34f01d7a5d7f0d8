"""Computation: chunks, threads, and reproducible linear algebra."""

"""The command line, ``python -m skcolor``: one file per command."""

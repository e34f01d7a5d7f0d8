"""The command line, ``python -m skcolor``: one file for each command."""

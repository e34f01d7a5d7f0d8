"""The colorers, one a file: what each encodes, in the words of its method."""

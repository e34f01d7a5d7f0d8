"""How numbers are worked on: in chunks, in blocks, and by linear algebra."""

"""Input validation: arguments, tables, texts and rows, with errors that name them."""

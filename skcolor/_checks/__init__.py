"""What may come in: arguments, tables, texts and rows, and the errors that name them."""

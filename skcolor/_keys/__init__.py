"""What the colors of a fitted colorer mean: its key, as data, and as HTML."""

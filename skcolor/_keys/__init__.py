"""Keys: what the colors of a fitted colorer mean, as data and as HTML."""

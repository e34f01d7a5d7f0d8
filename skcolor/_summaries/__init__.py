"""What is kept of rows in place of them: moments, percentiles, sketches."""

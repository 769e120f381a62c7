"""Training: descent over strings, and the files that describe it."""

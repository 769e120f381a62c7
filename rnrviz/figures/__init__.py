"""Figures drawn from arrays and a Style, on screen and for export alike."""

"""Writes: each asks policy itself, moves through move(), records, announces."""

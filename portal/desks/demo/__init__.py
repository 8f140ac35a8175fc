"""Demonstration data: code with a seed, played through the same actions as the pages."""

"""Rehearsals: a whole edition played through the same actions as the pages, in a base that is dropped afterwards."""

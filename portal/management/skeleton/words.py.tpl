"""Mark a Chinese message for the catalogue without importing Django: pages translate it where they show it."""


def mark(text: str) -> str:
    """Return the text unchanged; imported as ``_`` so that `manage.py messages` finds the message."""
    return text

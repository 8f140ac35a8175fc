"""What a reader refuses with."""


class Problem(ValueError):
    """A value that cannot be an answer; its text is for the person who typed it, in their language."""

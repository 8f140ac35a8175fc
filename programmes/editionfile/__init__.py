"""An edition as one file that people review: written, read with its lines, compared. Nothing here saves anything."""

from .content import Content, content_of, said_instant

__all__ = ["Content", "content_of", "said_instant"]

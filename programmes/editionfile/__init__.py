"""An edition as one file that people review: written, read with its lines, compared. Nothing here saves anything."""

from .checking import complain_of_content
from .comparing import Change, changes_between
from .content import Content, content_of, said_instant
from .lines import Reading
from .marks import Wrong
from .reading import read_file
from .writing import write_file

__all__ = [
    "Change",
    "Content",
    "Reading",
    "Wrong",
    "changes_between",
    "complain_of_content",
    "content_of",
    "read_file",
    "said_instant",
    "write_file",
]

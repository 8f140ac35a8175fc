"""What is shown to the public, what the public objects to, and what is certified."""

from .certificate import Certificate, NumberSeries
from .listing import OPEN_LISTS, Ground, ListEntry, ListState, PublishedList, Standing
from .notice import Change, Counting, ListOrder, Notice, NoticeEntry, NoticeState, TermUnit
from .objection import Inquiry, Objection, ObjectionFile, ObjectionState, ObjectorKind, RefusalGround
from .revocation import Revocation, RevocationState

__all__ = [
    "OPEN_LISTS",
    "Certificate",
    "Change",
    "Counting",
    "Ground",
    "Inquiry",
    "ListEntry",
    "ListOrder",
    "ListState",
    "Notice",
    "NoticeEntry",
    "NoticeState",
    "NumberSeries",
    "Objection",
    "ObjectionFile",
    "ObjectionState",
    "ObjectorKind",
    "PublishedList",
    "RefusalGround",
    "Revocation",
    "RevocationState",
    "Standing",
    "TermUnit",
]

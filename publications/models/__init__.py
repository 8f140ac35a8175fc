"""What is shown to the public, what the public objects to, and what is certified."""

from .certificate import Certificate, NumberSeries
from .listing import OPEN_LISTS, REVOKING, Ground, ListEntry, ListState, PublishedList, Standing
from .mark import MarkAsset, MarkDownload, MarkRight, UseForm
from .notice import Change, Counting, ListOrder, Notice, NoticeEntry, NoticeState, TermUnit
from .objection import Inquiry, Objection, ObjectionFile, ObjectionState, ObjectorKind, RefusalGround
from .past import PastEntry, PastKind, PastList
from .revocation import Revocation, RevocationState
from .reward import Reward, RewardState
from .surveillance import Finding, Surveillance

__all__ = [
    "OPEN_LISTS",
    "REVOKING",
    "Certificate",
    "Change",
    "Counting",
    "Finding",
    "Ground",
    "Inquiry",
    "ListEntry",
    "ListOrder",
    "ListState",
    "MarkAsset",
    "MarkDownload",
    "MarkRight",
    "Notice",
    "NoticeEntry",
    "NoticeState",
    "NumberSeries",
    "Objection",
    "ObjectionFile",
    "ObjectionState",
    "ObjectorKind",
    "PastEntry",
    "PastKind",
    "PastList",
    "PublishedList",
    "RefusalGround",
    "Revocation",
    "RevocationState",
    "Reward",
    "RewardState",
    "Standing",
    "Surveillance",
    "TermUnit",
    "UseForm",
]

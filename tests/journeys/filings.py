"""What somebody files: the organisation, its answers and its papers, whatever the programme asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from programmes.contract import Programme


@dataclass(frozen=True)
class Filing:
    """One application from registration to submission.

    title        what the pages call the application: the answer that names it
    answers      typed answers by form key; a district by its name; keys that are left out are left blank
    profile      label of the organisation's own particulars -> what is typed
    latest_year  the year before the edition's
    without      labels of file places that stay empty
    region       where the organisation is registered, by its name
    workbook     key of the table that comes as a workbook, a word of its last row; the others are typed
    """

    programme: Programme
    organisation: str
    code: str
    title: str
    answers: Mapping[str, Any]
    profile: Mapping[str, str]
    latest_year: int
    without: frozenset[str] = frozenset()
    region: str = "闵行区"
    workbook: Mapping[str, str] = field(default_factory=dict)


PROFILE = {
    "成立日期": "2015-06-01",
    "注册地址": "示例路1号",
    "法定代表人": "示例甲",
    "联系人职务": "示例经理",
    "联系人手机": "13800000000",
    "联系人邮箱": "clerk@cast.example",
}

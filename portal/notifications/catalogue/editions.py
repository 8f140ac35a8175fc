"""Messages about an edition itself: announced, ended early, and what was set otherwise for a district."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

SAMPLE = {
    "edition": "2026年度示例项目",
    "district": "闵行区",
    "opens_at": "2026年3月2日 9:00",
    "closes_at": "2026年3月30日 17:00",
    "due_at": "2026年4月30日 17:00",
    "copies": "3",
    "discs": "1",
    "quota": "8",
    "note": "先交电子版，再交纸质件。",
    "reason": "受理系统升级。",
}

KINDS = {
    "edition_announced": Kind(
        subject=_("已发布申报通知：%(edition)s"),
        body=_("%(edition)s的申报通知已发布，%(opens_at)s开始申报，%(closes_at)s截止。请做好受理和推荐的准备。"),
        sample=SAMPLE,
    ),
    "edition_ended": Kind(
        subject=_("提前截止：%(edition)s"),
        body=_("%(edition)s已于%(closes_at)s提前截止申报，没有提交的草稿不能再提交。原因：%(reason)s"),
        sample=SAMPLE,
    ),
    "district_terms_changed": Kind(
        subject=_("%(district)s的设置有变化：%(edition)s"),
        body=_(
            "%(edition)s对%(district)s的设置现为：本区截止 %(closes_at)s，纸质 %(copies)s 份，光盘 %(discs)s 份，"
            "推荐名额 %(quota)s。本区要求：%(note)s"
        ),
        sample=SAMPLE,
    ),
}

"""The common profile of domain.md 1.0: its keys, their labels, how they are shown. The values are plain JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kit import masking, regions

# Without these a filing cannot be judged; a profile may be saved without them meanwhile.
REQUIRED_PROFILE = (
    "established_on",
    "reg_region",
    "reg_address",
    "legal_rep",
    "contact_name",
    "contact_mobile",
    "contact_email",
)
LABELS = {
    "established_on": _("成立日期"),
    "reg_region": _("注册地行政区"),
    "mgmt_region": _("管理归口"),
    "reg_address": _("注册地址"),
    "biz_address": _("经营地址"),
    "legal_rep": _("法定代表人"),
    "contact_name": _("联系人"),
    "contact_title": _("联系人职务"),
    "contact_mobile": _("联系人手机"),
    "contact_tel": _("联系人电话"),
    "contact_email": _("联系人邮箱"),
}
_MASKS = {
    "legal_rep": masking.mask_name,
    "contact_name": masking.mask_name,
    "contact_mobile": masking.mask_mobile,
    "contact_tel": masking.mask_phone,
    "contact_email": masking.mask_email,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary component."""

    label: Any
    value: Any
    is_missing: bool = False


def region_name(code: str) -> Any:
    if code == "other":
        return _("其他地区")
    row = regions.BY_CODE.get(code)
    return row.name if row else code


def lines_of(profile: dict[str, Any]) -> list[Line]:
    """The profile for reading, personal values masked; a required one that is empty is marked as missing."""
    lines = []
    for key, label in LABELS.items():
        value = str(profile.get(key) or "")
        shown = region_name(value) if key.endswith("_region") and value else _MASKS.get(key, str)(value)
        if value or key in REQUIRED_PROFILE:
            lines.append(Line(label, shown, is_missing=not value))
    return lines

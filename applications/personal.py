"""What a frozen filing says about the organisation and its people: labels, and which values are masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kit.masking import mask_email, mask_mobile, mask_name, mask_phone
from portal.people.models import LegalForm
from portal.people.profile import region_name

Mask = Callable[[str], str]

WORDS: dict[str, object] = {
    "org_name": _("单位名称"),
    "uscc": _("统一社会信用代码"),
    "legal_form": _("主体类型"),
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
MASKS: dict[str, Mask] = {
    "legal_rep": mask_name,
    "contact_name": mask_name,
    "contact_mobile": mask_mobile,
    "contact_tel": mask_phone,
    "contact_email": mask_email,
}


def shown_value(key: str, value: Any) -> str:
    """The value as a page shows it before anybody asked to see the whole."""
    text = str(value)
    if key in MASKS:
        return MASKS[key](text)
    if key == "legal_form":
        return str(dict(LegalForm.choices).get(text, text))
    return str(region_name(text)) if key.endswith("_region") else text


def lines_of(profile: Mapping[str, Any]) -> list[tuple[str, object, str]]:
    """(key, label, shown value) of everything that was filled in, in the order above."""
    return [(key, label, shown_value(key, profile[key])) for key, label in WORDS.items() if profile.get(key)]

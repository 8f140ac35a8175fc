"""Sentences for codes and names: what is wrong, and what a right value looks like."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

USCC_REASONS = {
    "empty": _("请填写统一社会信用代码，共 18 位，见营业执照或登记证书右上角。"),
    "length": _("统一社会信用代码应为 18 位，请对照营业执照逐位核对，例如 91350100M000100Y43。"),
    "alphabet": _("统一社会信用代码只含数字和大写字母，且不用 I、O、S、V、Z。请检查是否把 0 写成 O、把 1 写成 I。"),
    "region": _("统一社会信用代码第 3 至 8 位是登记机关的行政区划，应为数字。请对照营业执照核对。"),
    "check": _("代码校验未通过：最后一位与前 17 位不符，多半是写错一位或相邻两位颠倒。请对照营业执照逐位核对。"),
}
CHECK_WITH_WAY_OUT = _(
    "代码校验未通过：最后一位与前 17 位不符，多半是写错一位或相邻两位颠倒。请对照营业执照逐位核对；"
    "如与证照完全一致，请勾选“代码与证照一致，申请人工核对”并上传证照。"
)
CODE_TAKEN = _(
    "此代码已由他人登记。如您的同事已登记，请他在“单位档案”页把您的邮箱加为经办人；如您认为登记有误，可凭证照提出主张。"
)
OVERRIDE_NEEDS_LICENCE = _("申请人工核对代码时，须同时上传营业执照或登记证书的扫描件。")
BOTH_FILES_NEEDED = _("请同时上传营业执照（或登记证书）和盖章的授权委托书。")

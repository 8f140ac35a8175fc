"""What keys of this app are called in front of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from . import running

FIELD_WORDS = {
    "technology": _("技术"),
    "brand_quality": _("品牌质量"),
    "finance": _("财务"),
}
EXCLUSIONS = {
    "employer": _("工作单位是申报主体或材料中所列单位"),
    "member": _("本人是申报主体的用户"),
    "role": _("在本组织方另有工作角色"),
    "avoided": _("申报主体申请回避"),
    "unavailable": _("本人暂停参加抽取"),
    "suspended": _("专家资格未生效或已停用"),
}
FAULTS = {
    "empty": _("请填写评分，0 至 100，最多一位小数，例如 85.5。"),
    "number": _("这不是一个数。请填写 0 至 100 的数，例如 85.5。"),
    "unit": _("请只填写数字，不要带“分”或“%”，例如 85.5。"),
    "separator": _("评分里不要用逗号或空格，例如 85.5。"),
    "negative": _("评分不能小于 0，请填写 0 至 100 的数。"),
    "too_large": _("评分不能大于 100，请填写 0 至 100 的数。"),
    "decimals": _("评分最多保留一位小数，例如 85.5。"),
    "opinion_short": _("总分低于 60 或高于 95 时，评审意见不少于 30 字，请写明理由。"),
    "opinion_long": _("评审意见不超过 2000 字，请精简。"),
}
RECUSAL_NORMS = (
    _("三年内与申报主体或材料所列单位有劳动关系，或担任其顾问、董事、监事，或是其控股股东、实际控制人；"),
    _("与上述单位的法定代表人或负责人有夫妻、直系血亲、三代以内旁系血亲或近姻亲关系；"),
    _("与上述单位有其他可能影响评审公正的关系。"),
)


def field_word(key: str) -> str:
    return str(FIELD_WORDS.get(key, key))


def exclusion_words(excluded: str) -> str:
    """Keys joined by commas as words."""
    return "；".join(str(EXCLUSIONS.get(key, key)) for key in excluded.split(",") if key)


def cause_in_words(result: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """Why a unit is proposed or not, as the applicant reads it. result: one line of a run's results."""
    cause = result["cause"]
    values = {"total": result["total"], "line": parameters["pass_line"], "clauses": "、".join(result["failed"])}
    if cause == running.REFUSED_ENTRY:
        return _now("拒绝实地抽查，所报情况无法核实。")
    if cause == running.UNMET:
        return _now("未满足以下指标：%(clauses)s。") % values
    if cause == running.OPEN:
        return _now("以下指标尚无结论，不能认定为符合：%(clauses)s。") % values
    if cause == running.NO_QUANTITATIVE:
        return _now("定量指标缺少数据，不能计算总分。")
    if cause == running.BELOW_LINE:
        return _now("综合得分 %(total)s 分，未达到合格线 %(line)s 分。") % values
    return _now("指标全部符合，综合得分 %(total)s 分，达到合格线 %(line)s 分。") % values

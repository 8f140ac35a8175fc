"""What keys of this app are called in front of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from . import causes
from .points import count_signs
from .ratios import in_per_cent

SHORTEST_REASON = 10
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
RATIO_FAULTS = {
    "empty": _("请填写调整幅度，以百分数表示，例如 +5 或 -2.5，不超过 ±%(most)s。"),
    "number": _("这不是一个百分数。请填写带正负号的数，例如 +5 或 -2.5，不超过 ±%(most)s。"),
    "decimals": _("调整幅度最多保留两位小数，例如 -2.25，不超过 ±%(most)s。"),
    "zero": _("调整幅度不能为 0；不需要调整的请选择“确认”。幅度不超过 ±%(most)s，例如 +5。"),
    "beyond": _("调整幅度超出上限：不超过 ±%(most)s，例如 +5 或 -2.5。"),
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


def join_names(names: Sequence[str], most: int = 5) -> str:
    """The first names, and how many there are where there are more."""
    unique = list(dict.fromkeys(names))
    words = "、".join(unique[:most])
    return words if len(unique) <= most else _now("%(names)s等 %(count)d 个") % {"names": words, "count": len(unique)}


def explain_ratio(fault: str, most: Decimal) -> str:
    """What is wrong with a typed adjustment, and what a right one looks like."""
    return str(RATIO_FAULTS[fault]) % {"most": in_per_cent(most).lstrip("+")}


def explain_reason(reason: str) -> str:
    """What is wrong with the reason of an adjustment, an exclusion or a refusal; "" when nothing is."""
    return "" if count_signs(reason) >= SHORTEST_REASON else _now("请写明理由，不少于 10 个字。")


def cause_in_words(result: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """Why a unit is proposed or not, as the applicant reads it. result: one line of a run's results."""
    clauses = "、".join(result["failed"])
    if result["cause"] == causes.REFUSED_ENTRY:
        return _now("拒绝实地抽查，所报情况无法核实。")
    if result["cause"] == causes.UNMET:
        return _now("未满足以下指标：%(clauses)s。") % {"clauses": clauses}
    if result["cause"] == causes.OPEN:
        return _now("以下指标尚无结论，不能认定为符合：%(clauses)s。") % {"clauses": clauses}
    if "final_figure" in result:
        return _place_in_words(result, parameters)
    return _total_in_words(result, parameters)


def _total_in_words(result: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    values = {"total": result["total"], "line": parameters["pass_line"]}
    if result["cause"] == causes.NO_QUANTITATIVE:
        return _now("定量指标缺少数据，不能计算总分。")
    if result["cause"] == causes.REWORK:
        words = _now("综合得分 %(total)s 分，未达到合格线 %(line)s 分，不低于 %(rework)s 分，可完善后再评。")
        return words % {**values, "rework": parameters["rework_line"]}
    if result["cause"] == causes.BELOW_LINE:
        return _now("综合得分 %(total)s 分，未达到合格线 %(line)s 分。") % values
    return _now("指标全部符合，综合得分 %(total)s 分，达到合格线 %(line)s 分。") % values


def _place_in_words(result: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    if result["cause"] == causes.UNRANKED:
        words = _now("所报和核定的数据不足，不能计算参加排名的数值。")
        return words + "；".join(result["flags"])
    if result["cause"] == causes.EXCLUDED:
        return _now("经专家校验评审，不列入名单：%(reason)s") % {"reason": result["verification_reason"]}
    if result["cause"] == causes.BELOW_CUT:
        length = parameters["settings"]["list_lengths"][result["list_code"]]
        values = {"rank": result["rank"], "length": length}
        return _now("在所属名单中排第 %(rank)d 名，名单取前 %(length)d 名，未能列入。") % values
    return _now("条件全部符合，在所属名单中排第 %(rank)d 名。") % {"rank": result["rank"]}

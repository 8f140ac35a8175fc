"""Rules between the fields of the form. Each message says what is wrong and what a right value looks like."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.industrial_cluster.reading import Unreadable, fold, read_number
from programmes.industrial_cluster.words import mark as _

PARTS_OF_WHOLES: tuple[tuple[str, str, str], ...] = (
    ("firms_sme", "firms_total", _("中小企业数不能超过企业总数，请核对两个数字。")),
    ("staff_sme", "staff_total", _("中小企业从业人员不能超过从业人员总数，请核对两个数字。")),
    ("output_sme_y0", "output_total_y0", _("中小企业产值不能超过集群总产值，请核对两个数字，单位均为亿元。")),
    ("output_lead_y0", "output_total_y0", _("主导产业产值不能超过集群总产值，请核对两个数字，单位均为亿元。")),
    ("digital_users", "firms_sme", _("应用平台的中小企业数不能超过中小企业数，请核对两个数字。")),
    ("firms_policy_reached", "firms_total", _("政策宣贯覆盖企业数不能超过企业总数，请核对两个数字。")),
)
DISTINCT_ROWS: tuple[tuple[str, str, str], ...] = (
    ("firm_list", "uscc", _("第 %(second)d 行与第 %(first)d 行的统一社会信用代码相同，每家企业只填一行。")),
    ("standards", "number", _("第 %(second)d 行与第 %(first)d 行的标准号相同，每项标准只填一行。")),
    ("platforms", "name", _("第 %(second)d 行与第 %(first)d 行的平台名称相同，每个平台只填一行。")),
    ("service_orgs", "name", _("第 %(second)d 行与第 %(first)d 行的机构名称相同，每家机构只填一行。")),
)
NAME_NEEDS_DISTRICT = _("集群名称由区名和产业领域组成，例如：示例区精密传感器。")
OPERATOR_PREFIX = _("运营管理机构的统一社会信用代码应以 11、12、51、52 或 91 开头，请核对证照。")
NOTE_NEEDED = _("研发经费、专利或者产值的基期数值为 0，增长率无法计算，请在此说明原因。")
TRUTH_NEEDED = _("提交前须作出真实性承诺，请勾选。")
OPERATOR_PREFIXES = ("11", "12", "51", "52", "91")
GROWTH_BASES = ("output_total_y2", "rd_sme_y2", "patents_sme_y2")


def check_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Field key → message, over the whole form; a field not yet filled in is no error here."""
    errors: dict[str, str] = {}
    for part, total, message in PARTS_OF_WHOLES:
        small, large = _number(answers, part), _number(answers, total)
        if small is not None and large is not None and small > large:
            errors[part] = message
    for table, column, message in DISTINCT_ROWS:
        pair = _first_repetition(answers.get(table) or (), column)
        if pair:
            errors[table] = message % {"first": pair[0], "second": pair[1]}
    name = answers.get("cluster_name")
    if name and not name.partition("区")[2].strip():
        errors["cluster_name"] = NAME_NEEDS_DISTRICT
    code = answers.get("operator_uscc")
    if code and fold(code)[:2] not in OPERATOR_PREFIXES:
        errors["operator_uscc"] = OPERATOR_PREFIX
    if any(_number(answers, base) == 0 for base in GROWTH_BASES) and not answers.get("growth_note"):
        errors["growth_note"] = NOTE_NEEDED
    if answers.get("declare_truth") is False:
        errors["declare_truth"] = TRUTH_NEEDED
    return errors


def _number(answers: Mapping[str, Any], key: str) -> Decimal | None:
    """None also for what is not a number: the field itself has said so."""
    try:
        return read_number(answers.get(key))
    except Unreadable:
        return None


def _first_repetition(rows: Any, column: str) -> tuple[int, int] | None:
    """Line numbers, from 1, of the first two rows with the same folded text in a column."""
    seen: dict[str, int] = {}
    for position, row in enumerate(rows, start=1):
        text = fold(row.get(column) or "")
        if text and text in seen:
            return seen[text], position
        seen.setdefault(text, position)
    return None

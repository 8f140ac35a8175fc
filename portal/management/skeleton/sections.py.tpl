"""The form, page by page. Every key but a file's has a column of its name in models.py."""

from decimal import Decimal

from programmes.contract import Evidence, Field, Section
from programmes.contract import FieldKind as K

from .words import mark as _

MOST_WAN = Decimal(100_000_000)

BASICS = Section(
    "basics",
    _("基本情况"),
    (
        Field(
            "project_name",
            _("项目名称"),
            minimum=Decimal(4),
            maximum=Decimal(60),
            help=_("例如：示例精密传感器。"),
        ),
        Field("district", _("所在区"), K.DISTRICT),
        Field(
            "revenue_wan",
            _("最近一年营业收入"),
            K.DECIMAL,
            unit=_("万元"),
            minimum=Decimal(0),
            maximum=MOST_WAN,
            places=2,
        ),
        Field("summary", _("项目说明"), K.LONG_TEXT, minimum=Decimal(1), maximum=Decimal(2000)),
        Field("declare_truth", _("本单位对申报材料的真实性和完整性负责"), K.BOOLEAN, is_declaration=True),
    ),
    indicators=("revenue",),
)
SECTIONS: tuple[Section, ...] = (BASICS,)
EVIDENCE: tuple[Evidence, ...] = (Evidence("revenue", _("最近一年审计报告")),)

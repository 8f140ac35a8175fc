"""Types of honours that clauses of several programmes name (domain rules 1.0): keys and official names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HONOURS: Mapping[str, str] = MappingProxyType(
    {
        "little_giant": "国家级专精特新“小巨人”企业",
        "srdi_sme": "专精特新中小企业",
        "innovative_sme": "创新型中小企业",
        "hi_tech": "国家级高新技术企业",
        "single_champion_nat": "制造业单项冠军（国家级）",
        "single_champion_city": "制造业单项冠军（市级）",
        "gov_quality_award": "政府质量奖",
        "brand_leading_benchmark": "上海市品牌引领（培育）标杆企业",
        "shanghai_fashion": "上海时尚出品",
        "shanghai_brand_cert": "“上海品牌”认证",
        "shanghai_brand_cultivation": "“上海品牌”培育产品或服务",
        "wuhu_zhizao_cert": "“芜湖智造”品牌认证",
    }
)

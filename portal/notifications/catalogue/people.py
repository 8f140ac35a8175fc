"""Messages about who speaks for an organisation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

SAMPLE = {"org_name": "示例集群运营公司", "tenant": "示例市经济信息化委", "reason": "授权书未盖章"}

KINDS = {
    "claim_filed": Kind(
        subject=_("待核验：%(org_name)s 提交了主体证明"),
        body=_("%(org_name)s 的经办人提交了营业执照和授权委托书。请打开核验页，核对后通过或写明理由退回。"),
        sample=SAMPLE,
    ),
    "claim_contested": Kind(
        subject=_("有人对 %(org_name)s 的登记提出主张"),
        body=_(
            "另有人凭证照主张代表 %(org_name)s。组织方将核对双方材料后决定由谁担任单位管理员。"
            "如您尚未上传营业执照和授权委托书，请尽快在“单位档案”页补交。"
        ),
        sample=SAMPLE,
    ),
    "claim_accepted": Kind(
        subject=_("主体核验通过：%(org_name)s"),
        body=_("%(tenant)s 已核对证照和授权委托书，您是 %(org_name)s 的单位管理员。可以添加同事、填写和提交申报。"),
        sample=SAMPLE,
    ),
    "claim_refused": Kind(
        subject=_("主体核验未通过：%(org_name)s"),
        body=_("%(tenant)s 未通过您对 %(org_name)s 的主体证明。理由：%(reason)s。请在“单位档案”页更换材料后再次提交。"),
        sample=SAMPLE,
    ),
    "claim_replaced": Kind(
        subject=_("您不再是 %(org_name)s 的单位管理员"),
        body=_(
            "%(tenant)s 核对了他人提交的证照和授权委托书，%(org_name)s 的单位管理员已变更，您的权限随之结束。"
            "如有异议，请携证照原件与该组织方联系，或再次提出主张。"
        ),
        sample=SAMPLE,
    ),
}

"""Messages of the offices: what was decided on a filing, and whose turn it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

SAMPLE = {
    "title": "闵行区示例传感器集群",
    "count": 2,
    "due_on": "2026-03-17",
    "reason": "近三年产值缺少统计部门证明。",
    "note": "请补充产值数据的核对情况。",
    "reference": "002-000345",
    "planned_on": "2026-05-20",
    "edition": "2026年度示例项目",
    "closes_at": "2026年3月30日 17:00",
    "due_at": "2026年4月30日 17:00",
}

KINDS = {
    "application_returned": Kind(
        subject=_("请补正：%(title)s（%(count)s 处，%(due_on)s 前）"),
        body=_(
            "您单位的申报被退回补正，共 %(count)s 处，每处都写明了原因。\n"
            "请于 %(due_on)s 24:00 前改好并重新提交，逾期不能再提交。只需修改退回的内容，其余保持不变。"
        ),
        sample=SAMPLE,
    ),
    "review_put_forward": Kind(
        subject=_("待审签：%(title)s"),
        body=_("经办人已对“%(title)s”提出初审意见，请审签。请在区级推荐截止前办理。"),
        sample=SAMPLE,
    ),
    "review_sent_back": Kind(
        subject=_("审签退回：%(title)s"),
        body=_("您对“%(title)s”提出的初审意见被退回，请修改后重新提请。退回原因：\n%(note)s"),
        sample=SAMPLE,
    ),
    "application_not_recommended": Kind(
        subject=_("未予推荐：%(title)s"),
        body=_("您单位的申报未获区级推荐，本次申报到此结束。意见：\n%(reason)s\n如有疑问，请联系所在区主管部门。"),
        sample=SAMPLE,
    ),
    "application_recommended": Kind(
        subject=_("已推荐至市级：%(title)s"),
        body=_("您单位的申报已由区级推荐，进入市级形式审查。如需补正会另行通知。"),
        sample=SAMPLE,
    ),
    "case_to_check": Kind(
        subject=_("待形式审查：%(title)s"),
        body=_("区级已推荐“%(title)s”，请进行形式审查。"),
        sample=SAMPLE,
    ),
    "paper_matched": Kind(
        subject=_("已收到纸质申报表：%(title)s"),
        body=_("您单位的纸质申报表（编号 %(reference)s）已收到，与电子申报一致，正式报名完成，无需操作。"),
        sample=SAMPLE,
    ),
    "paper_mismatch": Kind(
        subject=_("纸质申报表与电子申报不一致：%(title)s"),
        body=_(
            "您单位的纸质申报表（编号 %(reference)s）已收到，但与电子申报不一致：\n%(note)s\n"
            "请打印最新版本，盖章后重新寄出，邮戳日期不晚于 %(due_on)s。在此之前尚未完成正式报名。"
        ),
        sample=SAMPLE,
    ),
    "case_accepted": Kind(
        subject=_("形式审查通过：%(title)s"),
        body=_("您单位的申报“%(title)s”已通过形式审查，将组织专家评审。"),
        sample=SAMPLE,
    ),
    "case_accepted_for_checking": Kind(
        subject=_("形式审查通过：%(title)s"),
        body=_(
            "您单位的申报“%(title)s”已通过形式审查。接下来核对主要数据，可能请您说明；核对完成、正式报名后组织专家评审。"
        ),
        sample=SAMPLE,
    ),
    "case_refused": Kind(
        subject=_("不予受理：%(title)s"),
        body=_("您单位的申报“%(title)s”未通过形式审查，本次申报到此结束。\n%(reason)s"),
        sample=SAMPLE,
    ),
    "inspection_planned": Kind(
        subject=_("实地抽查安排：%(title)s（%(planned_on)s）"),
        body=_(
            "将于 %(planned_on)s 对“%(title)s”进行实地抽查，抽查人员不少于两人并出示证件。请准备申报材料的原始凭证。"
        ),
        sample=SAMPLE,
    ),
    "edition_dates_changed": Kind(
        subject=_("日期调整：%(edition)s"),
        body=_("%(edition)s的日期有调整：申报截止 %(closes_at)s，区级推荐截止 %(due_at)s。请以新的日期为准。"),
        sample=SAMPLE,
    ),
}

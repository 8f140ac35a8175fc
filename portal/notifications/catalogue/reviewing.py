"""Messages about expert review and its results. Nothing of a file stands in a message to an expert but its title."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

SAMPLE = {
    "edition": "2026年度示例项目",
    "panel": "1",
    "run": "1",
    "title": "闵行区示例传感器集群",
    "code": "E-12",
    "count": "3",
    "due_at": "2026年5月9日 10:00",
    "days": "3",
    "reason": "综合得分 68.20 分，未达到合格线 70 分。",
}

KINDS = {
    "panel_drawn": Kind(
        subject=_("专家组已抽取：%(edition)s第 %(panel)s 组"),
        body=_("%(edition)s第 %(panel)s 专家组已抽取完成，抽取记录可供复核。请启动评审。"),
        sample=SAMPLE,
    ),
    "review_assigned": Kind(
        subject=_("评审任务：%(edition)s（%(count)s 件）"),
        body=_("您被抽取为%(edition)s的评审专家，有 %(count)s 件待评审。请先声明有无利益冲突，声明后才能打开材料。"),
        sample=SAMPLE,
    ),
    "review_due_soon": Kind(
        subject=_("评审还有 %(days)s 天截止：%(edition)s（%(count)s 件未完成）"),
        body=_("%(edition)s的评审将于%(due_at)s截止，您还有 %(count)s 件未完成。"),
        sample=SAMPLE,
        is_reminder=True,
    ),
    "second_look_asked": Kind(
        subject=_("请复核评分：%(title)s"),
        body=_(
            "%(edition)s：专家组对“%(title)s”的评分分歧较大，请您说明理由维持原评分，或者调整评分。原评分予以保留。"
        ),
        sample=SAMPLE,
    ),
    "review_vacancy": Kind(
        subject=_("评审席位空缺：%(title)s"),
        body=_("%(edition)s第 %(panel)s 组：专家 %(code)s 退出“%(title)s”的评审，该领域已无候补。请在专家组页面处理。"),
        sample=SAMPLE,
    ),
    "scores_complete": Kind(
        subject=_("评分已齐备：%(title)s"),
        body=_("%(edition)s第 %(panel)s 组：“%(title)s”的专家评分已齐备，可以结束评审。"),
        sample=SAMPLE,
    ),
    "run_submitted": Kind(
        subject=_("待审定：%(edition)s评审结果（第 %(run)s 次计算）"),
        body=_("%(edition)s第 %(run)s 次计算的评审结果已提请审定。审定人不能是计算或提请的本人。"),
        sample=SAMPLE,
    ),
    "run_approved": Kind(
        subject=_("已审定：%(edition)s评审结果（第 %(run)s 次计算）"),
        body=_("%(edition)s第 %(run)s 次计算的评审结果已审定。审定意见：%(reason)s"),
        sample=SAMPLE,
    ),
    "run_sent_back": Kind(
        subject=_("已退回：%(edition)s评审结果（第 %(run)s 次计算）"),
        body=_("%(edition)s第 %(run)s 次计算的评审结果被退回。理由：%(reason)s"),
        sample=SAMPLE,
    ),
    "not_proposed": Kind(
        subject=_("评审结果：%(title)s未列入拟认定名单"),
        body=_("%(edition)s：“%(title)s”未列入拟认定名单。理由：%(reason)s\n如有疑问，请联系组织方。"),
        sample=SAMPLE,
    ),
    "verification_opened": Kind(
        subject=_("请校验：%(edition)s的初步排名"),
        body=_("%(edition)s的初步排名已算出。请对您评过分的申报逐个校验：确认、在限度内调整，或提出不列入并写明理由。"),
        sample=SAMPLE,
    ),
    "verification_to_second": Kind(
        subject=_("校验意见待第二位专家签名：%(title)s"),
        body=_("%(edition)s：一位专家对“%(title)s”提出了校验意见，须由另一位专家签名同意，或写明理由不同意。"),
        sample=SAMPLE,
    ),
    "verification_refused": Kind(
        subject=_("校验意见未获同意：%(title)s"),
        body=_("%(edition)s：您对“%(title)s”的校验意见未获另一位专家同意。理由：%(reason)s\n该申报须重新校验。"),
        sample=SAMPLE,
    ),
    "verification_complete": Kind(
        subject=_("校验已完成：%(edition)s（第 %(run)s 次计算）"),
        body=_("%(edition)s第 %(run)s 次计算的结果已全部校验。请计算计入校验意见的最终结果，再提请审定。"),
        sample=SAMPLE,
    ),
}

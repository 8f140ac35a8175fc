"""Messages about questions on the clauses of an edition."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import Kind

SAMPLE = {
    "edition": "2026年度示例项目",
    "question": "近三年的起算时间是哪一天？",
    "answer": "以提交之日往前推算三十六个月。",
}

KINDS = {
    "clause_question_asked": Kind(
        subject=_("待答复的提问：%(edition)s"),
        body=_("有单位就“%(edition)s”的条款提问：\n%(question)s\n请答复；公开答复时不显示提问单位。"),
        sample=SAMPLE,
    ),
    "clause_question_answered": Kind(
        subject=_("您的提问已答复：%(edition)s"),
        body=_("您单位问：\n%(question)s\n答复：\n%(answer)s"),
        sample=SAMPLE,
    ),
    "clause_answer_corrected": Kind(
        subject=_("答复有更正：%(edition)s"),
        body=_("您单位此前问：\n%(question)s\n组织方更正了答复，以此为准：\n%(answer)s"),
        sample=SAMPLE,
    ),
}

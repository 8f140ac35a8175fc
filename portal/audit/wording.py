"""What acts and roles are called on the pages of the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.people.models import ROLE_NAMES

PEOPLE = {
    "add_colleague": _("增加本单位经办人"),
    "remove_colleague": _("移除本单位经办人"),
    "hand_over_administration": _("移交单位管理员"),
    "register_organisation": _("登记申报单位"),
    "contest_code": _("对已登记代码提出主张"),
    "open_claim": _("向组织方提交单位证明"),
    "file_proof": _("提交单位证明材料"),
    "accept_claim": _("核验单位证明通过"),
    "refuse_claim": _("核验单位证明未通过"),
    "replace_claim": _("单位管理权被替代"),
    "read_claim_paper": _("查看单位证明材料"),
    "save_profile": _("修改单位档案"),
    "save_account": _("修改个人账号"),
    "invite_member": _("邀请工作人员"),
    "resend_invitation": _("重发邀请"),
    "suspend_member": _("停用工作人员"),
    "reactivate_member": _("恢复工作人员"),
    "add_expert": _("专家入库"),
    "edit_expert": _("修改专家信息"),
    "pause_expert": _("暂停专家抽取"),
    "resume_expert": _("恢复专家抽取"),
    "create_tenant": _("开通组织方"),
    "enter_calendar_days": _("录入工作日历"),
    "remove_calendar_day": _("删除工作日历"),
    "confirm_calendar_year": _("确认年度工作日历"),
    "send_mail_again": _("重新发送邮件"),
    "set_mail_aside": _("决定邮件不再发送"),
    "move_demo_clock": _("调整演示时钟"),
    "export_audit_log": _("导出审计日志"),
    "export_queue": _("导出办件列表"),
    "reveal_personal": _("查看完整个人信息"),
    "read_attachment": _("查看附件"),
}
FILING = {
    "open_edition": _("开放申报"),
    "close_edition": _("截止申报"),
    "start_application": _("新建申报"),
    "upload_attachment": _("上传附件"),
    "remove_attachment": _("移除附件"),
    "submit_application": _("提交申报"),
    "resubmit_application": _("补正后再次提交"),
    "freeze_version": _("固化申报版本"),
    "withdraw_application": _("撤回申报"),
    "return_application": _("区级退回补正"),
    "put_forward_application": _("提请区级领导审签"),
    "send_back_application": _("区级领导退回经办"),
    "recommend_application": _("区级推荐"),
    "not_recommend_application": _("区级不予推荐"),
    "record_receipt": _("登记纸质材料"),
    "open_case_unit": _("进入形式审查"),
    "drop_unit": _("未经推荐终止"),
    "return_unit": _("市级退回补正"),
    "resubmit_unit": _("补正后再次进入形式审查"),
    "accept_unit": _("形式审查通过"),
    "refuse_unit": _("不予受理"),
    "set_ranks": _("调整推荐排序"),
    "print_recommendations": _("打印推荐函"),
    "export_recommendations": _("导出推荐汇总表"),
    "change_dates": _("修改年度日期"),
    "record_findings": _("登记核查结果"),
    "verify_figure": _("核定数据"),
    "begin_inspection_unit": _("进入实地抽查"),
    "record_inspection": _("登记实地抽查"),
    "record_inspection_unit": _("完成实地抽查"),
    "record_paper": _("登记纸质申报表"),
    "record_register": _("登记查询数据"),
    "query_unit": _("数据核对退回补正"),
    "confirm_figures_unit": _("确认核对数据"),
    "change_settings": _("修改年度参数与环节"),
    "ask_rehearsal": _("发起演练"),
    "finish_rehearsal": _("完成演练"),
}
REVIEWING = {
    "form_panel": _("组建专家组"),
    "dissolve_panel": _("作废专家组"),
    "accept_vacancy": _("同意缺席计分"),
    "call_more_experts": _("补充抽取专家"),
    "ask_second_look": _("要求复核评分"),
    "complete_scores": _("评分汇总完成"),
    "calculate_run": _("计算评审结果"),
    "send_back_run": _("退回评审结果"),
    "name_avoided_experts": _("申请专家回避"),
    "freeze_pool": _("固定专家抽取名单"),
    "commit_secret": _("提交抽取承诺"),
    "reveal_secret": _("公开抽取密值"),
    "draw_panel": _("抽取评审专家"),
    "start_review": _("开始评审"),
    "begin_review_unit": _("进入专家评审"),
    "declare_no_conflict": _("声明无利益关系"),
    "recuse": _("回避"),
    "decline_review": _("谢绝评审"),
    "submit_sheet": _("提交评分表"),
    "answer_second_look": _("答复复核"),
    "close_review": _("结束评审"),
    "close_review_unit": _("评审完成"),
    "submit_run": _("提请审定评审结果"),
    "approve_run": _("审定评审结果"),
    "propose_unit": _("拟认定"),
    "decline_unit": _("不予认定"),
    "open_verification": _("启动校验评审"),
    "verify_unit": _("提出校验意见"),
    "confirm_units": _("确认初步排名"),
    "second_verification": _("同意校验意见"),
    "refuse_verification": _("不同意校验意见"),
}
PUBLISHING = {
    "draft_notice": _("起草公示"),
    "revise_notice": _("修改公示"),
    "discard_notice": _("作废公示草稿"),
    "draft_list": _("起草名单"),
    "revise_list": _("修改名单"),
    "discard_list": _("作废名单草稿"),
    "schedule_list": _("审定名单，定期公布"),
    "call_back_list": _("撤回已审定的名单"),
    "stop_list": _("名单与审定时不符，未公布"),
    "accept_objection": _("受理异议"),
    "refuse_objection": _("不予受理异议"),
    "extend_objection": _("延长异议办理期限"),
    "close_withdrawn_objection": _("异议人撤回，办结"),
    "open_inquiry": _("启动核查"),
    "answer_inquiry": _("答复核查"),
    "find_ground": _("认定撤销事由"),
    "report_finding": _("报告核查结果"),
    "answer_revocation": _("提交陈述申辩"),
    "decide_revocation": _("作出撤销决定"),
    "replace_certificate": _("换发证书"),
    "rerender_certificate": _("重新生成证书"),
    "end_validity": _("有效期届满"),
    "publish_notice": _("发布公示"),
    "end_notice": _("公示期满"),
    "give_notice_unit": _("进入公示"),
    "receive_objection": _("收到异议"),
    "withdraw_objection": _("异议人撤回异议"),
    "reveal_objector": _("查看异议人信息"),
    "decide_objection": _("处理异议"),
    "hold_unit": _("因异议暂停"),
    "lift_hold_unit": _("异议不成立，恢复公示"),
    "strike_unit": _("异议成立，不列入名单"),
    "release_list": _("发布名单"),
    "list_unit": _("列入名单"),
    "warn_unit": _("提醒有效期将满"),
    "begin_re_review_unit": _("开始复核"),
    "renew_unit": _("复核通过"),
    "lapse_unit": _("有效期满失效"),
    "revoke_unit": _("撤销"),
}
ACT_NAMES = {**PEOPLE, **FILING, **REVIEWING, **PUBLISHING}
# For a choice: (area, its acts).
AREAS = [
    (_("账号与单位"), list(PEOPLE.items())),
    (_("申报与审查"), list(FILING.items())),
    (_("评审"), list(REVIEWING.items())),
    (_("公示与发布"), list(PUBLISHING.items())),
]
OTHER_ROLES = {"applicant": _("申报单位"), "platform_admin": _("平台管理员"), "system": _("系统")}


def act_name(act: str) -> object:
    """The act in words; an act without any keeps its key, so that nothing is hidden."""
    return ACT_NAMES.get(act, act)


def role_names(roles: str) -> str:
    """The roles an event was written with, in words. roles: keys joined by commas."""
    names = {str(role): name for role, name in ROLE_NAMES.items()} | OTHER_ROLES
    return "、".join(str(names.get(role, role)) for role in roles.split(",") if role)


def person_name(name: str, roles: str) -> object:
    """Who acted: a name, or that the clock did. roles: as role_names takes them."""
    return _("系统自动") if roles == "system" else name

#
msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: programmes/${slug}/course.py programmes/${slug}/sections.py
msgid "万元"
msgstr "10,000 CNY"

#: programmes/${slug}/course.py
msgid "不设有效期"
msgstr "No end of validity"

#: programmes/${slug}/course.py
msgid "专家组席位"
msgstr "Seats on the panel"

#: programmes/${slug}/course.py
msgid "专家评分偏离中位数上限"
msgstr "Largest distance of an expert's score from the median"

#: programmes/${slug}/course.py
msgid "专家评分权重"
msgstr "Weight of the experts' score"

#: programmes/${slug}/course.py
msgid "专家评分极差上限"
msgstr "Largest range of the experts' scores"

#: programmes/${slug}/course.py
msgid "个工作日"
msgstr "working days"

#: programmes/${slug}/course.py
msgid "人"
msgstr "people"

#: programmes/${slug}/course.py
msgid "份"
msgstr "copies"

#: programmes/${slug}/templates/${slug}/certificate.html
#, python-format
msgid "你单位的“%(subject)s”经评审，被认定为 %(year)s 年度<strong>%(honour)s</strong>。特发此证。"
msgstr "“%(subject)s” has been reviewed and recognised as <strong>%(honour)s</strong> of %(year)s. This certificate is issued accordingly."

#: programmes/${slug}/sections.py
msgid "例如：示例精密传感器。"
msgstr "For example: Example Precision Sensors."

#: programmes/${slug}/course.py
msgid "候补专家与正选专家之比"
msgstr "Reserves for each expert seated"

#: programmes/${slug}/course.py
msgid "公示期"
msgstr "Public notice"

#: programmes/${slug}/course.py
msgid "公示期单位"
msgstr "Public notice counted in"

#: programmes/${slug}/course.py
msgid "公示期起算"
msgstr "Public notice begins"

#: programmes/${slug}/course.py
msgid "分"
msgstr "points"

#: programmes/${slug}/course.py
msgid "到期前提醒（设有效期时适用）"
msgstr "Reminders before the end (where validity ends)"

#: programmes/${slug}/course.py
msgid "去掉最高分和最低分的起始人数"
msgstr "Experts from which the highest and lowest score are left out"

#: programmes/${slug}/programme.py
msgid "发展前景"
msgstr "Prospects"

#: programmes/${slug}/course.py
msgid "合格线"
msgstr "Pass line"

#: programmes/${slug}/sections.py
msgid "基本情况"
msgstr "Basics"

#: programmes/${slug}/rules.py
msgid "基本条件"
msgstr "Basic conditions"

#: programmes/${slug}/course.py
msgid "定量得分权重"
msgstr "Weight of the quantitative score"

#: programmes/${slug}/course.py
msgid "工作日"
msgstr "working days"

#: programmes/${slug}/course.py
msgid "年"
msgstr "years"

#: programmes/${slug}/course.py
msgid "当日计入"
msgstr "the day itself counts"

#: programmes/${slug}/sections.py
msgid "所在区"
msgstr "District"

#: programmes/${slug}/models.py
msgid "所在区代码"
msgstr "Code of the district"

#: programmes/${slug}/course.py
msgid "按整年度"
msgstr "whole calendar years"

#: programmes/${slug}/programme.py
msgid "提交前须作出真实性承诺，请勾选。"
msgstr "Please tick the declaration of truth before submitting."

#: programmes/${slug}/course.py
msgid "日"
msgstr "days"

#: programmes/${slug}/sections.py
msgid "最近一年审计报告"
msgstr "Audit report of the latest year"

#: programmes/${slug}/scoring.py programmes/${slug}/sections.py
msgid "最近一年营业收入"
msgstr "Revenue of the latest year"

#: programmes/${slug}/course.py
msgid "最近一年营业收入不低于"
msgstr "Least revenue of the latest year"

#: programmes/${slug}/rules.py
msgid "最近一年营业收入达到门槛"
msgstr "Revenue of the latest year reaches the line"

#: programmes/${slug}/models.py
msgid "最近一年营业收入（万元）"
msgstr "Revenue of the latest year (10,000 CNY)"

#: programmes/${slug}/course.py
msgid "有效期"
msgstr "Validity"

#: programmes/${slug}/course.py
msgid "有效期年数（设有效期时适用）"
msgstr "Years of validity (where it ends)"

#: programmes/${slug}/sections.py
msgid "本单位对申报材料的真实性和完整性负责"
msgstr "We answer for the truth and completeness of what we file"

#: programmes/${slug}/course.py
msgid "次"
msgstr "times"

#: programmes/${slug}/course.py
msgid "次日起算"
msgstr "from the next day"

#: programmes/${slug}/programme.py
msgid "申报单位"
msgstr "Applicant"

#: programmes/${slug}/models.py
msgid "申报表"
msgstr "Application form"

#: programmes/${slug}/programme.py
msgid "目标是否清晰，措施是否可行。"
msgstr "Whether the aims are clear and the measures workable."

#: programmes/${slug}/models.py
msgid "真实性承诺"
msgstr "Declaration of truth"

#: programmes/${slug}/programme.py
msgid "示例文件〔2027〕1号"
msgstr "Example Notice [2027] No. 1"

#: programmes/${slug}/apps.py programmes/${slug}/programme.py
msgid "示例项目"
msgstr "Example programme"

#: programmes/${slug}/programme.py
msgid "示例项目名单"
msgstr "List of the example programme"

#: programmes/${slug}/course.py
msgid "纸质材料份数"
msgstr "Copies on paper"

#: programmes/${slug}/rules.py
msgid "经核查认定"
msgstr "Found by an official"

#: programmes/${slug}/course.py
msgid "自公布日起"
msgstr "from the day of publication"

#: programmes/${slug}/course.py
msgid "自然日"
msgstr "calendar days"

#: programmes/${slug}/course.py
msgid "补正期限"
msgstr "Term for corrections"

#: programmes/${slug}/programme.py
msgid "质量水平"
msgstr "Quality"

#: programmes/${slug}/programme.py
msgid "质量管理是否健全，产品或者服务是否稳定。"
msgstr "Whether quality is managed well, and products or services are steady."

#: programmes/${slug}/course.py
msgid "退回补正次数上限"
msgstr "Most returns for correction"

#: programmes/${slug}/programme.py
msgid "项目"
msgstr "Project"

#: programmes/${slug}/models.py programmes/${slug}/sections.py
msgid "项目名称"
msgstr "Name of the project"

#: programmes/${slug}/models.py programmes/${slug}/sections.py
msgid "项目说明"
msgstr "About the project"

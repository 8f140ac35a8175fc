"""`manage.py demo_accounts`: who can log in to the demo, and where the second factor is shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.desks.demo.people import ORGANISER_SECRET, PASSWORD

ROWS = (
    ("cluster29@demo.example", "申报主体：写了一半的申报"),
    ("cluster27@demo.example", "申报主体：申报被退回，请补正"),
    ("cluster01@demo.example", "申报主体：2024 年已公布"),
    ("newunit@demo.example", "申报主体：新登记，待主体核验"),
    ("officer.minhang@demo.example", "闵行区经办：有申报待初审（另有 songjiang、jiading）"),
    ("leader.minhang@demo.example", "闵行区领导：有意见待审签（另有 songjiang、jiading）"),
    ("city@demo.example", "市级经办：形式审查、专家组、异议受理"),
    ("cityleader@demo.example", "市级审定：评审结果、异议、名单"),
    ("auditor@demo.example", "监督审计：抽取见证、审计日志"),
    ("admin@demo.example", "单位管理员：人员、专家库、主体核验"),
    ("expert01@demo.example … expert20@demo.example", "评审专家：部分人有待评材料"),
    ("platform@demo.example", "平台管理员：组织方、节假日"),
)


class Command(BaseCommand):
    help = "Print the demo's accounts"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("there are no demo accounts in production")
        base = settings.BASE_URL
        self.stdout.write(f"\n  Password of every account: {PASSWORD}")
        self.stdout.write(f"  Codes for the second factor, and all mail: {base}/demo/mailbox/")
        self.stdout.write(f"  Move the demo's clock (notices last days):  {base}/demo/clock/\n")
        for email, what in ROWS:
            self.stdout.write(f"    {email:<48} {what}")
        self.stdout.write(
            "\n  A draw waits for the auditor to commit as its witness. After that both show their secrets;"
        )
        self.stdout.write(f"  the one that city committed to: {ORGANISER_SECRET}")
        self.stdout.write("")

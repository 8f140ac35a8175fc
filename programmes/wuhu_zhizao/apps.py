"""The programme as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WuhuZhizaoConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "programmes.wuhu_zhizao"
    label = "wuhu_zhizao"
    verbose_name = _("“芜湖智造”品牌认证")

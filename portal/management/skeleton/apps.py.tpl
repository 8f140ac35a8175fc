"""The programme as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ${name}Config(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "programmes.$slug"
    label = "$slug"
    verbose_name = _("示例项目")

"""The programme as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandValueConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "programmes.brand_value"
    label = "brand_value"
    verbose_name = _("中小企业品牌价值评价")

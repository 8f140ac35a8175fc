"""How Django draws a form that a page prints whole: settings.FORM_RENDERER = "portal.rendering.PageRenderer"."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class PageRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.x.as_field_group }}` look like the field component; needs django.forms installed."""

    form_template_name = "components/form.html"
    field_template_name = "components/field_auto.html"

"""Template tags and filters of the pages: fields, errors, dates, figures, badges. `{% load ui %}`.

Everything here draws values it is given; nothing here reads the database or the wall clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from portal.kit import masking, money
from portal.kit.clock import SHANGHAI

register = template.Library()


NOTHING = "—"
WEEKDAYS_CN = "一二三四五六日"
MASKS = {
    "name": masking.mask_name,
    "phone": masking.mask_phone,
    "email": masking.mask_email,
    "id_number": masking.mask_id_number,
    "bank_account": masking.mask_bank_account,
}
GROUP_WIDGETS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _in_shanghai(value: datetime) -> datetime:
    """The instant on Shanghai's clock; a naive value is taken as already there."""
    return value.astimezone(SHANGHAI) if value.tzinfo else value


def _format_day(day: date) -> str:
    if _is_english():
        return f"{day.day} {day:%b %Y} ({day:%a})"
    return f"{day.year}年{day.month}月{day.day}日 (周{WEEKDAYS_CN[day.weekday()]})"


def _day_of(value: date | datetime | None, meaning: str) -> date | None:
    """The day in Shanghai. meaning "until": of a first instant too late, so midnight belongs to the day before."""
    if not isinstance(value, datetime):
        return value
    return _in_shanghai(value - timedelta(microseconds=1) if meaning == "until" else value).date()


@register.filter
def date_cn(value: date | datetime | None, meaning: str = "") -> str:
    """2024年4月12日 (周五); an instant is shown as its day in Shanghai. English: 12 Apr 2024 (Fri)."""
    day = _day_of(value, meaning)
    return _format_day(day) if day else NOTHING


@register.filter
def datetime_cn(value: datetime | None, meaning: str = "") -> str:
    """2024年4月12日 (周五) 17:00, Shanghai time; "until" midnight is 24:00 of the day before."""
    if not value:
        return NOTHING
    hour = f"{_in_shanghai(value):%H:%M}"
    return f"{date_cn(value, meaning)} {'24:00' if meaning == 'until' and hour == '00:00' else hour}"


@register.filter
def date_short(value: date | datetime | None, meaning: str = "") -> str:
    """2024-04-12, for dense tables; an instant is shown as its day in Shanghai."""
    day = _day_of(value, meaning)
    return day.isoformat() if day else NOTHING


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the datetime attribute of a <time>."""
    return value.isoformat() if value else ""


def _round(value: object, places: int) -> Decimal | None:
    """Half up, once, for showing; None for what is no number."""
    try:
        return money.round_half_up(Decimal(str(value)), places)
    except (InvalidOperation, ValueError):
        return None


@register.filter
def thousands(value: object, places: int = 2) -> str:
    """12,345.60: separators by thousands, fixed places; — for nothing."""
    rounded = _round(value, int(places))
    return NOTHING if rounded is None else f"{rounded:,.{int(places)}f}"


@register.filter
def wan(value_wan: object, places: int = 2) -> str:
    """A sum given in 万元 with its unit: 12,345.60 万元."""
    shown = thousands(value_wan, places)
    return shown if shown == NOTHING else f"{shown} {gettext('万元')}"


@register.filter
def wan_yi(value_wan: object) -> str:
    """A sum given in 万元, in 亿元 from 10,000 万元 up: 1.23 亿元, 9,999.00 万元."""
    rounded = _round(value_wan, 2)
    if rounded is None:
        return NOTHING
    if abs(rounded) >= money.WAN_PER_YI:
        return f"{thousands(rounded / money.WAN_PER_YI)} {gettext('亿元')}"
    return wan(rounded)


@register.filter
def percent(ratio: object, places: int = 1) -> str:
    """A ratio 0-1 as 12.3%."""
    rounded = _round(ratio, int(places) + 2)
    return NOTHING if rounded is None else f"{rounded * 100:.{int(places)}f}%"


@register.filter
def points(value: object) -> str:
    """A score with two decimals."""
    return thousands(value, 2)


@register.filter
def masked(value: str | None, kind: str) -> str:
    """A personal value with its middle hidden. kind: name phone email id_number bank_account."""
    return MASKS[kind](value) or NOTHING


@register.filter
def moment(value: date | datetime | str | None) -> str:
    """An instant with its time, a day without; a text stays as it is."""
    if isinstance(value, datetime):
        return datetime_cn(value)
    return value if isinstance(value, str) else date_cn(value)


@register.filter
def nth(sequence: Sequence[Any], index: int) -> Any:
    """sequence|nth:0 is the first; "" past the end."""
    return sequence[index] if index < len(sequence) else ""


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """mapping|at:key, for a key that is a variable; None when absent."""
    return mapping.get(key) if mapping else None


@register.inclusion_tag("components/status.html")
def status_badge(word: str, tone: str = "closed") -> dict[str, str]:
    """A status as a word on a colour. tone: draft open soon returned passed refused closed official."""
    return {"word": word, "tone": tone}


@register.simple_tag(takes_context=True)
def query_inputs(context: Context, *except_names: str) -> SafeString:
    """Hidden inputs repeating the address's query, so that a filter form keeps what it does not show."""
    query = context["request"].GET
    pairs = [(name, value) for name in query for value in query.getlist(name) if name not in except_names]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _control_class(widget: forms.Widget) -> str:
    if isinstance(widget, GROUP_WIDGETS):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def _is_group(widget: forms.Widget) -> bool:
    return isinstance(widget, (*GROUP_WIDGETS, forms.MultiWidget)) or getattr(widget, "draws_itself", False)


def _keep_typed(widget: forms.Widget) -> None:
    """A number is asked for in a text input: <input type="number"> loses what it cannot parse, as "一亿"."""
    if isinstance(widget, forms.NumberInput) and widget.input_type == "number":
        widget.input_type = "text"
        widget.attrs = {key: value for key, value in widget.attrs.items() if key not in ("step", "min", "max")}
        widget.attrs.setdefault("inputmode", "decimal")


def _render_control(bound: BoundField, described_by: str, placeholder: str) -> SafeString:
    widget = bound.field.widget
    _keep_typed(widget)
    attrs: dict[str, Any] = {}
    if not getattr(widget, "draws_itself", False):
        attrs["class"] = f"{widget.attrs.get('class', '')} {_control_class(widget)}".strip()
    if described_by and not _is_group(widget):
        attrs["aria-describedby"] = described_by
    if bound.errors and not _is_group(widget):
        attrs["aria-invalid"] = "true"
    if placeholder:
        attrs["placeholder"] = placeholder
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **options: str) -> dict[str, Any]:
    """Draw one bound field as label, hint, error, control.

    options  unit, prefix, hint, label, width (short medium full), placeholder, hidden_label (true)
             unit, prefix and width may also be attributes of the form field
             a widget with `draws_itself = True` gets a fieldset and keeps its own look (tables)
    """
    own = bound.field
    hint = options.get("hint") or bound.help_text
    error_list = [str(error) for error in bound.errors]
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_error"
    described_by = " ".join(key for key, has in ((hint_id, hint), (error_id, error_list)) if has)
    return {
        "label": options.get("label") or bound.label,
        "control": _render_control(bound, described_by, options.get("placeholder", "")),
        "control_id": bound.id_for_label or bound.auto_id,
        "is_group": _is_group(own.widget),
        "is_single_check": isinstance(own.widget, forms.CheckboxInput),
        "is_required": own.required,
        "hint": hint,
        "hint_id": hint_id,
        "described_by": described_by,
        "error_list": error_list,
        "error_id": error_id,
        "unit": options.get("unit") or getattr(own, "unit", ""),
        "prefix": options.get("prefix") or getattr(own, "prefix", ""),
        "width": options.get("width") or getattr(own, "width", ""),
        "is_hidden_label": bool(options.get("hidden_label")),
    }


@register.simple_tag
def control(bound: Any, *label_parts: object, hint: str = "") -> Any:
    """The bare control of a table cell, with its errors under it and an aria-label joined of the parts.

    A value that is no BoundField (a read-only cell) is returned as it is. hint: id of what explains the cell.
    """
    if not isinstance(bound, BoundField):
        return NOTHING if bound is None or bound == "" else bound
    _keep_typed(bound.field.widget)
    attrs: dict[str, Any] = {"class": _control_class(bound.field.widget)}
    if label_parts:
        attrs["aria-label"] = " ".join(str(part) for part in label_parts)
    if not bound.errors:
        return bound.as_widget(attrs={**attrs, "aria-describedby": hint} if hint else attrs)
    error_id = f"{bound.auto_id}_error"
    attrs |= {"aria-invalid": "true", "aria-describedby": f"{error_id} {hint}".strip()}
    message = " ".join(str(error) for error in bound.errors)
    return format_html('{}<span class="row-error" id="{}">{}</span>', bound.as_widget(attrs=attrs), error_id, message)


@register.inclusion_tag("components/form.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form with the error summary on top; the caller writes <form>, csrf_token and the button."""
    return {"form": form}


def _focusable_id(bound: BoundField) -> str:
    """The id of the control that a link should jump to; the first choice of a group."""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, GROUP_WIDGETS) else bound.id_for_label


def _problems_of(form: forms.BaseForm, row: str = "") -> Iterator[tuple[str, str]]:
    yield from (("", f"{row}{error}") for error in form.non_field_errors())
    for bound in form:
        yield from ((_focusable_id(bound), f"{row}{bound.label}：{error}") for error in bound.errors)


def list_problems(*shapes: forms.BaseForm | BaseFormSet[Any] | None) -> list[tuple[str, str]]:
    """(control id or "", text) of every error of forms and formsets, in page order; unbound ones have none."""
    problems: list[tuple[str, str]] = []
    for shape in shapes:
        if isinstance(shape, BaseFormSet):
            if shape.is_bound:
                problems += [("", str(error)) for error in shape.non_form_errors()]
            for number, form in enumerate(shape.forms, start=1):
                problems += _problems_of(form, gettext("第 %(number)d 行，") % {"number": number})
        elif shape is not None:
            problems += _problems_of(shape)
    return problems


@register.inclusion_tag("components/error_summary.html")
def error_summary(*shapes: forms.BaseForm | BaseFormSet[Any] | None) -> dict[str, Any]:
    """Every error of the given forms and formsets on top of the page, each a link to its control."""
    return {"problems": list_problems(*shapes)}

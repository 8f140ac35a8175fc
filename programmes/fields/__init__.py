"""Forms out of a programme's declared questions: controls, reading, row tables, workbooks, JSON, words."""

from .forms import SectionForm, build_form
from .values import as_typed, display, fields_of, from_json, table_rows, to_json

__all__ = [
    "SectionForm",
    "as_typed",
    "build_form",
    "display",
    "fields_of",
    "from_json",
    "table_rows",
    "to_json",
]

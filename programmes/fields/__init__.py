"""Forms out of a programme's declared questions: controls, reading, row tables, workbooks, JSON, words."""

from .forms import SectionForm, build_form
from .problems import Problem
from .reading import read_value
from .spreadsheets import CONTENT_TYPE, rows_workbook, template_workbook
from .values import as_typed, display, fields_of, from_json, table_rows, to_json
from .workbooks import ReadTable, TableImport, import_table, read_table

__all__ = [
    "CONTENT_TYPE",
    "Problem",
    "ReadTable",
    "SectionForm",
    "TableImport",
    "as_typed",
    "build_form",
    "display",
    "fields_of",
    "from_json",
    "import_table",
    "read_table",
    "read_value",
    "rows_workbook",
    "table_rows",
    "template_workbook",
    "to_json",
]

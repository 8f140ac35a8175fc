"""Addresses of making an edition."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import (
    edition_districts,
    edition_file,
    edition_making,
    edition_opening,
    edition_questions,
    edition_wording,
)

EDITION = "<slug:tenant>/office/editions/<int:pk>/"
QUESTION = f"{EDITION}questions/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("<slug:tenant>/office/editions/new/", edition_making.new, name="edition_new"),
    path(f"{EDITION}copy/", edition_making.copy, name="edition_copy"),
    path(f"{EDITION}name/", edition_making.name, name="edition_name"),
    path(f"{EDITION}districts/", edition_districts.districts, name="edition_districts"),
    path(f"{EDITION}wording/", edition_wording.wordings, name="edition_wordings"),
    path(f"{EDITION}wording/<slug:kind>/", edition_wording.wording, name="edition_wording"),
    path(f"{EDITION}check/", edition_opening.check, name="edition_check"),
    path(f"{EDITION}end/", edition_opening.end, name="edition_end"),
    path(f"{EDITION}archive/", edition_opening.archive, name="edition_archive"),
    path(f"{EDITION}versions/", edition_opening.versions, name="edition_versions"),
    path(f"{EDITION}questions/", edition_questions.questions, name="edition_questions"),
    path(f"{EDITION}questions/add/", edition_questions.add, name="edition_question_add"),
    path(QUESTION, edition_questions.question, name="edition_question"),
    path(f"{QUESTION}remove/", edition_questions.remove, name="edition_question_remove"),
    path(f"{QUESTION}shift/", edition_questions.shift, name="edition_question_shift"),
    path("<slug:tenant>/office/editions/file/", edition_file.edition_from_file, name="edition_from_file"),
    path(f"{EDITION}file/", edition_file.edition_file, name="edition_file"),
    path(f"{EDITION}file.yaml", edition_file.download, name="edition_file_download"),
]

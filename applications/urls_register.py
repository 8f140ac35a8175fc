"""Addresses of the register of honours, imports, the self-check and questions about clauses."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import asking, importing, register, self_check

REGISTER = "<slug:tenant>/office/register/"
QUESTIONS = "<slug:tenant>/office/questions/"

urlpatterns: list[URLPattern] = [
    path(REGISTER, register.register, name="honour_register"),
    path(f"{REGISTER}add/", register.add, name="honour_add"),
    path(f"{REGISTER}import/", importing.honours, name="honour_import"),
    path(f"{REGISTER}import/template.xlsx", importing.honours_template, name="honour_template"),
    path(f"{REGISTER}recognitions/", register.recognitions, name="recognitions"),
    path(f"{REGISTER}recognitions/<int:pk>/end/", register.end_recognition, name="recognition_end"),
    path(f"{REGISTER}<int:pk>/", register.record, name="honour_record"),
    path("<slug:tenant>/editions/<int:pk>/self-check/", self_check.self_check, name="self_check"),
    path("my/<slug:tenant>/editions/<int:pk>/ask/", asking.ask, name="clause_ask"),
    path(QUESTIONS, asking.questions, name="clause_questions"),
    path(f"{QUESTIONS}<int:pk>/", asking.question, name="clause_question"),
    path(f"{REGISTER}enterprises/<slug:code>/", register.enterprise, name="honour_enterprise"),
]

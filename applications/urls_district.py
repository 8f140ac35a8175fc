"""Addresses of what districts and the departments that they consult do beside the queue."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import consulting, incubating, scouting

CASE = "<slug:tenant>/office/cases/<int:pk>/"
CONSULT = "<slug:tenant>/consult/"
UNIT = "<slug:tenant>/office/units/<int:pk>/incubation/"
STATIONS = "<slug:tenant>/office/workstations/"
POOL = "<slug:tenant>/office/candidates/"

urlpatterns: list[URLPattern] = [
    path(f"{CASE}consult/", consulting.ask, name="case_consult"),
    path(f"{CASE}consult/<int:consultation_id>/go-on/", consulting.go_on, name="case_consult_go_on"),
    path(CONSULT, consulting.desk, name="consult_desk"),
    path(f"{CONSULT}<int:pk>/", consulting.question, name="consultation"),
    path(f"{CONSULT}<int:pk>/attachments/<int:attachment_id>/", consulting.attachment, name="consult_attachment"),
    path(UNIT, incubating.incubation, name="incubation"),
    path(f"{UNIT}strike/<int:activity_id>/", incubating.strike, name="incubation_strike"),
    path(f"{UNIT}finish/", incubating.finish, name="incubation_finish"),
    path(f"{UNIT}end/", incubating.end, name="incubation_end"),
    path(STATIONS, scouting.workstations, name="workstations"),
    path(f"{STATIONS}<int:pk>/close/", scouting.close, name="workstation_close"),
    path(POOL, scouting.candidates, name="candidates"),
    path(f"{POOL}add/", scouting.add, name="candidate_add"),
    path(f"{POOL}<int:pk>/drop/", scouting.drop, name="candidate_drop"),
]

"""Addresses of this app: the office, the enterprise, and everything that is public."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import urls_past
from .views import (
    certificates,
    downloads,
    lists,
    marks,
    mine,
    notices,
    objecting,
    objections,
    progress,
    public,
    rewards,
    surveillance,
    verify,
)

OFFICE = "<slug:tenant>/office/"
NOTICE, OBJECTION, LIST, PAPER = (f"{OFFICE}{word}/" for word in ("notices", "objections", "lists", "certificates"))
MARK, REWARD, WATCH = (f"{OFFICE}{word}/" for word in ("marks", "rewards", "surveillance"))

office: list[URLPattern] = [
    path(NOTICE, notices.notices, name="notices"),
    path(f"{NOTICE}new/<int:pk>/", notices.notice_new, name="notice_new"),
    path(f"{NOTICE}<int:pk>/", notices.notice, name="notice"),
    path(f"{NOTICE}<int:pk>/edit/", notices.notice_edit, name="notice_edit"),
    path(f"{NOTICE}<int:pk>/publish/", notices.notice_publish, name="notice_publish"),
    path(f"{NOTICE}<int:pk>/discard/", notices.notice_discard, name="notice_discard"),
    path(f"{NOTICE}<int:pk>/correct/", notices.notice_correct, name="notice_correct"),
    path(OBJECTION, objections.objections_page, name="objections"),
    path(f"{OBJECTION}<uuid:pk>/", objections.objection, name="objection"),
    path(f"{OBJECTION}<uuid:pk>/reveal/", objections.objection_reveal, name="objection_reveal"),
    path(f"{OBJECTION}<uuid:pk>/files/<uuid:file>/", objections.objection_file, name="objection_file"),
    path(f"{OBJECTION}<uuid:pk>/<slug:act>/", objections.objection_step, name="objection_step"),
    path(LIST, lists.lists, name="lists"),
    path(f"{LIST}new/<int:pk>/", lists.list_new, name="list_new"),
    path(f"{LIST}<int:pk>/", lists.published_list, name="list"),
    path(f"{LIST}<int:pk>/edit/", lists.list_edit, name="list_edit"),
    path(f"{LIST}<int:pk>/release/", lists.list_release, name="list_release"),
    path(f"{LIST}<int:pk>/call-back/", lists.list_call_back, name="list_call_back"),
    path(f"{LIST}<int:pk>/discard/", lists.list_discard, name="list_discard"),
    path(PAPER, certificates.certificates, name="certificates"),
    path(f"{PAPER}<int:pk>/", certificates.certificate, name="certificate"),
    path(f"{PAPER}<int:pk>/revoke/", certificates.revocation_find, name="revocation_find"),
    path(f"{OFFICE}papers/<int:pk>.pdf", certificates.certificate_file, name="certificate_file"),
    path(f"{OFFICE}papers/<int:pk>/render/", certificates.certificate_rerender, name="certificate_rerender"),
    path(f"{OFFICE}papers/<int:pk>/replace/", certificates.certificate_replace, name="certificate_replace"),
    path(f"{OFFICE}revocations/<int:pk>/decide/", certificates.revocation_decide, name="revocation_decide"),
    path(MARK, marks.marks, name="marks"),
    path(f"{MARK}editions/<int:pk>/", marks.mark_edition, name="mark_edition"),
    path(f"{MARK}files/<int:pk>/", marks.mark_file, name="mark_file"),
    path(f"{MARK}files/<int:pk>/withdraw/", marks.mark_withdraw, name="mark_withdraw"),
    path(REWARD, rewards.rewards, name="rewards"),
    path(f"{OFFICE}rewards.xlsx", rewards.rewards_xlsx, name="rewards_xlsx"),
    path(f"{REWARD}<int:pk>/", rewards.reward, name="reward"),
    path(f"{REWARD}<int:pk>/reveal/", rewards.reward_reveal, name="reward_reveal"),
    path(f"{REWARD}<int:pk>/<slug:act>/", rewards.reward_step, name="reward_step"),
    path(WATCH, surveillance.surveillance, name="surveillance"),
    path(f"{WATCH}<int:pk>/", surveillance.watched, name="watched"),
    path(f"{WATCH}<int:pk>/<slug:act>/", surveillance.watched_step, name="watched_step"),
    path(f"{OFFICE}progress/", progress.progress, name="progress"),
]
enterprise: list[URLPattern] = [
    path("my/honours/", mine.honours, name="honours"),
    path("my/<slug:tenant>/certificates/<int:pk>.pdf", mine.certificate_mine, name="certificate_mine"),
    path("my/<slug:tenant>/objections/<int:pk>/", mine.objection_response, name="objection_response"),
    path("my/<slug:tenant>/revocations/<int:pk>/", mine.revocation_response, name="revocation_response"),
    path("my/<slug:tenant>/marks/<int:pk>/", marks.mark_mine, name="mark_mine"),
    path("my/<slug:tenant>/rewards/<int:pk>/", rewards.reward_mine, name="reward_mine"),
]
open_to_all: list[URLPattern] = [
    path("", public.home, name="home"),
    path("<slug:tenant>/", public.tenant_home, name="tenant_home"),
    path("<slug:tenant>/editions/<int:pk>/", public.edition_public, name="edition_public"),
    path("<slug:tenant>/notices/", public.notices_public, name="notices_public"),
    path("<slug:tenant>/notices/<int:pk>/", public.notice_public, name="notice_public"),
    path("<slug:tenant>/notices/<int:pk>.xlsx", downloads.notice_xlsx, name="notice_xlsx"),
    path("<slug:tenant>/notices/<int:pk>.json", downloads.notice_json, name="notice_json"),
    path("<slug:tenant>/notices/<int:pk>/object/", objecting.object_to_notice, name="object_to_notice"),
    path("<slug:tenant>/objection/", objecting.objection_status, name="objection_status"),
    path("<slug:tenant>/lists/", public.lists_public, name="lists_public"),
    path("<slug:tenant>/lists/<int:pk>/", public.list_public, name="list_public"),
    path("<slug:tenant>/lists/<int:pk>.pdf", downloads.list_pdf, name="list_pdf"),
    path("<slug:tenant>/lists/<int:pk>.xlsx", downloads.list_xlsx, name="list_xlsx"),
    path("<slug:tenant>/lists/<int:pk>.json", downloads.list_json, name="list_json"),
    path("<slug:tenant>/progress/", progress.progress_public, name="progress_public"),
    path("<slug:tenant>/verify/", verify.verify_search, name="verify_search"),
    path("<slug:tenant>/verify/<str:number>/", verify.verify, name="verify"),
]
urlpatterns: list[URLPattern] = [*office, *enterprise, *urls_past.urlpatterns, *open_to_all]

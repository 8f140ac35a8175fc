"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import account, bodies, claims, office, organisation, platform

urlpatterns: list[URLPattern] = [
    path("landing/", account.landing, name="landing"),
    path("large-type/", account.large_type, name="large_type"),
    path("accounts/second-factor/", account.second_factor_required, name="second_factor_required"),
    path("accounts/me/", account.my_account, name="my_account"),
    path("accounts/organisation/", account.choose_organisation, name="choose_organisation"),
    path("my/organisation/", organisation.organisation, name="organisation"),
    path("my/organisation/register/", organisation.register_enterprise, name="register_enterprise"),
    path("my/organisation/contest/", organisation.contest_registration, name="contest_registration"),
    path("my/organisation/profile/", organisation.edit_profile, name="edit_profile"),
    path("my/organisation/claims/<int:pk>/", organisation.add_proof, name="add_proof"),
    path("my/organisation/claims/", organisation.add_claim, name="add_claim"),
    path("my/organisation/colleagues/", organisation.add_colleague, name="add_colleague"),
    path("my/organisation/colleagues/<int:pk>/", organisation.change_colleague, name="change_colleague"),
    path("platform/", platform.platform_home, name="platform_home"),
    path("platform/organisers/add/", platform.add_tenant, name="add_tenant"),
    path("platform/calendar/", platform.calendar, name="calendar"),
    path("platform/calendar/<int:year>/", platform.change_calendar, name="change_calendar"),
    path("<slug:tenant>/office/claims/", claims.claims, name="claims"),
    path("<slug:tenant>/office/claims/<int:pk>/", claims.claim, name="claim"),
    path("<slug:tenant>/office/claims/<int:pk>/<slug:paper>/", claims.claim_paper, name="claim_paper"),
    path("<slug:tenant>/office/members/", office.members, name="members"),
    path("<slug:tenant>/office/members/<int:pk>/", office.change_member, name="change_member"),
    path("<slug:tenant>/office/bodies/", bodies.bodies, name="bodies"),
    path("<slug:tenant>/office/bodies/<int:pk>/", bodies.switch_body, name="switch_body"),
    path("<slug:tenant>/office/experts/", office.expert_pool, name="expert_pool"),
    path("<slug:tenant>/office/experts/add/", office.add_expert, name="add_expert"),
    path("<slug:tenant>/office/experts/<int:pk>/", office.edit_expert, name="edit_expert"),
    path("<slug:tenant>/office/experts/<int:pk>/availability/", office.switch_expert, name="switch_expert"),
]

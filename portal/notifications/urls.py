"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import demo, inbox, mails

urlpatterns: list[URLPattern] = [
    path("accounts/inbox/", inbox.inbox, name="inbox"),
    path("accounts/inbox/read/", inbox.read_all, name="inbox_read_all"),
    path("accounts/inbox/<int:pk>/", inbox.message, name="inbox_message"),
    path("<slug:tenant>/office/mails/", mails.office_mails, name="office_mails"),
    path("<slug:tenant>/office/mails/<int:pk>/", mails.office_mail, name="office_mail"),
    path("demo/mailbox/", demo.mailbox, name="demo_mailbox"),
    path("demo/mailbox/<slug:key>/", demo.mail, name="demo_mail"),
    path("demo/clock/", demo.demo_clock, name="demo_clock"),
]

"""The mail with the link by which an invited person sets a password. The link's key is never stored."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .models import User

TEMPLATE = "people/email/invitation"


def mail_invitation(*, user_id: int, place: str) -> None:
    """place: name of the organiser or organisation. Somebody with a password gets the login page instead."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    context = {"place": place, "name": user.name, "url": way_in(user), "is_new": not user.has_usable_password()}
    with translation.override(user.language):
        subject = " ".join(render_to_string(f"{TEMPLATE}_subject.txt", context).split())
        body = render_to_string(f"{TEMPLATE}_message.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])


def way_in(user: User) -> str:
    """An absolute address: the page that sets a password, or the login page."""
    if user.has_usable_password():
        return settings.BASE_URL + reverse("account_login")
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.BASE_URL + path

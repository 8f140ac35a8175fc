"""Accounts made for somebody else: no password until the person follows the link in the mail."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.kit import clock
from portal.kit.errors import Invalid
from portal.kit.folding import fold_width
from portal.people.models import Membership, MembershipState, User
from portal.tenancy import fence


def read_email(typed: str) -> str:
    """Lower case, full-width characters folded. Raises Invalid on the field `email`."""
    email = fold_width(typed).replace(" ", "").lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(fields={"email": _("邮箱地址不正确，正确的样子如 zhang@example.cn。")}) from None
    if len(email) > 254:
        raise Invalid(fields={"email": _("邮箱地址过长，最多 254 个字符。")})
    return email


def user_for(*, email: str, name: str) -> User:
    """The account of an address, made when there is none; an existing person's name is left alone.

    The address counts as verified: only the mail sent to it opens the account.
    """
    user, is_new = User.objects.get_or_create(email=read_email(email), defaults={"name": name[:60]})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=("password",))
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def send_invitation_later(*, user: User, place: str) -> None:
    """Mail the way in after the commit. place: the organiser or organisation the person was invited to."""
    from portal.people.tasks import send_invitation

    transaction.on_commit(lambda: send_invitation.delay(user_id=user.pk, place=place), robust=True)


def activate_invitations(user: User) -> int:
    """The first login takes up every invitation that waits; how many. Call it inside a transaction."""
    with fence.widened(user_id=user.pk):
        waiting = list(Membership.objects.filter(user_id=user.pk, state=MembershipState.INVITED).order_by("pk"))
        for row in waiting:
            row.state = MembershipState.ACTIVE
            with fence.widened(user_id=user.pk, tenant_id=row.tenant_id):
                row.save(update_fields=("state",))
    if user.joined_at is None:
        user.joined_at = clock.now()
        user.save(update_fields=("joined_at",))
    return len(waiting)

"""Every URL names its audience. The middleware refuses a view that does not; a test walks the whole URL table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from .actor import Role

View = TypeVar("View", bound=Callable[..., Any])


class Kind(StrEnum):
    PUBLIC = "public"  # anybody, logged in or not
    ACCOUNT = "account"  # whoever is logged in
    ENTERPRISE = "enterprise"  # a logged-in user who acts for an organisation
    MEMBER = "member"  # a member of the tenant named in the path, holding one of `roles`
    PLATFORM = "platform"  # platform administrators
    DEMO = "demo"  # exists only in the demo and on a developer's machine


@dataclass(frozen=True, slots=True)
class Audience:
    kind: Kind
    roles: frozenset[Role] = frozenset()


OFFICE = (
    Role.DISTRICT_OFFICER,
    Role.DISTRICT_LEADER,
    Role.CITY_OFFICER,
    Role.CITY_LEADER,
    Role.SUPERVISOR,
    Role.TENANT_ADMIN,
)
STAFF = (*OFFICE, Role.CONSULTED_DEPT, Role.THIRD_PARTY_AGENCY)
# Roles whose holders read other people's files: they log in with a second factor.
SECOND_FACTOR = frozenset((*STAFF, Role.EXPERT, Role.PLATFORM_ADMIN))


def audience(kind: Kind, *roles: Role) -> Callable[[View], View]:
    """Mark a view with who may ask for it. Put it outermost, above every other decorator."""

    def mark(view: View) -> View:
        view.audience = Audience(kind, frozenset(roles))  # type: ignore[attr-defined]
        return view

    return mark


public = audience(Kind.PUBLIC)
account = audience(Kind.ACCOUNT)
enterprise = audience(Kind.ENTERPRISE)
demo_only = audience(Kind.DEMO)
platform = audience(Kind.PLATFORM)


def member(*roles: Role) -> Callable[[View], View]:
    """Members of the tenant in the path who hold one of these roles."""
    return audience(Kind.MEMBER, *roles)

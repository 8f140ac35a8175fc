"""Writes the fence into the database after every migrate, and finds models that have none."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import connections, models

from .fence import Policy

# Needed before any tenant is known, or the same for all: the short list of architecture.md.
UNFENCED = frozenset(
    {
        "tenancy.Tenant",
        "tenancy.CalendarDay",
        "people.User",
        "sessions.Session",
        "contenttypes.ContentType",
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
    }
)


def policy_of(model: type[models.Model]) -> Policy | None:
    policy = getattr(model, "fence", None)
    return policy if isinstance(policy, Policy) else None


def fenced_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and policy_of(m)]


def find_unfenced() -> list[str]:
    """Labels of models that neither name a policy nor stand on the short list."""
    every = apps.get_models(include_auto_created=True)
    return [m._meta.label for m in every if m._meta.managed and not policy_of(m) and m._meta.label not in UNFENCED]


@register
def check_fences(app_configs: Any, **kwargs: Any) -> list[Error]:
    hint = "Give the model a class attribute `fence` (portal.tenancy.fence)."
    return [Error(f"{label} names no policy of the fence.", hint=hint, id="tenancy.E001") for label in find_unfenced()]


def apply_fences(*, using: str) -> None:
    """Enable row level security and (re)write the policies of every fenced table. Run by the owner after migrate."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in fenced_models():
            if model._meta.db_table in existing:
                for statement in statements_for(model):
                    cursor.execute(statement)


def statements_for(model: type[models.Model]) -> list[str]:
    policy, table = policy_of(model), f'"{model._meta.db_table}"'
    assert policy is not None
    return [
        f"alter table {table} enable row level security",
        f"drop policy if exists fence_read on {table}",
        f"drop policy if exists fence_add on {table}",
        f"drop policy if exists fence_change on {table}",
        f"drop policy if exists fence_remove on {table}",
        f"create policy fence_read on {table} for select using ({policy.read})",
        f"create policy fence_add on {table} for insert with check ({policy.add})",
        f"create policy fence_change on {table} for update using ({policy.read}) with check ({policy.add})",
        f"create policy fence_remove on {table} for delete using ({policy.read})",
    ]

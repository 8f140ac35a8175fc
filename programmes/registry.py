"""Finds the programmes: every folder here that holds programme.py. Nothing else in the tree names one."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from .contract import Programme

if TYPE_CHECKING:
    from .dossier import Dossier


class Filing(Protocol):
    """What is filed: the application. This module stands below it."""

    pk: Any
    tenant_id: Any
    enterprise_id: Any
    edition: Any


HERE = Path(__file__).resolve().parent


@cache
def folders() -> tuple[str, ...]:
    return tuple(sorted(p.parent.name for p in HERE.glob("*/programme.py")))


def installed_apps() -> list[str]:
    return [f"programmes.{name}" for name in folders()]


def locale_paths() -> list[Path]:
    return [HERE / name / "locale" for name in folders() if (HERE / name / "locale").is_dir()]


def template_folders() -> list[Path]:
    return [HERE / name / "templates" for name in folders() if (HERE / name / "templates").is_dir()]


@cache
def all_programmes() -> dict[str, Programme]:
    """slug -> programme, in alphabetical order."""
    found = [programme_in(name) for name in folders()]
    return {one.slug: one for one in found}


def programme_in(folder: str) -> Programme:
    module = importlib.import_module(f"programmes.{folder}.programme")
    programme: Programme = module.PROGRAMME
    return programme


def programme(slug: str) -> Programme:
    """Raises KeyError for a programme whose folder is gone."""
    return all_programmes()[slug]


def dossier_model(slug: str) -> type[Dossier]:
    """Where this programme keeps its answers. Raises KeyError for an unknown programme, LookupError without dossier."""
    # Settings read this module before any model can be imported.
    from django.apps import apps

    from .dossier import Dossier

    folder = next((name for name in folders() if programme_in(name).slug == slug), None)
    if folder is None:
        raise KeyError(slug)
    models = apps.get_app_config(folder).get_models()
    found = next((model for model in models if issubclass(model, Dossier)), None)
    if found is None:
        raise LookupError(f"programmes.{folder} has no dossier")
    return found


def read_answers(application: Filing) -> dict[str, Any]:
    """Key -> typed value of every question of the form that is no file; None or [] for what is not answered.

    One query for the dossier, one more each for application.edition where it was not fetched along.
    """
    from . import dossier

    of = application.edition.programme
    row = dossier_model(of.slug)._default_manager.filter(application_id=application.pk).first()
    return dossier.read_answers(row, of.fields())


def read_answers_of(programme: Programme, application_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Application id -> as read_answers, for filings of one programme that have written something; one query."""
    from . import dossier

    rows = dossier_model(programme.slug)._default_manager.filter(application_id__in=application_ids)
    return {row.application_id: dossier.read_answers(row, programme.fields()) for row in rows.order_by("pk")}


def write_answers(application: Filing, answers: Mapping[str, Any]) -> None:
    """Keep some answers, the others stay. Makes the dossier with the first. Raises KeyError for no such question."""
    from . import dossier

    of = application.edition.programme
    row, _is_new = dossier_model(of.slug)._default_manager.get_or_create(
        application_id=application.pk,
        defaults={"tenant_id": application.tenant_id, "enterprise_id": application.enterprise_id},
    )
    dossier.write_answers(row, of.fields(), answers)

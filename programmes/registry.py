"""Finds the programmes: every folder here that holds programme.py. Nothing else in the tree names one."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

from .contract import Programme

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
    modules = [importlib.import_module(f"programmes.{name}.programme") for name in folders()]
    return {module.PROGRAMME.slug: module.PROGRAMME for module in modules}


def programme(slug: str) -> Programme:
    """Raises KeyError for a programme whose folder is gone."""
    return all_programmes()[slug]

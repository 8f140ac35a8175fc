"""Everything that a page of the form shows of one filing, fetched once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from applications.completeness import Gap, find_gaps, keys_of, open_keys, section_of
from applications.models import Application, Attachment, Correction, Draft, Version
from applications.terms import closing_of
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from programmes import registry
from programmes.contract import Programme, Section, Verdict
from programmes.fields import to_json
from programmes.models import EditionDistrict

from .facts import judge_answers
from .filing import attachments_for, correction_open_for, district_terms, draft_of, own_for
from .rows import version_of


@dataclass
class Writing:
    """A filing as its applicant writes it. Nothing here reads the database again."""

    application: Application
    answers: dict[str, Any]
    draft: Draft
    files: list[Attachment]
    correction: Correction | None
    own_terms: EditionDistrict | None
    returned: Version | None = None  # the version that the open correction is about

    @property
    def programme(self) -> Programme:
        return self.application.edition.programme

    @property
    def latest_year(self) -> int:
        """The year of the newest figures that are asked for."""
        return self.application.edition.year - self.programme.years_back

    @property
    def is_writable(self) -> bool:
        """A draft, or a filing that an office has returned."""
        state = self.application.state
        return state == State.DRAFT or (self.correction is not None and state != State.WITHDRAWN)

    @property
    def deadline_at(self) -> datetime:
        """The first instant too late: of the correction that is asked for, else of the edition and the district."""
        if self.correction is not None:
            return self.correction.due_at
        return closing_of(self.application, self.own_terms)

    @property
    def is_too_late(self) -> bool:
        return clock.now() >= self.deadline_at

    @cached_property
    def opened(self) -> frozenset[str] | None:
        """Keys that a correction opens; None = all of them."""
        return open_keys(self.programme, self.correction)

    @cached_property
    def gaps(self) -> list[Gap]:
        keys = {row.key for row in self.files}
        return find_gaps(
            self.programme,
            self.answers,
            files=keys,
            typed=self.draft.typed,
            latest_year=self.latest_year,
            has_districts=self.application.edition.has_stage("district_review"),
        )

    @cached_property
    def verdict(self) -> Verdict:
        filed = self.application
        return judge_answers(
            filed.edition, self.answers, own_code=filed.enterprise_uscc, profile=filed.profile_snapshot
        )

    def section(self, key: str) -> Section:
        """Raises NotFound."""
        section = self.programme.section_named(key)
        if section is None:
            raise NotFound()
        return section

    def is_open(self, section: Section) -> bool:
        """Whether anything on this page may be changed now."""
        return self.is_writable and (self.opened is None or bool(self.opened & keys_of(section)))

    def is_mended(self, key: str) -> bool:
        """Whether what a correction asked for differs from the version that was returned."""
        if self.returned is None:
            return False
        section = section_of(self.programme, key)
        if section is None:
            return False
        keys = {key} if key in keys_of(section) else keys_of(section)
        fields = [field for field in section.fields if field.key in keys]
        now, content = to_json(fields, self.answers), self.returned.content
        before = {(row["key"], row["sha256"]) for row in content["attachments"] if row["key"] in keys}
        files = {(row.key, row.sha256) for row in self.files if row.key in keys}
        return files != before or any(value != content["answers"].get(name) for name, value in now.items())

    def files_by_key(self) -> dict[str, list[Attachment]]:
        found: dict[str, list[Attachment]] = {}
        for row in self.files:
            found.setdefault(row.key, []).append(row)
        return found


def writing_for(actor: Actor, application_id: int) -> Writing:
    """The actor's own filing with all that its pages need; at most seven queries. Raises NotFound."""
    application = own_for(actor, application_id)
    correction = correction_open_for(application)
    return Writing(
        application=application,
        answers=registry.read_answers(application),
        draft=draft_of(application),
        files=attachments_for(application),
        correction=correction,
        own_terms=district_terms(application),
        returned=version_of(application, correction.version_number) if correction else None,
    )

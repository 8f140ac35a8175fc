"""The files of a mark: put up and taken down by the organiser, handed to holders one by one and written down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.kit.uploads import CheckedUpload
from portal.tenancy.files import store
from programmes.contract import MarkForm
from programmes.queries import edition_of

from .. import policy, queries
from ..codes import has_mark
from ..models import MarkAsset, MarkDownload, MarkRight, Standing, UseForm
from ..presenting import standing_of
from ..queries import marks
from ._common import note

ALLOWED = ("svg", "png", "pdf")
MOST_MEGABYTES = 10
# A first use may lie ahead, as far as a print run is planned.
FARTHEST_USE = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Use:
    """What a holder says before a download. accepts: the rules as shown under rules_sha256."""

    form_of_use: str
    place: str
    first_use_on: date
    accepts: bool
    rules_sha256: str


def digest_of_rules(form: MarkForm) -> str:
    """Of the rules as a holder reads them; another digest means that they have changed since."""
    return hashlib.sha256("\n".join((form.title, *form.rules)).encode()).hexdigest()


@transaction.atomic
def upload_asset(*, edition_id: int, title: str, checked: CheckedUpload, content: BinaryIO, actor: Actor) -> MarkAsset:
    """Offer one more file of the edition's mark. checked: PNG, SVG or PDF by its content.

    Raises  Denied, NotFound, Conflict (the edition gives no mark, or offers this very file), Invalid (no title)
    """
    policy.demand_officer(actor)
    edition = edition_of(actor, edition_id)
    if not has_mark(edition):
        raise Conflict(_("本年度工作不授予专用标志。"))
    if not title.strip():
        raise Invalid(_("请填写文件说明。"), fields={"title": _("请填写文件说明，例如“横版，彩色”。")})
    if MarkAsset.objects.filter(edition=edition, sha256=checked.sha256, withdrawn_at=None).exists():
        raise Conflict(_("这份文件已经上传过。"))
    row = MarkAsset.objects.create(
        tenant_id=edition.tenant_id,
        edition=edition,
        title=title.strip(),
        name=checked.clean_name,
        file=store(edition.tenant_id, "marks", checked, content),
        extension=checked.extension,
        content_type=checked.content_type,
        size_bytes=checked.size_bytes,
        sha256=checked.sha256,
        uploaded_by_id=policy.acting_user(actor),
        uploaded_at=clock.now(),
    )
    note(row, "upload_mark", actor=actor, payload={"edition": edition.pk, "sha256": row.sha256})
    return row


@transaction.atomic
def withdraw_asset(*, asset_id: int, actor: Actor) -> MarkAsset:
    """Offer a file no longer. What was taken of it stays in the record. Raises Denied, NotFound, Conflict."""
    policy.demand_officer(actor)
    row = queries.lock(MarkAsset, actor, asset_id)
    if row.withdrawn_at is not None:
        raise Conflict(_("该文件已经停用。"))
    row.withdrawn_at = clock.now()
    row.save(update_fields=("withdrawn_at",))
    note(row, "withdraw_mark", actor=actor)
    return row


@transaction.atomic
def fetch_mark(*, right_id: int, asset_id: int, use: Use, actor: Actor) -> MarkDownload:
    """Hand one file to the holder, once, and write down for what.

    Raises  NotFound (another's right, a file that is not offered), Conflict (the right does not stand now, or the
            rules have changed since they were read), Invalid
    Lock    the entry, so that a suspension comes before or after, never between
    """
    right = marks.lock_own_right(actor, right_id)
    asset = next((row for row in marks.offered_assets(right) if row.pk == asset_id), None)
    if asset is None:
        raise NotFound()
    demand_standing(right)
    form = right.edition.programme.mark
    if form is None or use.rules_sha256 != digest_of_rules(form):
        raise Conflict(_("标志使用规则已更新，请重新阅读后下载。"))
    _check(use, right)
    row = MarkDownload.objects.create(
        tenant_id=right.tenant_id,
        enterprise_id=right.enterprise_id,
        right=right,
        asset=asset,
        form_of_use=use.form_of_use,
        place=use.place.strip(),
        first_use_on=use.first_use_on,
        rules_sha256=use.rules_sha256,
        downloaded_at=clock.now(),
        downloaded_by_id=policy.acting_user(actor),
    )
    payload = {"right": right.number, "asset": asset.sha256, "form_of_use": use.form_of_use}
    note(row, "fetch_mark", actor=actor, payload={**payload, "first_use_on": use.first_use_on})
    return row


def demand_standing(right: MarkRight) -> None:
    """Raises Conflict while the honour is suspended, revoked or over: the mark stops with it."""
    standing, since = standing_of(right.entry)
    if standing != Standing.VALID:
        facts = {"standing": Standing(standing).label, "since": since}
        raise Conflict(_("标志使用权自 %(since)s 起“%(standing)s”，不能下载标志。") % facts)


def _check(use: Use, right: MarkRight) -> None:
    problems: dict[str, object] = {}
    if use.form_of_use not in UseForm.values:
        problems["form_of_use"] = _("请选择使用形式。")
    if not use.place.strip():
        problems["place"] = _("请写明用在哪里，例如“礼盒外包装正面，年产 2 万件”。")
    last = clock.today() + FARTHEST_USE
    if not right.granted_on <= use.first_use_on <= last:
        days = {"first": right.granted_on, "last": last}
        problems["first_use_on"] = _("首次使用日期应在 %(first)s（授予日期）至 %(last)s 之间。") % days
    if not use.accepts:
        problems["accepts"] = _("请先阅读并同意标志使用规则。")
    if problems:
        raise Invalid(_("请补充标志使用信息。"), fields=problems)

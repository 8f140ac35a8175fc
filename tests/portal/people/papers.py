"""Papers and forms that several tests file."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kit.actor import Actor
from portal.people.actions.registering import Particulars, Proof, contest_code
from portal.people.models import EnterpriseClaim
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from tests.cast import USCCS

PDF = b"%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
FREE_CODE = "91370200264574251E"
BAD_CHECK = "914403001922038217"


def paper(name: str = "执照.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def proof() -> Proof:
    return Proof(paper(), paper("授权书.pdf"))


def stated(code: str = FREE_CODE, *, name: str = "示例新设公司", override: bool = False) -> Particulars:
    return Particulars(code, name, "company", "王示例", override)


def typed(tenant: Tenant, code: str = FREE_CODE, **more: Any) -> dict[str, Any]:
    """What the register form sends."""
    values = {"uscc": code, "org_name": "示例新设公司", "legal_form": "company", "claimant_name": "王示例"}
    return {**values, "tenant": tenant.pk, **more}


def contest(tenant: Tenant, user_id: int, code: str = USCCS[0]) -> EnterpriseClaim:
    """Somebody else claims a registered code, with both papers."""
    actor = Actor(user_id=user_id, name="挑战者")
    with fence.entered(actor):
        return contest_code(tenant=tenant, stated=stated(code), proof=proof(), actor=actor)

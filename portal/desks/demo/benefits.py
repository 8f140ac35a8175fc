"""What follows a listing in the demo: the mark is fetched, rewards are claimed and paid, certificates are watched."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from applications.models import Unit
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.uploads import check_upload
from portal.tenancy import fence
from programmes.demonstration import DemoFiling
from programmes.models import Edition
from publications.actions import marking, rewarding, watching_body
from publications.actions.watching_body import Said
from publications.models import ListEntry, MarkAsset, MarkRight, Reward, UseForm

from .agencies import Purpose, holder_of

# Plainly an example: a dashed square with the word in it, like no mark that anybody uses.
SAMPLE_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">'
    '<title>示例标志 SAMPLE</title><rect x="20" y="20" width="360" height="360" fill="none" stroke="#14263f" '
    'stroke-width="6" stroke-dasharray="18 12"/><text x="200" y="190" font-size="64" text-anchor="middle" '
    'fill="#14263f">示例标志</text><text x="200" y="270" font-size="48" text-anchor="middle" fill="#14263f">'
    "SAMPLE</text>"
    "</svg>"
).encode()
STATEMENT = "（演示）该产品为首次获得认证，未就同一产品申领过奖励。"
CHECKED = "（演示）证书有效，首次取得，未重复申领。"
APPROVED = "（演示）同意奖励。"
REFUSED = "（演示）该产品此前已由其他渠道获得同类奖励，不再重复奖励。"
SUSPENDED = "（演示）年度监督发现两批产品出厂检验项目不全，暂停证书并限期整改。"
RESUMED = "（演示）整改已经验证，恢复证书。"
WITHDRAWN = "（演示）监督抽查关键指标不合格且逾期未整改，撤销证书。"
# Enterprise's part, then the offices': how far each word of DemoFiling.reward goes.
COURSE = ("applied", "checked", "approved", "paid")


def offer_mark(edition: Edition, city: Actor) -> None:
    """One file of a mark that is plainly an example."""
    checked = check_upload(
        name="示例标志.svg", size=len(SAMPLE_MARK), file=BytesIO(SAMPLE_MARK), allowed={"svg"}, max_megabytes=2
    )
    with fence.entered(city):
        marking.upload_asset(
            edition_id=edition.pk,
            title="示例标志，横版，深色",
            checked=checked,
            content=BytesIO(SAMPLE_MARK),
            actor=city,
        )


def fetch_mark(unit: Unit, owner: Actor, city: Actor, *, times: int) -> None:
    form = unit.edition.programme.mark
    assert form is not None
    with fence.entered(city):
        right = MarkRight.objects.get(entry__unit=unit)
        asset = MarkAsset.objects.filter(edition=unit.edition).latest("pk")
    for number, use in enumerate(list(UseForm)[:times], start=1):
        said = marking.Use(
            form_of_use=use.value,
            place=f"（演示）产品包装和说明书，第{number}版",
            first_use_on=clock.today() + timedelta(days=30 * number),
            accepts=True,
            rules_sha256=marking.digest_of_rules(form),
        )
        with fence.entered(owner):
            marking.fetch_mark(right_id=right.pk, asset_id=asset.pk, use=said, actor=owner)


def reward(unit: Unit, filing: DemoFiling, owner: Actor, staff: dict[str, Actor]) -> None:
    """The claim goes as far as the filing says; a refusal comes after the first person's check."""
    with fence.entered(staff["city"]):
        row = Reward.objects.filter(entry__unit=unit).first()
    if row is None:  # a product that was certified before earns nothing
        return
    goes_to = COURSE.index("checked" if filing.reward == "refused" else filing.reward)
    values = rewarding.Claim("示例联系人", "13800000000", STATEMENT, is_true=True)
    with fence.entered(owner):
        rewarding.claim(reward_id=row.pk, values=values, actor=owner)
    if goes_to >= COURSE.index("checked"):
        with fence.entered(staff["city"]):
            rewarding.check(reward_id=row.pk, comment=CHECKED, actor=staff["city"])
    if filing.reward == "refused":
        with fence.entered(staff["cityleader"]):
            rewarding.refuse(reward_id=row.pk, reason=REFUSED, actor=staff["cityleader"])
    if goes_to >= COURSE.index("approved"):
        with fence.entered(staff["cityleader"]):
            rewarding.approve(reward_id=row.pk, comment=APPROVED, actor=staff["cityleader"])
    if goes_to >= COURSE.index("paid"):
        reference = f"示例支付-{unit.edition.year}-{filing.serial}-{filing.number}"
        with fence.entered(staff["city2"]):
            rewarding.pay(reward_id=row.pk, paid_on=clock.today(), reference=reference, actor=staff["city2"])


def watch(unit: Unit, how: str, staff: dict[str, Actor]) -> None:
    """What the certification body finds: suspended, suspended and resumed, or withdrawn for good."""
    body, today = holder_of(unit, Purpose.CERTIFICATION, staff), clock.today()
    with fence.entered(body):
        entry = ListEntry.objects.get(unit=unit)
        if how == "withdrawn":
            watching_body.withdraw(entry_id=entry.pk, said=Said(today, WITHDRAWN), actor=body)
            return
        watching_body.suspend(entry_id=entry.pk, said=Said(today, SUSPENDED), actor=body)
        if how == "resumed":
            watching_body.resume(entry_id=entry.pk, said=Said(today, RESUMED), actor=body)

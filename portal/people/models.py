"""Users, their memberships in tenants, the organisations they act for, and the expert pool."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kit.actor import Role
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. Global: one person may serve several tenants and act for several organisations."""

    email = models.EmailField(_("电子邮箱"), unique=True)
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans", choices=settings.LANGUAGES)
    is_active = models.BooleanField(_("启用"), default=True)
    is_platform_admin = models.BooleanField(_("平台管理员"), default=False)
    joined_at = models.DateTimeField(_("注册时间"), null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        ordering = ("email",)

    def __str__(self) -> str:
        return self.name or self.email


ROLE_NAMES = {
    Role.DISTRICT_OFFICER: _("区级主管部门经办人"),
    Role.DISTRICT_LEADER: _("区级审核领导"),
    Role.CONSULTED_DEPT: _("征求意见部门"),
    Role.THIRD_PARTY_AGENCY: _("第三方专业机构"),
    Role.CITY_OFFICER: _("市级经办人"),
    Role.CITY_LEADER: _("市级审定"),
    Role.EXPERT: _("评审专家"),
    Role.SUPERVISOR: _("监督审计"),
    Role.TENANT_ADMIN: _("单位管理员"),
}
MEMBER_ROLES = [(role.value, name) for role, name in ROLE_NAMES.items()]
DISTRICT_ROLES = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER})


class BodyKind(models.TextChoices):
    DEPARTMENT = "department", _("政府部门")
    AGENCY = "agency", _("第三方专业机构")
    CERTIFICATION = "certification", _("认证机构")


# Whose people work for a body of the register, and of which kinds.
BODY_KINDS = {
    Role.CONSULTED_DEPT: (BodyKind.DEPARTMENT,),
    Role.THIRD_PARTY_AGENCY: (BodyKind.AGENCY, BodyKind.CERTIFICATION),
}


class Body(models.Model):
    """A department that is consulted, an agency or a certification body that an organiser entrusts with something.

    Whoever works there has a membership whose body is its name. approval: number under which it is approved.
    """

    fence = fence.shown("true")

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    kind = models.CharField(_("类型"), max_length=14, choices=BodyKind)
    name = models.CharField(_("名称"), max_length=120)
    approval = models.CharField(_("批准号"), max_length=80, blank=True)
    is_active = models.BooleanField(_("使用中"), default=True)

    class Meta:
        ordering = ("kind", "name", "pk")
        constraints = [models.UniqueConstraint(fields=("tenant", "name"), name="body_once_per_tenant")]

    def __str__(self) -> str:
        return self.name


class MembershipState(models.TextChoices):
    INVITED = "invited", _("已邀请")
    ACTIVE = "active", _("有效")
    SUSPENDED = "suspended", _("已停用")


class Membership(models.Model):
    """A role of a user in a tenant. body: office, department, agency or certification body."""

    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or user_id = {fence.USER})", add=f"tenant_id = {fence.TENANT}"
    )

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("角色"), max_length=30, choices=MEMBER_ROLES)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.CharField(_("所属部门"), max_length=120, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=MembershipState, default=MembershipState.INVITED)
    invited_at = models.DateTimeField(_("邀请时间"), null=True, blank=True)
    suspended_reason = models.CharField(_("停用原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("role", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("tenant", "user", "role", "district"), name="membership_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=("user", "tenant"), name="membership_by_user")]

    def __str__(self) -> str:
        return f"{self.role}@{self.tenant_id}"


class LegalForm(models.TextChoices):
    COMPANY = "company", _("公司")
    COMMITTEE = "committee", _("管委会")
    BRANCH = "branch", _("分支机构")
    SOLE_TRADER = "sole_trader", _("个体工商户")
    COOP = "coop", _("合作社")
    INSTITUTION = "institution", _("事业单位")
    SOCIAL_ORG = "social_org", _("社会组织")
    OTHER = "other", _("其他")


class Enterprise(models.Model):
    """An organisation that applies, keyed by its unified social credit code. One live profile, read only by itself."""

    fence = fence.custom(read=f"id = {fence.ENTERPRISE}")

    # Drawn by portal.people.actions before the insert, because a row outside the fence cannot be read back.
    id = models.BigIntegerField(primary_key=True, editable=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    name = models.CharField(_("单位名称"), max_length=120)
    legal_form = models.CharField(_("主体类型"), max_length=20, choices=LegalForm, default=LegalForm.COMPANY)
    profile = models.JSONField(_("单位档案"), default=dict, blank=True)
    registered_at = models.DateTimeField(_("登记时间"))

    def __str__(self) -> str:
        return self.name


class EnterpriseMember(models.Model):
    """A user who may act for an organisation."""

    fence = fence.custom(read=f"(user_id = {fence.USER} or enterprise_id = {fence.ENTERPRISE})")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE, related_name="enterprise_memberships")
    is_unit_admin = models.BooleanField(_("单位管理员"), default=False)
    is_active = models.BooleanField(_("有效"), default=True)
    joined_at = models.DateTimeField(_("加入时间"))

    class Meta:
        ordering = ("-is_unit_admin", "pk")
        constraints = [models.UniqueConstraint(fields=("enterprise", "user"), name="enterprise_member_once")]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.enterprise_id}"


class ClaimState(models.TextChoices):
    UNPROVEN = "unproven", _("待证明")
    FILED = "filed", _("待核验")
    ACCEPTED = "accepted", _("已核验")
    REFUSED = "refused", _("未通过")
    REPLACED = "replaced", _("已被替代")


class EnterpriseClaim(models.Model):
    """A user's claim to speak for an organisation, with proof, decided by an office of one tenant."""

    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or user_id = {fence.USER} or enterprise_id = {fence.ENTERPRISE})",
        add=f"(tenant_id = {fence.TENANT} or user_id = {fence.USER})",
    )

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="claims")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    uscc = models.CharField(_("统一社会信用代码"), max_length=18)
    org_name = models.CharField(_("单位名称"), max_length=120)
    claimant_name = models.CharField(_("经办人"), max_length=60)
    state = models.CharField(_("状态"), max_length=12, choices=ClaimState, default=ClaimState.UNPROVEN)
    licence_file = models.FileField(_("营业执照或登记证书"), max_length=200, blank=True)
    letter_file = models.FileField(_("授权委托书"), max_length=200, blank=True)
    code_override = models.BooleanField(_("代码校验位例外"), default=False)
    filed_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("核验时间"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("理由"), max_length=500, blank=True)

    class Meta:
        ordering = ("filed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("enterprise", "user"),
                condition=models.Q(state__in=("unproven", "filed")),
                name="claim_open_once_per_user",
            )
        ]
        indexes = [models.Index(fields=("tenant", "state", "filed_at", "id"), name="claim_queue")]

    def __str__(self) -> str:
        return f"{self.org_name} {self.state}"


class ExpertField(models.TextChoices):
    TECHNOLOGY = "technology", _("技术")
    BRAND_QUALITY = "brand_quality", _("品牌质量")
    FINANCE = "finance", _("财务")


class Expert(models.Model):
    """A member of a tenant's expert pool. employer_uscc is what conflicts of interest are matched on."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(_("姓名"), max_length=60)
    field = models.CharField(_("专业领域"), max_length=40, choices=ExpertField)
    title = models.CharField(_("职称"), max_length=60, blank=True)
    employer_name = models.CharField(_("工作单位"), max_length=120)
    employer_uscc = models.CharField(_("工作单位代码"), max_length=18)
    district_code = models.CharField(_("所在区"), max_length=12, blank=True)
    is_available = models.BooleanField(_("可参加抽取"), default=True)
    suspended_reason = models.CharField(_("暂停原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=("tenant", "user"), name="expert_once_per_tenant")]

    def __str__(self) -> str:
        return self.name

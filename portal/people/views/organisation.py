"""An organisation registers, proves itself, keeps its profile and its colleagues."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kit.access import account, enterprise
from portal.kit.errors import Conflict, Invalid
from portal.people import queries
from portal.people.actions import organisation as actions
from portal.people.actions.registering import contest_code, file_proof, open_claim, register_organisation
from portal.people.forms import show_refusal
from portal.people.forms.organisation import (
    ColleagueForm,
    ContestForm,
    OpenClaimForm,
    ProfileForm,
    ProofForm,
    RegisterForm,
)
from portal.people.models import ClaimState, EnterpriseMember
from portal.people.profile import lines_of


@account
def register_enterprise(request: HttpRequest) -> HttpResponse:
    form = _register_form(request)
    taken = False
    if form.is_valid():
        try:
            claim = register_organisation(
                tenant=form.cleaned_data["tenant"],
                stated=form.particulars(),
                proof=form.proof(),
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except Invalid as error:
            show_refusal(form, error)
            taken = error.code == "taken"
            if error.code == "check":
                form.offer_override()
        else:
            request.session["enterprise_id"] = claim.enterprise_id
            messages.success(request, _("已登记。现在可以填写申报；主体核验的结果会另行通知。"))
            return redirect("organisation")
    context = {"form": form, "taken": taken, "claims": queries.own_claims(request.actor)}  # type: ignore[attr-defined]
    return render(request, "people/register.html", context, status=422 if form.is_bound else 200)


@account
def contest_registration(request: HttpRequest) -> HttpResponse:
    """The way to an organisation that somebody else registered."""
    form = _register_form(request, ContestForm)
    if form.is_valid():
        try:
            contest_code(
                tenant=form.cleaned_data["tenant"],
                stated=form.particulars(),
                proof=form.proof(),
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except Invalid as error:
            show_refusal(form, error)
        except Conflict as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("主张已提交。组织方核对双方材料后，会通过站内消息和邮件告知结果。"))
            return redirect("register_enterprise")
    return render(request, "people/contest.html", {"form": form}, status=422 if form.is_bound else 200)


def _register_form(request: HttpRequest, shape: type[RegisterForm] = RegisterForm) -> RegisterForm:
    if request.method == "POST":
        return shape(request.POST, request.FILES, shows_override="wants_override" in request.POST)
    first = queries.tenants().first()
    initial = {
        "uscc": request.GET.get("uscc", "")[:60],
        "claimant_name": getattr(request.user, "name", ""),
        "tenant": first,
    }
    return shape(initial=initial)


@enterprise
def organisation(request: HttpRequest) -> HttpResponse:
    """The profile for reading, the state of the proof, the colleagues."""
    return _show_organisation(request)


def _show_organisation(
    request: HttpRequest, *, proof: ProofForm | None = None, colleague: ColleagueForm | None = None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.own_enterprise(actor)
    claims = queries.claims_on(row.pk)
    mine = [claim for claim in claims if claim.user_id == actor.user_id]
    is_refused = bool((proof and proof.errors) or (colleague and colleague.errors))
    context = {
        "enterprise": row,
        "lines": lines_of(row.profile),
        "missing": queries.missing_profile_fields(row),
        "my_claim": mine[-1] if mine else None,
        "rivals": [c for c in claims if c.user_id != actor.user_id and c.state == ClaimState.FILED],
        "is_proven": any(claim.state == ClaimState.ACCEPTED for claim in claims),
        "colleagues": queries.colleagues_of(actor),
        "proof_form": proof or (ProofForm() if mine else OpenClaimForm(initial={"tenant": queries.tenants().first()})),
        "colleague_form": colleague or ColleagueForm(),
    }
    return render(request, "people/organisation.html", context, status=422 if is_refused else 200)


@enterprise
@require_POST
def add_proof(request: HttpRequest, pk: int) -> HttpResponse:
    queries.own_claim(request.actor, pk)  # type: ignore[attr-defined]  # 404 before anything about it is said
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file_proof(claim_id=pk, proof=form.proof(), actor=request.actor)  # type: ignore[attr-defined]
        except Invalid as error:
            show_refusal(form, error)
            return _show_organisation(request, proof=form)
        messages.success(request, _("材料已提交，等待组织方核验。"))
        return redirect("organisation")
    return _show_organisation(request, proof=form)


@enterprise
@require_POST
def add_claim(request: HttpRequest) -> HttpResponse:
    """Proof for an organisation whose administrator has no claim of his own."""
    form = OpenClaimForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            open_claim(tenant=form.cleaned_data["tenant"], proof=form.proof(), actor=request.actor)  # type: ignore[attr-defined]
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("材料已提交，等待组织方核验。"))
            return redirect("organisation")
    return _show_organisation(request, proof=form)


@enterprise
def edit_profile(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.own_enterprise(actor)
    initial = {**row.profile, "org_name": row.name, "legal_form": row.legal_form}
    if typed := row.profile.get("established_on"):
        initial["established_on"] = date.fromisoformat(typed)
    initial["revision"] = queries.revision_of(row)
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_valid() and _save_profile(request, form):
        messages.success(request, _("单位档案已保存。已提交的申报保留提交时的内容，不受影响。"))
        return redirect("organisation")
    status = 422 if form.is_bound else 200
    return render(request, "people/profile.html", {"form": form, "enterprise": row}, status=status)


def _save_profile(request: HttpRequest, form: ProfileForm) -> bool:
    try:
        actions.save_profile(
            name=form.cleaned_data["org_name"],
            legal_form=form.cleaned_data["legal_form"],
            profile=form.profile(),
            expected_revision=form.cleaned_data["revision"],
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except Conflict as error:
        form.add_error(None, str(error.message))
        # The next press of the button, made in knowledge of the newer profile, goes through.
        row = queries.own_enterprise(request.actor)  # type: ignore[attr-defined]
        fresh = request.POST.copy()
        fresh["revision"] = queries.revision_of(row)
        form.data = fresh
        return False
    return True


@enterprise
@require_POST
def add_colleague(request: HttpRequest) -> HttpResponse:
    form = ColleagueForm(request.POST)
    if form.is_valid():
        try:
            seat = actions.add_colleague(email=form.cleaned_data["email"], actor=request.actor)  # type: ignore[attr-defined]
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("已添加 %(email)s，并发送了邮件。") % {"email": seat.user.email})
            return redirect("organisation")
    return _show_organisation(request, colleague=form)


@enterprise
def change_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what removing or handing over does, and asks once."""
    actor = request.actor  # type: ignore[attr-defined]
    act = request.POST.get("act") or request.GET.get("act")
    seat = next((row for row in queries.colleagues_of(actor) if row.pk == pk and row.is_active), None)
    if seat is None:
        raise Http404
    if act not in {"remove", "hand_over"}:
        return redirect("organisation")
    if request.method == "POST":
        return _change_colleague(request, seat, act)
    return render(request, "people/colleague.html", {"seat": seat, "act": act})


def _change_colleague(request: HttpRequest, seat: EnterpriseMember, act: str) -> HttpResponse:
    do = actions.remove_colleague if act == "remove" else actions.hand_over_administration
    try:
        do(seat_id=seat.pk, actor=request.actor)  # type: ignore[attr-defined]
    except Invalid as error:
        messages.error(request, str(error.message))
    else:
        done = _("已移除 %(who)s。") if act == "remove" else _("管理员已移交给 %(who)s。")
        messages.success(request, done % {"who": seat.user})
    return redirect("organisation")

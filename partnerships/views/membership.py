"""Memberships: who acts for whom; given, ended, and the work that goes on without them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.membership import (
    MembershipEndForm,
    MembershipFilter,
    MembershipGiveForm,
    SuccessorForm,
)
from partnerships.models import Membership, Organisation
from partnerships.unfinished import unfinished_of
from stedenband.accounts.models import Invitation
from stedenband.http import MemberRequest, permit
from stedenband.once import deed

PER_PAGE = 12


@require_safe
def membership_list(request: MemberRequest) -> HttpResponse:
    permit(policies.may_keep_memberships(request.user))
    form = MembershipFilter(request.GET or None)
    found = organisations_for(form.wanted().get("q", ""))
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "invitations": Invitation.objects.open().select_related("user"),
        "open": Membership.objects.awaiting_successor().with_names(),
    }
    return render(request, "partnerships/membership_list.html", context)


def organisations_for(words: str) -> QuerySet[Organisation]:
    """Those for which anybody ever acted; of a search, all that answer to it."""
    held = Membership.objects.values("organisation")
    places = Organisation.objects.in_use()
    found = places.search(words) if words else places.filter(pk__in=held)
    rows = Membership.objects.with_names().order_by("ends_on", "role", "user__name", "pk")
    return found.order_by("name", "pk").prefetch_related(Prefetch("memberships", rows))


@deed
def membership_give(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    permit(policies.may_keep_memberships(request.user))
    form = MembershipGiveForm(request.POST or None, giver=request.user)
    if form.perform(actions.give_membership, organisation=organisation, by=request.user):
        messages.success(request, _("The membership was given."))
        return redirect("partnerships:membership-list")
    context = {"form": form, "organisation": organisation}
    return render(request, "partnerships/membership_give.html", context, status=form.status)


@deed
def membership_end(request: MemberRequest, pk: int) -> HttpResponse:
    permit(policies.may_keep_memberships(request.user))
    standing = Membership.objects.standing().with_names()
    membership = get_object_or_404(standing, pk=pk)
    form = MembershipEndForm(request.POST or None, membership=membership)
    if form.perform(actions.end_membership, membership=membership, by=request.user):
        messages.success(request, _("The membership has ended; what was done in it stays."))
        return redirect("partnerships:membership-list")
    context = {
        "form": form,
        "membership": membership,
        "work": unfinished_of(membership),
        "is_own": membership.user_id == request.user.pk,
        "is_last_writer": is_last_writer(membership),
    }
    return render(request, "partnerships/membership_end.html", context, status=form.status)


def is_last_writer(membership: Membership) -> bool:
    """Whether nobody else would write for that organisation."""
    writers = membership.colleagues().filter(role__in=policies.WRITERS)
    return membership.role in policies.WRITERS and not writers.exists()


@deed
def membership_succeed(request: MemberRequest, pk: int) -> HttpResponse:
    permit(policies.may_keep_memberships(request.user))
    waiting = Membership.objects.awaiting_successor().with_names()
    membership = get_object_or_404(waiting, pk=pk)
    form = SuccessorForm(request.POST or None, membership=membership)
    if form.perform(actions.name_successor, membership=membership, by=request.user):
        messages.success(request, _("The successor was named and gets mail."))
        return redirect("partnerships:membership-list")
    context = {"form": form, "membership": membership, "work": unfinished_of(membership)}
    return render(request, "partnerships/membership_succeed.html", context, status=form.status)

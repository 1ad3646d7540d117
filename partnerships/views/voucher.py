"""Vouchers of a twinning: listed with what remains of each funding, entered."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.voucher import VoucherForm
from partnerships.models import Funding, Twinning, Voucher
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once

PER_PAGE = 50


@dataclass(frozen=True)
class Total:
    """A funding, what was paid from it, and what remains (below zero: too much was paid)."""

    funding: Funding
    paid: Decimal

    @property
    def remains(self) -> Decimal:
        return self.funding.amount - self.paid


@require_safe
def voucher_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    vouchers = Voucher.objects.visible_to(request.user).of_twinning(twinning)
    rows = vouchers.with_names().by_date()
    context = {
        "twinning": twinning,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "totals": totals_of(twinning, request.user),
        "may_write": policies.may_write_funding(request.user, twinning),
    }
    return render(request, "partnerships/voucher_list.html", context)


def totals_of(twinning: Twinning, user: object) -> list[Total]:
    paid = Voucher.objects.visible_to(user).of_twinning(twinning).spent()
    fundings = Funding.objects.visible_to(user).filter(twinning=twinning)
    return [Total(one, paid.get(one.pk, Decimal(0))) for one in fundings.with_names()]


@carried_out_once
def voucher_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_write_funding(request.user, twinning))
    language = request.user.language
    form = VoucherForm(request.POST or None, twinning=twinning, language=language)
    if form.perform(actions.add_voucher, by=request.user):
        messages.success(request, _("The voucher was entered."))
        return redirect("partnerships:voucher-list", twinning.slug)
    has_fundings = Funding.objects.visible_to(request.user).filter(twinning=twinning).exists()
    context = {"form": form, "twinning": twinning, "has_fundings": has_fundings}
    return render(request, "partnerships/voucher_add.html", context, status=form.status)


@carried_out_once
def voucher_change(request: MemberRequest, pk: int) -> HttpResponse:
    visible = Voucher.objects.visible_to(request.user).with_names()
    voucher = get_object_or_404(visible, pk=pk)
    twinning = voucher.funding.twinning
    permit(policies.may_write_funding(request.user, twinning))
    language = voucher.language
    form = VoucherForm(request.POST or None, twinning=twinning, language=language, voucher=voucher)
    if form.perform(actions.change_voucher, voucher=voucher, by=request.user):
        messages.success(request, _("The voucher was saved."))
        return redirect("partnerships:voucher-list", twinning.slug)
    context = {"form": form, "voucher": voucher, "twinning": twinning}
    return render(request, "partnerships/voucher_change.html", context, status=form.status)

"""Signs of life of a twinning: each side's, by month, and the form for this month."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.sign_of_life import SignOfLifeForm
from partnerships.models import SignOfLife, Twinning
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed

PER_PAGE = 24


@deed
def sign_of_life(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    permit(request.method != "POST" or policies.may_give_sign_of_life(request.user, twinning))
    side = policies.side_written_for(request.user, twinning) or ""
    form = form_of(request, twinning, side)
    given = {"twinning": twinning, "side": side}
    if side and form.perform(actions.give_sign_of_life, by=request.user, **given):
        messages.success(request, _("Thank you: the other side sees your sign of life."))
        return redirect("partnerships:sign-of-life", twinning.slug)
    told = SignOfLife.objects.visible_to(request.user).filter(twinning=twinning).with_names()
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "twinning": twinning, "page": page, "side": side}
    return render(request, "partnerships/sign_of_life.html", context, status=form.status)


def form_of(request: MemberRequest, twinning: Twinning, side: str) -> SignOfLifeForm:
    sign = SignOfLife.objects.of_side(twinning, side).this_month().first() if side else None
    return SignOfLifeForm(request.POST or None, language=request.user.language, sign=sign)

"""Unwritten rules of a twinning: both sides' to read, one's own to write."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.custom import CustomForm
from partnerships.models import Custom, Twinning, reading_order
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@require_safe
def custom_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    context = {"twinning": twinning, "leaves": leaves_of(twinning, request.user)}
    return render(request, "partnerships/custom_list.html", context)


def leaves_of(twinning: Twinning, user: Any) -> list[dict[str, Any]]:
    """Both sides in reading order, each with its rules where the reader may know them."""
    visible = Custom.objects.visible_to(user).filter(twinning=twinning)
    customs = {one.side: one for one in visible.prefetch_related("translations")}
    leaves = []
    for side in reading_order(twinning, twinning.side_of(user)):
        custom = customs.get(side)
        leaves.append(
            {
                "side": side,
                "organisation": twinning.organisation_of(side),
                "custom": custom,
                "to_translate": custom.translation_url if custom and custom.text else "",
                "may_write": policies.may_write_customs(user, twinning, side),
            }
        )
    return leaves


@deed
def custom_write(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    side = policies.side_written_for(request.user, twinning)
    permit(side is not None)
    custom = Custom.objects.visible_to(request.user).filter(twinning=twinning, side=side).first()
    language = request.user.language
    form = CustomForm(request.POST or None, custom=custom, language=language)
    if form.perform(actions.write_customs, twinning=twinning, side=side, by=request.user):
        messages.success(request, _("Your unwritten rules were saved."))
        return redirect("partnerships:custom-list", twinning.slug)
    context = {"form": form, "twinning": twinning, "custom": custom}
    return render(request, "partnerships/custom_write.html", context, status=form.status)

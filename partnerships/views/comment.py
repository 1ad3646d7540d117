"""Comments on a milestone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.comment import CommentForm
from partnerships.views.milestone import visible_milestone
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@deed
def comment_add(request: MemberRequest, pk: int) -> HttpResponse:
    milestone = visible_milestone(request, pk)
    permit(policies.may_comment(request.user, milestone))
    form = CommentForm(request.POST or None, language=request.user.language)
    if form.perform(actions.add_comment, milestone=milestone, by=request.user):
        messages.success(request, _("Your comment was added."))
        return redirect(milestone)
    context = {"form": form, "milestone": milestone}
    return render(request, "partnerships/comment_add.html", context, status=form.status)

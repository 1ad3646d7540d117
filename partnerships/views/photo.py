"""Photos of stories and sessions: added, described, withdrawn, handed out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.page import ConfirmedForm
from partnerships.forms.story import PhotoForm
from partnerships.models import Photo
from partnerships.views.story import visible_story
from stedenband.http import MemberRequest, permit, sandboxed
from stedenband.once import deed

AN_HOUR = 3600


@login_not_required
@require_safe
def photo_image(request: HttpRequest, pk: int, width: int) -> HttpResponse:
    photo = visible_photo(request, pk)
    rendition = get_object_or_404(photo.renditions, width=width)
    if not rendition.file.storage.exists(rendition.file.name or ""):
        raise Http404
    with rendition.file.open("rb") as file:
        response = sandboxed(HttpResponse(file.read(), content_type="image/webp"))
    if photo.is_public:
        patch_cache_control(response, public=True, max_age=AN_HOUR)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


@deed
def photo_add(request: MemberRequest, pk: int) -> HttpResponse:
    story = visible_story(request, pk)
    permit(policies.may_write_story(request.user, story))
    form = PhotoForm(request.POST or None, request.FILES or None, about=story)
    if form.perform(actions.add_photo, about=story, by=request.user):
        messages.success(request, _("The photo was added."))
        return redirect(story)
    context = {"form": form, "about": story, "story": story}
    return render(request, "partnerships/photo_add.html", context, status=form.status)


@deed
def photo_change(request: MemberRequest, pk: int) -> HttpResponse:
    photo = visible_photo(request, pk)
    permit(policies.may_write_photo(request.user, photo))
    form = PhotoForm(request.POST or None, about=photo.about, photo=photo)
    if form.perform(actions.change_photo, photo=photo, by=request.user):
        messages.success(request, _("The photo was saved."))
        return redirect(photo)
    context = {"form": form, "photo": photo, "about": photo.about, "story": photo.story}
    return render(request, "partnerships/photo_change.html", context, status=form.status)


@deed
def photo_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    photo = visible_photo(request, pk)
    permit(policies.may_withdraw_photo(request.user, photo))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.withdraw_photo, photo=photo, by=request.user):
        messages.success(request, _("The photo is gone: from the pages and from our files."))
        return redirect(photo)
    context = {"form": form, "photo": photo, "about": photo.about, "story": photo.story}
    return render(request, "partnerships/photo_withdraw.html", context, status=form.status)


def visible_photo(request: HttpRequest, pk: int) -> Photo:
    """A photo that still stands; what was withdrawn has no page any more."""
    visible = Photo.objects.visible_to(request.user).standing().with_names()
    return get_object_or_404(visible, pk=pk)

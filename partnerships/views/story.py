"""Stories: read by everybody, written by a side, read over by a coordinator, published."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.page import ConfirmedForm
from partnerships.forms.past import PastForm
from partnerships.forms.story import StoryForm, StoryReviewForm
from partnerships.forms.twinning import OfTwinningFilter
from partnerships.history import last_of
from partnerships.models import Photo, Story, Twinning, grants_of
from partnerships.opendata.words import pages
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed

if TYPE_CHECKING:
    StoriesFeed = Feed[Story, None]
else:
    StoriesFeed = Feed

PER_PAGE = 12
UNSHOWN = 20
IN_THE_FEED = 20
ATOM, NEVER = "application/atom+xml", datetime.fromtimestamp(0, UTC)


@login_not_required
@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    past = PastForm(request.GET)
    public = Story.objects.public()
    if past.moment:
        public = public.shown_at(past.moment)
    told = Twinning.objects.visible_to(request.user).filter(pk__in=public.values("twinning"))
    form = OfTwinningFilter(request.GET or None, twinnings=told.with_sides().by_name())
    if twinning := form.wanted().get("twinning"):
        public = public.filter(twinning=twinning)
    found = (
        public.newest_first()
        .with_names()
        .prefetch_related(pictures(Photo.objects.public()), "translations")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"past": past, "form": form, "page": page}
    context |= {} if past.day else still_unshown(request.user)
    return render(request, "partnerships/story_list.html", context)


def still_unshown(user: object) -> dict[str, Any]:
    """What waits to be reviewed or published, for who has to do with it."""
    grants = grants_of(user)
    own = Story.objects.of_side(user).not_shown() if grants.organisations else None
    return {
        "own": own.with_names()[:UNSHOWN] if own is not None else [],
        "to_review": Story.objects.to_review().with_names()[:UNSHOWN] if grants.reads_all else [],
    }


def pictures(photos: Any) -> "Prefetch[Any]":
    """The photos of stories that a reader sees, with what they are drawn at."""
    return Prefetch("photos", photos.standing().drawn())


class LanguageAtom(Atom1Feed):
    """Atom in which each entry says its language, and the feed where it is in the others."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for code, address in pages("story-feed").items():
            if code != self.feed["language"]:
                link = {"rel": "alternate", "type": ATOM, "hreflang": code, "href": address}
                handler.addQuickElement("link", "", link)

    def latest_post_date(self) -> datetime:
        """An empty feed does not change from one moment to the next."""
        return super().latest_post_date() if self.items else NEVER

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["lang"]}


class StoryFeed(StoriesFeed):
    """What everybody may read, newest first; titles and leads in the language of each story."""

    feed_type = LanguageAtom

    def title(self) -> str:
        return _("Stedenband: stories")

    def subtitle(self) -> str:
        return _("News of twinned municipalities, told by both sides.")

    def link(self) -> str:
        return reverse("partnerships:story-list")

    def items(self) -> Any:
        return Story.objects.public().newest_first().with_names()[:IN_THE_FEED]

    def item_guid(self, item: Story) -> str:
        """The same in the feed of each language."""
        return f"{settings.SITE_URL}/stories/{item.pk}/"

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Story) -> str:
        return escape(item.lead)  # Atom says of it that it is HTML

    def item_author_name(self, item: Story) -> str:
        return item.organisation.name

    def item_pubdate(self, item: Story) -> datetime | None:
        return item.appeared_at

    def item_updateddate(self, item: Story) -> datetime | None:
        return item.appeared_at

    def item_extra_kwargs(self, item: Story) -> dict[str, Any]:
        return {"lang": item.language}


@login_not_required
@require_safe
def story_feed(request: HttpRequest) -> HttpResponse:
    return StoryFeed()(request)


@login_not_required
@require_safe
def story_detail(request: HttpRequest, pk: int) -> HttpResponse:
    story = visible_story(request, pk)
    may_write = policies.may_write_story(request.user, story)
    inside = policies.may_see_inside(request.user, story.twinning)
    seen = Photo.objects.visible_to(request.user).filter(story=story)
    photos = list(seen.drawn())
    for photo in photos:
        photo.story = story
    may_review = policies.may_review_story(request.user, story)  # type: ignore[arg-type]
    events = story.events.visible_to(request.user)
    context = {
        "story": story,
        "twinning": story.twinning,
        "reading": story.reading,
        "to_translate": story.translation_url if inside else "",
        "photos": [photo for photo in photos if not photo.is_withdrawn],
        "withdrawn": [photo for photo in photos if photo.is_withdrawn],
        "may_write": may_write,
        "may_review": may_review and story.is_to_review,
        "may_withdraw_photo": may_write or grants_of(request.user).is_coordinator,
        "reads_note": may_write or may_review,
        "events": last_of(events) if inside else [],
    }
    return render(request, "partnerships/story_detail.html", context)


@login_not_required
@require_safe
def story_print(request: HttpRequest, pk: int) -> HttpResponse:
    story = visible_story(request, pk)
    context = {"story": story, "twinning": story.twinning}
    return render(request, "partnerships/story_print.html", context)


@deed
def story_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    side = policies.side_written_for(request.user, twinning)
    permit(side is not None)
    form = StoryForm(request.POST or None, language=request.user.language)
    if form.perform(actions.add_story, twinning=twinning, side=side, by=request.user):
        messages.success(request, _("Your draft was saved. Add photos, then hand it in."))
        return redirect(form.made or twinning)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/story_add.html", context, status=form.status)


@deed
def story_change(request: MemberRequest, pk: int) -> HttpResponse:
    story = visible_story(request, pk)
    permit(policies.may_write_story(request.user, story))
    form = StoryForm(request.POST or None, story=story, language=story.language)
    if form.perform(actions.change_story, story=story, by=request.user):
        messages.success(request, _("Your draft was saved."))
        return redirect(story)
    context = {"form": form, "story": story}
    return render(request, "partnerships/story_change.html", context, status=form.status)


@deed
def story_submit(request: MemberRequest, pk: int) -> HttpResponse:
    story = visible_story(request, pk)
    permit(policies.may_write_story(request.user, story))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.submit_story, story=story, by=request.user):
        messages.success(request, _("Your story was handed in. You hear what is decided by mail."))
        return redirect(story)
    photos = Photo.objects.visible_to(request.user).filter(story=story).standing()
    context = {"form": form, "story": story, "unshown": photos.filter(consent="")}
    return render(request, "partnerships/story_submit.html", context, status=form.status)


@deed
def story_review(request: MemberRequest, pk: int) -> HttpResponse:
    story = visible_story(request, pk)
    permit(policies.may_review_story(request.user, story))
    form = StoryReviewForm(request.POST or None, story=story)
    if form.perform(actions.review_story, story=story, by=request.user):
        messages.success(request, _("Your decision was sent to those who wrote the story."))
        return redirect("partnerships:work")
    seen = Photo.objects.visible_to(request.user).filter(story=story).standing()
    photos = seen.select_related("story").drawn()
    context = {"form": form, "story": story, "photos": photos}
    return render(request, "partnerships/story_review.html", context, status=form.status)


@deed
def story_publish(request: MemberRequest, pk: int) -> HttpResponse:
    story = visible_story(request, pk)
    permit(policies.may_write_story(request.user, story))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.publish_story, story=story, by=request.user):
        messages.success(
            request, _("Your story is published. You can take it offline at any time.")
        )
        return redirect(story)
    context = {"form": form, "story": story}
    return render(request, "partnerships/story_publish.html", context, status=form.status)


@deed
def story_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    story = visible_story(request, pk)
    permit(policies.may_write_story(request.user, story))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.withdraw_story, story=story, by=request.user):
        messages.success(request, _("Your story is no longer public."))
        return redirect(story)
    context = {"form": form, "story": story}
    return render(request, "partnerships/story_withdraw.html", context, status=form.status)


def visible_story(request: HttpRequest, pk: int) -> Story:
    visible = Story.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible.prefetch_related("translations"), pk=pk)

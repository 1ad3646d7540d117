"""Sessions: the list, one read, and all that is done with one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.page import ConfirmedForm
from partnerships.forms.past import PastForm
from partnerships.forms.session import (
    CancelSessionForm,
    ContributionForm,
    ReportForm,
    SeenForm,
    SessionFilter,
    SessionForm,
)
from partnerships.forms.story import PhotoForm
from partnerships.history import last_of
from partnerships.models import (
    Attendance,
    Contribution,
    Group,
    Minutes,
    Organisation,
    Participation,
    Photo,
    Promise,
    Session,
    Side,
    Twinning,
    grants_of,
    read_all,
    reading_order,
)
from partnerships.models.session import SessionQuerySet
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once
from stedenband.texts import WrittenLanguage, interface_language

PER_PAGE = 20


@login_not_required
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    past = PastForm(request.GET)
    moment = past.moment
    visible = Session.objects.visible_to(request.user)
    if moment:
        visible = visible.known_at(moment)
    form = SessionFilter(request.GET or None, twinnings=taking_part_in(visible, request.user))
    found = narrowed(visible, form).with_names().prefetch_related("translations")
    context: dict[str, Any] = {"form": form, "day": past}
    for name, sessions in (("coming", found.coming(moment)), ("past", found.past(moment))):
        page = Paginator(sessions, PER_PAGE).get_page(request.GET.get(name))
        for session in page:
            session.seen_at = moment
        context[name] = page
        context[f"{name}_rows"] = [(one, one.times_for(request.user)) for one in page]
    return render(request, "partnerships/session_list.html", context)


def taking_part_in(sessions: SessionQuerySet, user: object) -> Any:
    """The twinnings of which a reader sees a session."""
    rows = Participation.objects.filter(session__in=sessions.values("pk"))
    visible = Twinning.objects.visible_to(user).filter(pk__in=rows.values("twinning"))
    return visible.with_sides().by_name()


def narrowed(sessions: SessionQuerySet, form: SessionFilter) -> SessionQuerySet:
    """Only what the reader looks for; a filter that cannot be understood is left out."""
    form.is_valid()
    wanted = form.cleaned_data if form.is_bound else {}
    if kind := wanted.get("kind"):
        sessions = sessions.filter(kind=kind)
    if twinning := wanted.get("twinning"):
        sessions = sessions.of_twinning(twinning)
    return sessions


@login_not_required
@require_safe
def session_detail(request: HttpRequest, pk: int) -> HttpResponse:
    session = visible_session(request, pk)
    inside = any(policies.may_see_inside(request.user, one) for one in session.bonds)
    contributions = Contribution.objects.visible_to(request.user).filter(session=session)
    context = {
        "session": session,
        "reading": session.reading,
        "times": session.times_for(request.user),
        "minutes": minutes_of(session, request.user),
        **room_of(session, request.user),
        "contributions": read_all(
            contributions.select_related("by", "organisation"), translates=inside
        ),
        "photos": photos_of(session, request.user),
        "inside": inside,
    }
    if inside:
        context |= inside_of(request, session)
    return render(request, "partnerships/session_detail.html", context)


def photos_of(session: Session, user: object) -> list[Photo]:
    photos = list(Photo.objects.visible_to(user).standing().filter(session=session).drawn())
    for photo in photos:
        photo.session = session
    return photos


def inside_of(request: HttpRequest, session: Session) -> dict[str, Any]:
    """What only those read whose twinning takes part, and what they may do."""
    user = request.user
    promises = Promise.objects.visible_to(user).filter(session=session)
    events = session.events.visible_to(user)
    leads = session.is_open and policies.may_lead_session(user, session)
    agreed = agreements_of(session, policies.seats_of(user, session)) if session.is_open else []
    return {
        "promises": promises.with_names().by_course(),
        "events": last_of(events),
        "to_translate": session.translation_url,
        "may_lead": leads,
        "may_withdraw_photo": leads or grants_of(user).is_coordinator,
        "may_contribute": session.is_open
        and not session.has_started
        and policies.may_contribute_session(user, session),
        "may_agree": not all(agreed),
        "may_retract": any(agreed),
        "may_promise": [one for one in session.bonds if policies.may_make_promise(user, one)],
    }


def agreements_of(session: Session, seats: list[tuple[Twinning, Side]]) -> list[bool]:
    """For each seat that somebody has: whether that side agreed to make it public."""
    rows = {one.twinning_id: one for one in session.participations.all()}
    return [rows[twinning.pk].agreed_at(side) is not None for twinning, side in seats]


def minutes_of(session: Session, user: object) -> list[Minutes]:
    """The minutes in each language, the reader's own first."""
    visible = Minutes.objects.visible_to(user).filter(session=session)
    return sorted(visible, key=lambda one: one.language != interface_language())


def room_of(session: Session, user: object) -> dict[str, Any]:
    """Who was there: of each side, and for both together, the groups and their numbers."""
    rows = Attendance.objects.visible_to(user).filter(session=session)
    counted: dict[str, list[tuple[str, int]]] = {side: [] for side in Side}
    for row in sorted(rows, key=lambda one: Group.values.index(one.group)):
        counted[row.side].append((row.get_group_display(), row.number))
    first = session.bonds[0]
    order = reading_order(first, first.side_of(user))
    leaves = [(side, session.names_of(side), counted[side]) for side in order]
    has_sides = any(groups for _side, _names, groups in leaves)
    return {"room": leaves if has_sides else [], "for_both": counted[Side.JOINT]}


@carried_out_once
def session_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_plan_session(request.user, twinning))
    own = twinning.side_of(request.user) or Side.FLEMISH
    form = SessionForm(
        request.POST or None,
        twinnings=[twinning],
        others=invitable(request).exclude(pk=twinning.pk),
        initial={"language": request.user.language, "host": twinning.organisation_of(own)},
    )
    if form.perform(actions.plan_session, twinnings=[twinning], by=request.user):
        messages.success(request, _("The session was planned; the writers of all sides get mail."))
        return redirect("partnerships:twinning-detail", twinning.slug)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/session_add.html", context, status=form.status)


@carried_out_once
def session_change(request: MemberRequest, pk: int) -> HttpResponse:
    session = led_session(request, pk)
    there = [one.pk for one in session.bonds]
    form = SessionForm(
        request.POST or None,
        twinnings=session.bonds,
        others=invitable(request).exclude(pk__in=there),
        initial={},
        session=session,
    )
    if form.perform(actions.change_session, session=session, by=request.user):
        messages.success(request, _("The session was saved."))
        return redirect(session)
    context = {"form": form, "session": session}
    return render(request, "partnerships/session_change.html", context, status=form.status)


def invitable(request: MemberRequest) -> Any:
    """Twinnings on their way, to talk with."""
    visible = Twinning.objects.visible_to(request.user)
    return visible.with_running_trajectory().with_sides().by_name()


@carried_out_once
def session_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    session = led_session(request, pk)
    form = CancelSessionForm(request.POST or None, session=session, language=request.user.language)
    if form.perform(actions.cancel_session, session=session, by=request.user):
        messages.success(
            request, _("The session was cancelled; the writers of all sides get mail.")
        )
        return redirect(session)
    context = {"form": form, "session": session}
    return render(request, "partnerships/session_cancel.html", context, status=form.status)


@carried_out_once
def session_report(request: MemberRequest, pk: int) -> HttpResponse:
    session = led_session(request, pk)
    language = request.GET.get("language", "")
    if language not in WrittenLanguage.values:
        language = request.user.language
    form = ReportForm(request.POST or None, session=session, language=language)
    given = {"session": session, "language": language}
    if form.perform(actions.report_session, by=request.user, **given):
        messages.success(request, _("The report was saved."))
        return redirect(session)
    others = [(code, name) for code, name in WrittenLanguage.choices if code != language]
    context = {"form": form, "others": others, **given}
    return render(request, "partnerships/session_report.html", context, status=form.status)


@carried_out_once
def session_illustrate(request: MemberRequest, pk: int) -> HttpResponse:
    """One more photo of what took place."""
    session = led_session(request, pk)
    given = (request.POST or None, request.FILES or None)
    form = PhotoForm(*given, about=session, language=request.user.language)
    if form.perform(actions.add_photo, about=session, by=request.user):
        messages.success(request, _("The photo was added."))
        return redirect(session)
    context = {"form": form, "about": session}
    return render(request, "partnerships/session_illustrate.html", context, status=form.status)


@carried_out_once
def session_contribute(request: MemberRequest, pk: int) -> HttpResponse:
    session = visible_session(request, pk)
    permit(policies.may_contribute_session(request.user, session))
    form = ContributionForm(request.POST or None, language=request.user.language)
    given = {"session": session, "organisation": organisation_of(request, session)}
    if form.perform(actions.contribute_session, by=request.user, **given):
        messages.success(request, _("Your contribution was sent."))
        return redirect(session)
    context = {"form": form, "session": session}
    return render(request, "partnerships/session_contribute.html", context, status=form.status)


def organisation_of(request: MemberRequest, session: Session) -> Organisation:
    """For whom somebody speaks: their side, or else the organisation that accompanies."""
    for twinning, side in policies.seats_of(request.user, session):
        return twinning.organisation_of(side)
    mine = grants_of(request.user).organisations
    return Organisation.objects.filter(pk__in=mine).order_by("pk")[0]


@carried_out_once
def session_agree(request: MemberRequest, pk: int) -> HttpResponse:
    session = visible_session(request, pk)
    permit(policies.may_agree_session(request.user, session))
    form = SeenForm(request.POST or None, version=session.version)
    seats = [(one.pk, side) for one, side in policies.seats_of(request.user, session)]
    if form.perform(actions.agree_session, session=session, seats=seats, by=request.user):
        messages.success(request, _("Your side agrees that everybody may read this session."))
        return redirect(session)
    context = {"form": form, "session": session}
    return render(request, "partnerships/session_agree.html", context, status=form.status)


@carried_out_once
def session_retract(request: MemberRequest, pk: int) -> HttpResponse:
    session = visible_session(request, pk)
    permit(policies.may_agree_session(request.user, session))
    form = ConfirmedForm(request.POST or None)
    seats = [(one.pk, side) for one, side in policies.seats_of(request.user, session)]
    if form.perform(actions.retract_session, session=session, seats=seats, by=request.user):
        messages.success(request, _("Your side took its agreement back."))
        return redirect(session)
    context = {"form": form, "session": session}
    return render(request, "partnerships/session_retract.html", context, status=form.status)


def visible_session(request: HttpRequest, pk: int) -> Session:
    visible = Session.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible.prefetch_related("translations"), pk=pk)


def led_session(request: MemberRequest, pk: int) -> Session:
    session = visible_session(request, pk)
    permit(policies.may_lead_session(request.user, session))
    return session

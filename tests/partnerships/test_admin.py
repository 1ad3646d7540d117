"""The admin: every page of every noun, for whom it opens and what it asks of the database."""

import re
from datetime import date, timedelta
from itertools import count

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import actions, mailbox
from partnerships.actions.reminder import remind
from partnerships.models import (
    Assessment,
    Fact,
    LocalTarget,
    Organisation,
    OwnGoal,
    Page,
    ReminderSent,
    Twinning,
)
from stedenband import clock
from stedenband.accounts.models import Invitation
from stedenband.models import OutgoingMail
from stedenband.staff import NAME, PERMISSIONS, staff_group
from stedenband.texts import columns
from tests import continuity, entrances, handing, importing, mandates, reports, sessions
from tests.factories import (
    DeedFactory,
    MembershipFactory,
    MilestoneFactory,
    PlanItemFactory,
    SourceFactory,
    TrajectoryFactory,
    TwinningFactory,
    announced,
    answered,
    documented,
    learned,
    measured_pair,
    member,
    opened,
    photographed,
    reload,
    submitted,
    taken_over,
    told,
    translated,
)

NOUNS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
NEVER_ADDED = {
    "adoption", "agreement", "answersheet", "assessment", "calendaraddress", "comment",
    "confirmation", "contribution", "cover", "custom", "deed", "document", "documentversion",
    "event", "evidence", "forum", "funding", "goal", "import", "indicator", "indicatorpair",
    "invitation", "lesson", "localtarget", "mailpreference", "mandate", "measurement", "milestone",
    "minutes", "outgoingmail", "owngoal", "page", "photo", "post", "progressreport", "promise",
    "recommendation", "reminderrun", "remindersent", "replanning", "report", "response", "session",
    "signoflife", "story", "submission", "target", "translation", "twinningstate", "voucher",
}  # fmt: skip


def label(model):
    return model._meta.label_lower


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def staff(staff):
    staff.language = "en"
    staff.save()
    return staff


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def assess(trajectory, opener, *writers):
    """One more self-assessment, answered by both sides."""
    day = clock.today() - timedelta(days=Assessment.objects.count())
    assessment = opened(trajectory, opener, held_on=day)
    for writer in writers:
        answered(assessment, writer)


def share_lessons(trajectory, coordinator, writer):
    """One more lesson, taken over by another twinning and told on a forum."""
    lesson = learned(trajectory.twinning, writer, visibility="twinnings")
    other = TwinningFactory()
    taken_over(lesson, other, member(other.flemish, "editor"))
    announced(coordinator, lesson)


def publish_papers(twinning, by):
    """A story that waits for review, with a photo; and a document."""
    photo = photographed(told(twinning, by), by)
    actions.submit_story(story=photo.story, by=by)
    documented(twinning, by)


def govern(twinning, editor, partner_editor):
    """One more post with its term, an election, what happened around it, a state and a sign."""
    mandates.furnish(twinning, editor, partner_editor)
    mandates.election(clock.today(), organisations=[twinning.partner])
    mandates.happened(clock.today(), organisations=[twinning.partner])
    mandates.stated(
        twinning, editor, state="active" if reload(twinning).state == "dormant" else "dormant"
    )


def look_back(twinning, by):
    """One more recommendation with an answer, a report, an import, and somebody invited."""
    left = reports.furnish(twinning, by)
    reports.responded(left["recommendation"], "flemish", by)
    importing.deeds_imported(twinning, by)
    entrances.invited(by, email=f"new{Invitation.objects.count()}@cusco.example")


@pytest.fixture
def one_of_each(trajectory, milestone, coordinator, signatory, partner_editor, joint_milestone):
    """One row of every noun at least."""
    Group.objects.create(name="Others")
    report = submitted(milestone, partner_editor, link="https://press.example/street")
    actions.confirm_progress(report=report, by=signatory, verdict="agreed")
    actions.add_comment(milestone=milestone, by=coordinator, language="nl", text="Mooi.")
    actions.replan_milestone(milestone=joint_milestone, by=coordinator, month=17, reason="money")
    measured_pair(trajectory.twinning, signatory, partner_editor)
    left = sessions.furnish(trajectory.twinning, signatory, partner_editor)
    sessions.contributed(left["session"], signatory, trajectory.twinning.flemish)
    continuity.furnish(trajectory.twinning, signatory, partner_editor)
    handing.customs_written(trajectory.twinning, signatory)
    govern(trajectory.twinning, signatory, partner_editor)
    look_back(trajectory.twinning, signatory)
    source = SourceFactory()
    texts = dict.fromkeys(columns("text"), "Twinned.")
    assess(trajectory, coordinator, signatory, partner_editor)
    Fact.objects.create(twinning=trajectory.twinning, source=source, **texts)
    PlanItemFactory(programme=trajectory.programme)
    deed = DeedFactory(twinning=trajectory.twinning)
    for thing in (deed, report):
        translated(thing, signatory)
    share_lessons(trajectory, coordinator, partner_editor)
    publish_papers(trajectory.twinning, partner_editor)
    OwnGoal.objects.create(twinning=trajectory.twinning, number=18, name_nl="Samenhang")
    LocalTarget.objects.create(
        twinning=trajectory.twinning, code="11.6.1", target_id="11.6", label="Minder"
    )
    mailbox.switch_mail(by=signatory, kind="digest", is_off=True)
    mailbox.renew_calendar(by=signatory)
    remind()
    ReminderSent.objects.create(user=signatory, kind="x", due_on=clock.today(), offset=0)
    OutgoingMail.objects.create(
        to="a@b.example", subject="Reset", body="SECRET", sender="c@d.example"
    )


# --- Every page of every noun ---------------------------------------------------------------------


def pages_of(model):
    row = model._default_manager.first()
    pages = [address(model, "changelist"), address(model, "change", row.pk)]
    pages += [address(model, "history", row.pk), address(model, "changelist") + "?q=11.6+Edegem"]
    return pages + ([address(model, "add")] if model._meta.model_name not in NEVER_ADDED else [])


def test_superuser_opens_every_page(client, superuser, one_of_each):
    client.force_login(superuser)
    pages = [page for model in NOUNS for page in pages_of(model)]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_staff_open_what_their_group_reads(desk, one_of_each):
    expected = {label(model): answers_to_staff(model) for model in NOUNS}
    assert {label(model): answers_of(desk, model) for model in NOUNS} == expected


def answers_to_staff(model):
    """What the rights of their group let staff open of a noun."""
    app, noun = model._meta.app_label, model._meta.model_name
    reads = 200 if f"{app}.view_{noun}" in PERMISSIONS else 403
    may_add = f"{app}.add_{noun}" in PERMISSIONS and noun not in NEVER_ADDED
    adds = 200 if may_add else 403
    deletes = 200 if f"{app}.delete_{noun}" in PERMISSIONS else 403
    return [reads, adds, reads, reads, deletes]


def answers_of(desk, model):
    row = model._default_manager.first()
    pages = [address(model, page) for page in ("changelist", "add")]
    pages += [address(model, page, row.pk) for page in ("change", "history", "delete")]
    return [desk.get(page).status_code for page in pages]


def test_staff_group_reads_every_noun_but_groups():
    registered = {f"{m._meta.app_label}.view_{m._meta.model_name}" for m in NOUNS}
    assert registered - set(PERMISSIONS) == {"auth.view_group"}
    assert {name for name in PERMISSIONS if ".view_" in name} <= registered


def test_a_deployment_makes_the_staff_group_by_a_command(db):
    call_command("make_staff_group")
    group = Group.objects.get(name=NAME)
    assert group.permissions.count() == len(set(PERMISSIONS))


@pytest.mark.django_db
def test_staff_group_is_put_right_when_called_again():
    staff_group().permissions.clear()
    group = staff_group()
    assert (Group.objects.count(), group.permissions.count()) == (1, len(set(PERMISSIONS)))


@pytest.mark.parametrize("model", [Organisation, Twinning, Page], ids=label)
def test_no_page_has_inline_style_or_script_or_loads_from_outside(
    client, superuser, one_of_each, model
):
    client.force_login(superuser)
    row = model.objects.first()
    version = row.history.first().pk
    pages = [reverse("admin:index"), address(model, "changelist")]
    pages += [address(model, page, row.pk) for page in ("change", "history")]
    pages.append(address(model, "simple_history", row.pk, version))
    for page in pages:
        text = client.get(page).content.decode()
        assert (
            re.findall(r"\sstyle=|<style|<script(?![^>]*(src=|application/json))|\son\w+=", text)
            == []
        )
        assert re.findall(r'(?:src|<link[^>]+href)="(?!/static/|/admin/)[^"]*"', text) == []


def test_index_groups_nouns_by_theme(desk):
    themes = [app["name"] for app in desk.get(reverse("admin:index")).context["app_list"]]
    assert [str(theme) for theme in themes] == [
        "Twinnings", "Programmes and trajectories", "Deeds at home", "Reports",
        "Self-assessments", "Indicators", "Lessons", "Stories and documents",
        "Sessions and promises", "Agreements and money", "Mandates and elections", "People",
        "Imports", "Mail and calendars", "Vocabulary", "Machinery",
    ]  # fmt: skip


def pay_one_more(twinning, by, year):
    """One more agreement, and a funding with what it covers and a voucher."""
    continuity.signed(twinning, by, date(year, 1, 1), date(year, 12, 31))
    funding = continuity.funded(twinning, by)
    continuity.covered(funding, by, continuity.post_of(twinning))
    continuity.paid(funding, by)


@pytest.fixture
def one_more(trajectory, coordinator, signatory, partner_editor):
    """A function that makes one more of nearly every noun, most of them about one trajectory."""
    source = SourceFactory()
    years = count(2030)

    def make():
        milestone = MilestoneFactory(trajectory=trajectory, targets=["11.6", "12.5"])
        later = MilestoneFactory(trajectory=trajectory)
        report = submitted(milestone, partner_editor, link="https://press.example/street")
        actions.confirm_progress(report=report, by=signatory, verdict="agreed")
        actions.add_comment(milestone=milestone, by=coordinator, language="nl", text="Mooi.")
        actions.replan_milestone(milestone=later, by=coordinator, month=25, reason="money")
        texts = dict.fromkeys(columns("text"), "Twinned.")
        assess(trajectory, coordinator, signatory, partner_editor)
        Fact.objects.create(twinning=trajectory.twinning, source=source, **texts)
        PlanItemFactory(programme=trajectory.programme)
        publish_papers(trajectory.twinning, partner_editor)
        MembershipFactory(organisation=trajectory.twinning.flemish)
        share_lessons(trajectory, coordinator, partner_editor)
        TrajectoryFactory()
        govern(trajectory.twinning, signatory, partner_editor)
        left = sessions.furnish(trajectory.twinning, signatory, partner_editor)
        sessions.contributed(left["session"], signatory, trajectory.twinning.flemish)
        pay_one_more(trajectory.twinning, signatory, next(years))

    return make


def test_pages_ask_as_much_for_three_rows_as_for_one(client, superuser, one_more, trajectory):
    client.force_login(superuser)
    shown = (trajectory, trajectory.twinning.flemish, trajectory.programme)
    pages = [address(model, "changelist") for model in NOUNS]
    pages += [address(type(one), "change", one.pk) for one in shown]
    one_more()
    of_one = {page: queries_of(client, page) for page in pages}
    one_more()
    one_more()
    assert {page: queries_of(client, page) for page in pages} == of_one


def queries_of(client, page):
    """Asked the second time: the first fills caches."""
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


def test_mail_is_listed_without_what_it_says(client, superuser, one_of_each):
    client.force_login(superuser)
    mail = OutgoingMail.objects.get(subject="Reset")
    assert b"SECRET" not in client.get(address(OutgoingMail, "change", mail.pk)).content
    assert client.get(address(OutgoingMail, "changelist") + "?body__contains=S").status_code == 400


# --- Signing in -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_admin_sends_strangers_to_the_portals_login(client, method):
    response = getattr(client, method)(reverse("admin:login") + "?next=/admin/sdg/goal/")
    assert response.status_code == 302
    assert response.url == reverse("account_login") + "?next=%2Fadmin%2Fsdg%2Fgoal%2F"


def test_admin_is_closed_to_who_is_no_staff(client, editor):
    client.force_login(editor)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_admin_login_knows_who_signed_in(desk):
    assert desk.post(reverse("admin:login")).url == reverse("admin:index")
    assert desk.get(reverse("admin:password_change")).status_code == 302

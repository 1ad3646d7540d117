"""The admin writes through the portal's own actions, and shows what they refuse."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships import actions
from partnerships.models import (
    Duty,
    Event,
    Evidence,
    Membership,
    Milestone,
    Organisation,
    Page,
    PlanItem,
    ProgressReport,
    Role,
    Trajectory,
    Twinning,
    Verb,
)
from stedenband import clock
from stedenband.texts import columns
from tests.factories import (
    MembershipFactory,
    MilestoneFactory,
    PlanItemFactory,
    ProgrammeFactory,
    UserFactory,
    draft,
    reload,
    submitted,
)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def messages_of(response):
    return [(one.level_tag, str(one)) for one in response.context["messages"]]


def management(prefix, initial=0, total=0):
    return {f"{prefix}-INITIAL_FORMS": initial, f"{prefix}-TOTAL_FORMS": total}


@pytest.fixture
def staff(staff):
    staff.language = "en"
    staff.save()
    return staff


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def coordinating(desk, staff, vvsg):
    """Staff who are a coordinator too."""
    MembershipFactory(user=staff, organisation=vvsg, role=Role.COORDINATOR)
    return desk


# --- Twinnings, organisations and memberships -----------------------------------------------------


def test_twinning_is_founded_with_both_pages(desk, staff, edegem, nimlahakok):
    given = {"flemish": edegem.pk, "partner": nimlahakok.pk, "slug": "edegem-nimlahakok"}
    given |= {"state": "active", **management("facts")}
    assert desk.post(address(Twinning, "add"), given).status_code == 302
    twinning = Twinning.objects.get(slug="edegem-nimlahakok")
    assert sorted(twinning.pages.values_list("side", "language")) == [
        ("flemish", "nl"), ("partner", "es"),
    ]  # fmt: skip
    assert list(twinning.events.values_list("verb", "by")) == [(Verb.TWINNING_FOUNDED, staff.pk)]


@pytest.mark.parametrize("turned", [False, True])
def test_twinning_twice_comes_back_with_the_reason(desk, twinning, turned):
    sides = [twinning.flemish_id, twinning.partner_id]
    flemish, partner = reversed(sides) if turned else sides
    given = {"flemish": flemish, "partner": partner, "slug": "again", "state": "active"}
    response = desk.post(address(Twinning, "add"), given | management("facts"))
    errors = response.context["adminform"].form.non_field_errors()
    assert errors == ["These two organisations are twinned already."]


def test_twinning_changes_and_keeps_its_sides_and_its_state(desk, twinning, nimlahakok):
    given = {"flemish": nimlahakok.pk, "slug": "renamed", "state": "dormant", **management("facts")}
    assert desk.post(address(Twinning, "change", twinning.pk), given).status_code == 302
    after = reload(twinning)
    assert (after.slug, after.state, after.flemish_id) == (
        "renamed",
        "active",
        twinning.flemish_id,
    )


def test_reverting_to_an_old_version_is_refused(client, superuser, twinning):
    client.force_login(superuser)
    version = twinning.history.first()
    url = address(Twinning, "simple_history", twinning.pk, version.pk)
    assert client.post(url, {"slug": "changed", "state": "ended"}).status_code == 403
    assert reload(twinning).slug == twinning.slug


def test_membership_is_given_and_ended_by_actions(desk, staff, nobody, edegem):
    given = {
        "user": nobody.pk,
        "organisation": edegem.pk,
        "role": "editor",
        "starts_on": clock.today(),
    }
    assert desk.post(address(Membership, "add"), given).status_code == 302
    membership = Membership.objects.get(user=nobody)
    chosen = {"action": "end_chosen", "_selected_action": [membership.pk]}
    response = desk.post(address(Membership, "changelist"), chosen, follow=True)
    assert messages_of(response)[-1] == ("success", "1 membership was ended.")
    assert reload(membership).ends_on == clock.today()
    verbs = Event.objects.filter(organisation=edegem).order_by("pk").values_list("verb", "by")
    assert list(verbs) == [("membership_given", staff.pk), ("membership_ended", staff.pk)]


def test_membership_given_twice_comes_back_with_the_reason(desk, editor, edegem):
    given = {
        "user": editor.pk,
        "organisation": edegem.pk,
        "role": "editor",
        "starts_on": clock.today(),
    }
    response = desk.post(address(Membership, "add"), given)
    errors = response.context["adminform"].form.non_field_errors()
    assert errors == ["This account holds this role here already."]


@pytest.mark.parametrize("role", Role.values)
def test_nobody_gives_a_membership_to_themselves(desk, staff, vvsg, role):
    given = {"user": staff.pk, "organisation": vvsg.pk, "role": role, "starts_on": clock.today()}
    response = desk.post(address(Membership, "add"), given)
    errors = response.context["adminform"].form.errors
    assert errors == {"user": ["Nobody gives a membership to themselves."]}
    row = {f"memberships-0-{name}": value for name, value in given.items()}
    given = organisation_fields(vvsg) | management("memberships", total=1) | row
    response = desk.post(address(Organisation, "change", vvsg.pk), given)
    assert response.status_code == 200
    assert not Membership.objects.filter(user=staff).exists()


def organisation_fields(organisation):
    names = ("name", "slug", "kind", "country", "precision", "languages", "time_zone")
    return {name: getattr(organisation, name) for name in names}


def test_membership_is_given_from_its_organisation(desk, staff, nobody, editor, edegem):
    held = editor.memberships.get()
    rows = {
        "memberships-0-id": held.pk,
        "memberships-0-role": "signatory",
        "memberships-1-user": nobody.pk,
        "memberships-1-role": "reader",
        "memberships-1-starts_on": clock.today(),
    }
    given = organisation_fields(edegem) | management("memberships", 1, 2) | rows
    given |= {"latitude": edegem.latitude, "longitude": edegem.longitude, "place": "Anvers"}
    assert desk.post(address(Organisation, "change", edegem.pk), given).status_code == 302
    assert reload(held).role == "editor"
    assert nobody.memberships.get().role == "reader"
    assert list(Event.objects.values_list("verb", "by")) == [("membership_given", staff.pk)]
    assert reload(edegem).place == "Anvers"


def test_own_and_ended_memberships_are_not_ended(coordinating, staff, former, editor):
    held = [person.memberships.get() for person in (staff, former, editor)]
    before = held[1].ends_on
    chosen = {"action": "end_chosen", "_selected_action": [row.pk for row in held]}
    response = coordinating.post(address(Membership, "changelist"), chosen, follow=True)
    assert sorted(messages_of(response)) == sorted(
        [
            ("error", f"{held[0]}: Nobody ends a membership of their own."),
            ("error", f"{held[1]}: This membership ended already."),
            ("success", "1 membership was ended."),
        ]
    )
    assert [reload(row).ends_on for row in held] == [None, before, clock.today()]


def test_languages_keep_the_order_the_organisation_gave_them(desk, edegem):
    edegem.languages = ["fr", "nl"]
    edegem.save()
    given = organisation_fields(edegem) | {"languages": ["nl", "es", "fr"]}
    given |= {"latitude": 51, "longitude": 4} | management("memberships")
    assert desk.post(address(Organisation, "change", edegem.pk), given).status_code == 302
    assert reload(edegem).languages == ["fr", "nl", "es"]


# --- Trajectories and milestones ------------------------------------------------------------------


@pytest.fixture
def start():
    return {"first_month": date(2027, 3, 1)}


def test_trajectory_starts_with_the_plan(desk, staff, twinning, programme, start):
    PlanItemFactory(programme=programme, month=6, targets=["11.6"])
    given = {"twinning": twinning.pk, "programme": programme.pk, **start}
    assert desk.post(address(Trajectory, "add"), given).status_code == 302
    milestone = Milestone.objects.get()
    assert (milestone.month, milestone.due_on) == (6, date(2027, 8, 31))
    assert [target.code for target in milestone.targets.all()] == ["11.6"]
    assert Event.objects.filter(verb=Verb.TRAJECTORY_STARTED, by=staff).count() == 1


def test_trajectory_that_cannot_start_comes_back_with_the_reason(desk, trajectory, start):
    programme = ProgrammeFactory(length=12)
    PlanItemFactory(programme=programme, month=13)
    given = {"twinning": trajectory.twinning_id, "programme": programme.pk, **start}
    response = desk.post(address(Trajectory, "add"), given)
    assert "programme" in response.context["adminform"].form.errors
    given["programme"], given["first_month"] = trajectory.programme_id, date(2027, 3, 2)
    response = desk.post(address(Trajectory, "add"), given)
    assert sorted(response.context["adminform"].form.non_field_errors()) == [
        "Give the first day of the month.",
        "This twinning takes part in this programme already.",
    ]


def milestone_row(number, **given):
    return {f"milestones-{number}-{name}": value for name, value in given.items()}


def test_trajectory_adds_and_changes_milestones_by_actions(desk, staff, trajectory, milestone):
    rows = milestone_row(0, id=milestone.pk, seen_version=milestone.version, month=30, duty="joint")
    rows |= milestone_row(0, title_nl="Straat open", target_codes="11.6")
    rows |= milestone_row(1, month=20, duty="flemish", title_nl="Nieuw", target_codes="4-A")
    given = {"state": "running", **management("milestones", 1, 2), **rows}
    response = desk.post(address(Trajectory, "change", trajectory.pk), given)
    assert response.status_code == 302, response.context["errors"]
    after, new = Milestone.objects.order_by("pk")
    assert (after.title_nl, after.title_es, after.month, after.duty) == (
        "Straat open",
        "",
        13,
        "partner",
    )
    assert (new.month, new.duty, new.title_nl) == (20, "flemish", "Nieuw")
    targets = [[target.code for target in row.targets.all()] for row in (after, new)]
    assert targets == [["11.6"], ["4.a"]]
    verbs = Event.objects.filter(trajectory=None, milestone__isnull=False).order_by("pk")
    assert list(verbs.values_list("verb", "by")) == [
        ("milestone_changed", staff.pk), ("milestone_added", staff.pk),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field", "error"),
    [
        ({"month": 37}, "month", "Month 37 lies outside this trajectory of 36 months."),
        ({"month": ""}, "month", "This field is required."),
        ({"title_nl": ""}, "__all__", "Give the milestone a title in one language at least."),
        ({"target_codes": "18.1"}, "target_codes", "There is no target 18.1."),
    ],
)
def test_milestone_that_cannot_be_added_comes_back_with_the_reason(
    desk, trajectory, given, field, error
):
    row = {"month": 20, "duty": "joint", "title_nl": "Nieuw"} | given
    given = {"state": "running", **management("milestones", 0, 1), **milestone_row(0, **row)}
    response = desk.post(address(Trajectory, "change", trajectory.pk), given)
    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.errors == [{field: [error]}]
    assert not Milestone.objects.exists()


def test_milestone_changes_its_words(desk, staff, milestone):
    given = {"title_nl": "Anders", "target_codes": "12.5", "seen_version": milestone.version}
    given |= management("reports") | management("replannings")
    assert desk.post(address(Milestone, "change", milestone.pk), given).status_code == 302
    after = reload(milestone)
    assert (after.title_nl, after.version, after.due_on) == ("Anders", 1, milestone.due_on)
    assert [target.code for target in after.targets.all()] == ["12.5"]
    assert Event.objects.get(verb=Verb.MILESTONE_CHANGED).by == staff


def test_milestone_that_somebody_else_saved_is_not_overwritten(desk, milestone):
    actions.change_milestone(milestone=milestone, by=UserFactory(), title_nl="Zij")
    given = {"title_nl": "Wij", "target_codes": "", "seen_version": milestone.version}
    given |= management("reports") | management("replannings")
    response = desk.post(address(Milestone, "change", milestone.pk), given)
    assert response.status_code == 200
    assert reload(milestone).title_nl == "Zij"


@pytest.mark.parametrize(("page", "prefix"), [("milestone", ""), ("trajectory", "milestones-0-")])
def test_what_an_action_refuses_comes_back_with_the_reason(desk, milestone, editor, page, prefix):
    milestone = actions.drop_milestone(milestone=milestone, by=editor, reason="money")
    given = {"state": "running", "seen_version": milestone.version, f"{prefix}title_nl": "Getypt"}
    given |= management("reports") | management("replannings") | management("milestones", 1, 1)
    given |= milestone_row(0, id=milestone.pk, seen_version=milestone.version)
    thing = {"milestone": milestone, "trajectory": milestone.trajectory}[page]
    response = desk.post(address(type(thing), "change", thing.pk), given)
    reason = "This milestone is closed: its words stay as they are."
    assert response.context["adminform"].form.non_field_errors() == [reason]
    assert 'value="Getypt"' in response.content.decode()
    assert reload(milestone).title_nl == milestone.title_nl


def test_plan_cannot_go_on_after_its_programme(desk, programme):
    titles = dict.fromkeys(columns("title"), "Later")
    given = {"programme": programme.pk, "month": 37, "duty": "joint", **titles}
    response = desk.post(address(PlanItem, "add"), given)
    assert "month" in response.context["adminform"].form.errors
    fields = {name: getattr(programme, name) for name in ("slug", "name_nl", "currency", "length")}
    row = {f"plan-0-{name}": value for name, value in given.items()}
    given = fields | {"first_month": programme.first_month, **management("plan", 0, 1), **row}
    url = reverse("admin:partnerships_programme_change", args=[programme.pk])
    response = desk.post(url, given)
    assert "month" in response.context["inline_admin_formsets"][0].formset.errors[0]


# --- Reports --------------------------------------------------------------------------------------


def approve(client, *reports):
    chosen = {"action": "approve_chosen", "_selected_action": [report.pk for report in reports]}
    return client.post(address(ProgressReport, "changelist"), chosen, follow=True)


def test_coordinating_staff_approve_reports_and_refusals_stop_nothing(
    coordinating, staff, trajectory, report, partner_editor
):
    duty = MilestoneFactory(trajectory=trajectory, duty=Duty.COORDINATION)
    own = submitted(duty, staff)
    other = submitted(MilestoneFactory(trajectory=trajectory), partner_editor)
    response = approve(coordinating, report, own, other)
    assert messages_of(response) == [
        ("error", f"{own}: You may not review this report."),
        ("success", "2 reports were approved."),
    ]
    assert [reload(row).state for row in (report, own, other)] == [
        "approved", "submitted", "approved",
    ]  # fmt: skip
    assert report.latest.reviewed_by == staff
    response = approve(coordinating, report)
    assert messages_of(response) == [
        ("error", f"{report}: Somebody decided on this report already.")
    ]


def test_staff_without_the_role_are_not_offered_to_approve(desk, report):
    page = desk.get(address(ProgressReport, "changelist"))
    assert "approve_chosen" not in page.content.decode()
    approve(desk, report)
    assert reload(report).state == "submitted"


def test_drafts_are_read_by_their_own_side_alone(desk, milestone, partner_editor):
    report = draft(milestone, partner_editor, link="https://press.example/draft")
    evidence = report.evidence.get()
    hidden = [
        address(ProgressReport, "change", report.pk),
        address(Evidence, "change", evidence.pk),
        address(Event, "change", Event.objects.get(verb=Verb.REPORT_DRAFTED).pk),
    ]
    assert [desk.get(url).status_code for url in hidden] == [302, 302, 302]
    guess = address(ProgressReport, "changelist") + "?what_happened__startswith=We"
    assert desk.get(guess).status_code == 400


def test_working_copy_is_not_shown(desk, report, coordinator, partner_editor):
    given = {"decision": "returned", "note": "When?"}
    actions.review_progress(report=report, by=coordinator, **given)
    report = reload(report)
    draft(report.milestone, partner_editor, version=report.version, what_happened="UNSENT")
    page = desk.get(address(ProgressReport, "change", report.pk)).content.decode()
    assert ("UNSENT" in page, "forty families" in page) == (False, True)


def test_staff_do_not_speak_for_a_side(desk, client, superuser, twinning):
    page = twinning.pages.first()
    url = address(Page, "change", page.pk)
    assert desk.post(url, {"text": "Ours", "is_sample": "on"}).status_code == 403
    client.force_login(superuser)
    assert client.post(url, {"text": "Ours", "is_sample": "on"}).status_code == 302
    assert (reload(page).text, reload(page).is_sample) == ("", True)

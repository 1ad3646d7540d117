"""Deeds at home, own goals and local targets."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import actions, policies
from partnerships.models import Comment, Deed, Event, Evidence, LocalTarget, OwnGoal, Verb
from partnerships.reciprocity import halves_of
from sdg.models import Target
from stedenband.versions import StaleVersion
from tests.factories import DeedFactory, TwinningFactory
from tests.pages import text_of, visit

NO_GOAL = "Write the code of the target that it serves, like 11.6, or choose your own goal."
GIVEN = {"title": "Compost in three quarters", "main_target": "12.5", "state": "planned"}
GIVEN |= {"language": "nl", "level": "people", "version": "0"}


@pytest.fixture
def deed(twinning):
    return DeedFactory(twinning=twinning, title="Repair Café", description="Every month.")


@pytest.fixture
def listed(twinning):
    twinning.is_listed = True
    twinning.save()
    return twinning


def url(name, *args):
    return reverse(f"partnerships:{name}", args=args)


def publish(twinning, side, by):
    actions.publish_page(page=twinning.pages.get(side=side), by=by)


# --- What is ever true ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"state": "stopped"}, "Say why it stopped."),
        ({"main_target": None}, "Choose the target or the own goal that it serves."),
        ({"side": "joint"}, "A deed belongs to one side."),
        (
            {"since": date(2026, 2, 1), "until": date(2026, 1, 1)},
            "It cannot end before it starts.",
        ),
    ],
)
def test_a_deed_that_cannot_be_says_why(twinning, fields, says):
    target = Target.objects.get(code="11.6")
    given = {"side": "flemish", "title": "x", "main_target": target, **fields}
    with pytest.raises(ValidationError) as refusal:
        Deed(twinning=twinning, **given).full_clean()
    assert refusal.value.messages == [says]


def test_own_goals_start_at_eighteen(twinning, coordinator):
    with pytest.raises(ValidationError) as refusal:
        actions.name_own_goal(twinning=twinning, by=coordinator, number=17, name_nl="x")
    assert "Numbers 1 to 17 are the official goals: start at 18." in refusal.value.messages


# --- Who sees, who may ----------------------------------------------------------------------------


def test_a_deed_is_public_with_its_sides_page(listed, deed, signatory):
    before = Deed.objects.public().exists()
    publish(listed, "flemish", signatory)
    assert [before, Deed.objects.public().exists()] == [False, True]


def test_the_other_sides_page_does_not_publish_it(listed, deed, partner_signatory):
    publish(listed, "partner", partner_signatory)
    assert not Deed.objects.visible_to(AnonymousUser()).exists()


def test_a_stranger_does_not_find_it(client, deed, stranger):
    client.force_login(stranger)
    assert client.get(url("deed-detail", deed.pk)).status_code == 404


def test_only_its_own_side_changes_it(deed, editor, partner_editor, coordinator, reader):
    may = policies.may_change_deed
    found = [may(one, deed.twinning, "flemish") for one in (editor, partner_editor, coordinator)]
    assert [*found, may(reader, deed.twinning, "flemish")] == [True, False, False, False]


# --- Deeds on deeds -------------------------------------------------------------------------------


def test_a_side_enters_a_deed_and_one_event_says_so(twinning, editor):
    main = Target.objects.get(code="12.5")
    given = {"side": "flemish", "title": "Compost", "main_target": main}
    deed = actions.add_deed(twinning=twinning, by=editor, link="https://x.example/", **given)
    event = Event.objects.filter(deed=deed).values_list("verb", "side", "new").get()
    assert (event, deed.evidence.count()) == ((Verb.DEED_ADDED, "flemish", "planned"), 1)


def test_the_second_editor_overwrites_nothing(deed, editor, signatory):
    actions.change_deed(deed=deed, by=editor, version=0, title="First")
    with pytest.raises(StaleVersion):
        actions.change_deed(deed=deed, by=signatory, version=0, title="Second")
    assert Deed.objects.get(pk=deed.pk).title == "First"


def test_evidence_of_a_deed_is_removed_by_its_own_side_alone(deed, editor, partner_editor):
    actions.change_deed(deed=deed, by=editor, link="https://x.example/")
    evidence = Evidence.objects.get()
    found = [policies.may_remove_evidence(one, evidence) for one in (editor, partner_editor)]
    actions.remove_evidence(evidence=evidence, by=editor)
    assert [*found, Evidence.objects.exists()] == [True, False, False]


def test_the_form_of_a_deed_leads_to_removing_its_evidence(deed, editor):
    actions.change_deed(deed=deed, by=editor, link="https://x.example/")
    page = visit(editor).get(url("deed-change", deed.pk)).content.decode()
    assert url("evidence-remove", Evidence.objects.get().pk) in page


@pytest.mark.parametrize("name", ["deed-add", "deed-change"])
def test_the_forms_of_a_deed_lead_to_the_codes_of_targets(twinning, deed, editor, name):
    about = twinning.slug if name == "deed-add" else deed.pk
    page = visit(editor).get(url(name, about)).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert f'href="{url("goal-list")}"' in main


def test_a_comment_on_a_deed_is_read_inside_the_twinning(deed, partner_editor, editor, stranger):
    actions.add_comment(deed=deed, by=partner_editor, language="es", text="¿Cómo empezaron?")
    read = [Comment.objects.visible_to(one).exists() for one in (editor, stranger)]
    assert read == [True, False]


# --- The two halves -------------------------------------------------------------------------------


def test_own_goals_stand_after_the_official_ones(twinning, deed):
    own = OwnGoal.objects.create(twinning=twinning, number=18, name_nl="Samenhang")
    DeedFactory(twinning=twinning, side="partner", main_target=None, own_goal=own)
    halves = halves_of([], ("flemish", "partner"), Deed.objects.order_by("-pk"))
    found = [(half.goal.number, half.is_own, half.empty_side) for half in halves]
    assert found == [(11, False, "partner"), (18, True, "flemish")]


def test_a_deed_serves_the_goals_of_its_side_targets_too(twinning, deed):
    deed.side_targets.set(["12.5", "11.a"])
    halves = halves_of([], ("flemish", "partner"), Deed.objects.all())
    assert [half.goal.number for half in halves] == [11, 12]


# --- Pages ----------------------------------------------------------------------------------------


def test_the_form_has_a_field_for_each_question(client, twinning, editor):
    client.force_login(editor)
    with_names = client.get("/en" + url("deed-add", twinning.slug)[3:]).content.decode()
    names = ["title", "main_target", "state", "reason", "objective_code", "action_code", "uploads"]
    assert [name for name in names if f'name="{name}"' not in with_names] == []


def test_the_partner_gives_a_plan_and_one_code(client, twinning, partner_editor):
    client.force_login(partner_editor)
    page = client.get(url("deed-add", twinning.slug)).content.decode()
    shown = [f'name="{name}"' in page for name in ("plan_name", "plan_code", "objective_code")]
    assert shown == [True, True, False]


def test_a_deed_is_entered_on_its_page(client, twinning, editor):
    client.force_login(editor)
    response = client.post(url("deed-add", twinning.slug), GIVEN)
    deed = Deed.objects.get()
    assert (response.status_code, deed.side, deed.main_target_id) == (302, "flemish", "12.5")


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"main_target": "99.9"}, "main_target", "There is no target 99.9."),
        ({"main_target": ""}, "main_target", NO_GOAL),
        ({"state": "stopped"}, "reason", "Say why it stopped."),
        (
            {"since": "31-02-2020"},
            "since",
            "This date does not exist. Do you mean 29-02-2020?",
        ),
    ],
)
def test_bad_input_comes_back_with_the_text(client, twinning, editor, changed, field, says):
    client.force_login(editor)
    response = client.post("/en" + url("deed-add", twinning.slug)[3:], GIVEN | changed)
    errors = response.context["form"].errors
    kept = "Compost in three quarters" in response.content.decode()
    assert (errors, kept, Deed.objects.exists()) == ({field: [says]}, True, False)


def test_a_stranger_s_own_goal_is_no_choice(client, twinning, other_twinning, editor):
    foreign = OwnGoal.objects.create(twinning=other_twinning, number=18, name_nl="Van anderen")
    client.force_login(editor)
    given = GIVEN | {"own_goal": foreign.pk}
    response = client.post(url("deed-add", twinning.slug), given)
    assert ("own_goal" in response.context["form"].errors, Deed.objects.exists()) == (True, False)


def test_a_local_target_lies_under_what_its_code_says(client, twinning, editor):
    OwnGoal.objects.create(twinning=twinning, number=18, name_nl="Samenhang")
    client.force_login(editor)
    for code in ("11.6.1", "18.1"):
        given = {"code": code, "label": "Minder restafval", "language": "nl"}
        client.post(url("local-target-add", twinning.slug), given)
    found = LocalTarget.objects.values_list("code", "target", "own_goal__number")
    assert list(found) == [("11.6.1", "11.6", None), ("18.1", None, 18)]


@pytest.mark.parametrize("code", ["².1", "١٨.1", ".1", "18"])
def test_what_is_no_code_of_a_local_target_comes_back(client, twinning, editor, code):
    OwnGoal.objects.create(twinning=twinning, number=18, name_nl="Samenhang")
    client.force_login(editor)
    given = {"code": code, "label": "Minder restafval", "language": "nl"}
    response = client.post(url("local-target-add", twinning.slug), given)
    assert response.context["form"].errors["code"] == [
        "Write a code like 11.6.1, or 18.1 under an own goal."
    ]


def test_the_reason_and_the_local_target_say_their_language(twinning, editor):
    local = {"code": "11.6.1", "label": "Menos basura", "language": "es"}
    target = LocalTarget.objects.create(
        twinning=twinning, target=Target.objects.get(code="11.6"), **local
    )
    given = {"state": "stopped", "reason": "Geen geld meer.", "language": "nl"}
    deed = DeedFactory(twinning=twinning, local_target=target, **given)
    page = text_of(visit(editor).get(url("deed-detail", deed.pk)))
    said = ['lang="nl">Geen geld meer.</p>', '<span lang="es">11.6.1 Menos basura</span>']
    assert [one for one in said if one not in page] == []


def test_a_deed_without_a_history_says_so(client, deed, editor):
    client.force_login(editor)
    assert "Nothing has happened yet." in client.get(url("deed-detail", deed.pk)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_reading_a_deed_costs_the_same_however_much_is_said(client, deed, editor, count):
    for number in range(count):
        actions.add_comment(deed=deed, by=editor, language="nl", text=f"Woord {number}")
        actions.change_deed(deed=deed, by=editor, link=f"https://x.example/{number}")
    client.force_login(editor)
    client.get(url("deed-detail", deed.pk))
    with CaptureQueriesContext(connection) as queries:
        client.get(url("deed-detail", deed.pk))
    assert len(queries) == 11


@pytest.mark.parametrize("count", [1, 3])
def test_the_goal_page_costs_the_same_with_more_deeds(client, twinning, editor, count):
    for number in range(count):
        DeedFactory(twinning=twinning, title=f"Deed {number}")
        DeedFactory(twinning=TwinningFactory(flemish=twinning.flemish), side="partner")
    client.force_login(editor)
    client.get(url("goal-detail", 11))
    with CaptureQueriesContext(connection) as queries:
        client.get(url("goal-detail", 11))
    assert len(queries) == 14

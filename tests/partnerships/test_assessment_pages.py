"""The pages of self-assessments: what is asked, what is sealed, and what stands side by side."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.differences import outlooks_of, starters_of
from partnerships.forms.assessment import AnswerForm, OpenForm
from partnerships.models import AnswerSheet, Assessment, Side, Statement, Trajectory
from stedenband import clock
from tests.factories import (
    ProgrammeFactory,
    TrajectoryFactory,
    answered,
    jotted,
    opened,
)
from tests.pages import text_of, url, visit, words_of

ORDER = (Side.FLEMISH, Side.PARTNER)
ALL = {f"degree_{one.value}": "largely" for one in Statement}


@pytest.fixture
def assessment(trajectory, coordinator):
    return opened(trajectory, coordinator)


def page(user, name, about, language="en"):
    return visit(user).get(url(name, getattr(about, "pk", about), language=language))


def send(user, assessment, **given):
    given = {"language": "nl", "version": "0", "once": uuid4()} | given
    return visit(user).post(url("assessment-answer", assessment.pk), given)


# --- The list, and one opened ---------------------------------------------------------------------


def test_the_list_says_how_far_each_is(trajectory, assessment, editor, partner_editor, coordinator):
    answered(assessment, partner_editor)
    earlier = opened(trajectory, coordinator, held_on=clock.today() - timedelta(days=60))
    words = words_of(page(editor, "assessment-list", "edegem-san-jeronimo"))
    assert ("waiting for Edegem" in words, "open" in words) == (True, True)
    assert [*Assessment.objects.all()] == [assessment, earlier]


def test_the_twinnings_page_leads_insiders_there(assessment, editor, stranger):
    link = url("assessment-list", "edegem-san-jeronimo")
    found = [
        link in text_of(page(user, "twinning-detail", "edegem-san-jeronimo"))
        for user in (editor, stranger, None)
    ]
    assert found == [True, False, False]


def test_opening_one_twice_opens_one(trajectory, editor):
    where, browser = url("assessment-open", "edegem-san-jeronimo"), visit(editor)
    given = {"title": "M14", "held_on": str(clock.today()), "once": uuid4()}
    answers = [browser.post(where, given) for _ in range(2)]
    assert [one.url for one in answers] == [url("assessment-list", "edegem-san-jeronimo")] * 2
    assert [(one.title, one.trajectory) for one in Assessment.objects.all()] == [
        ("M14", trajectory)
    ]


def test_a_second_on_one_date_comes_back_with_the_reason(assessment, editor):
    given = {"title": "M14", "held_on": str(clock.today())}
    response = visit(editor).post(url("assessment-open", "edegem-san-jeronimo"), given)
    errors = response.context["form"].non_field_errors()
    assert errors == ["There is a self-assessment of this date already."]


@pytest.mark.parametrize(("roads", "selects"), [(1, 0), (2, 1)])
def test_the_trajectory_is_asked_only_where_there_are_two(trajectory, editor, roads, selects):
    if roads == 2:
        TrajectoryFactory(twinning=trajectory.twinning, programme=ProgrammeFactory())
    form = OpenForm(trajectories=Trajectory.objects.all())
    html = text_of(page(editor, "assessment-open", "edegem-san-jeronimo"))
    assert (html.count("<select"), 'type="date"' in html) == (selects, True)
    assert form.fields["trajectory"].required is (roads == 2)


# --- The form -------------------------------------------------------------------------------------


def test_the_form_has_real_inputs(assessment, editor):
    html = text_of(page(editor, "assessment-answer", assessment))
    counts = {
        "radios": html.count('type="radio"'),
        "legends": html.count("<legend"),
        "remarks": html.count("<textarea"),
        "hand in": html.count('name="hand_in" value="1"'),
    }
    assert counts == {"radios": 50, "legends": 10, "remarks": 10, "hand in": 1}
    assert html.index("Save as a draft") < html.index("Hand in and seal")


def test_every_radio_has_a_label_and_a_name(assessment, editor):
    html = text_of(page(editor, "assessment-answer", assessment))
    ids = [f"id_degree_{one.value}_{n}" for one in Statement for n in range(5)]
    assert [one for one in ids if html.count(f'for="{one}"') != 1] == []
    assert [one for one in ids if html.count(f'id="{one}"') != 1] == []


def test_a_draft_is_kept_and_given_back(assessment, editor):
    response = send(editor, assessment, degree_3="a_little", remark_3="Slechts het centrum.")
    form = page(editor, "assessment-answer", assessment).context["form"]
    assert response.url == url("assessment-detail", assessment.pk)
    assert (form["degree_3"].value(), form["remark_3"].value(), form["version"].value()) == (
        "a_little",
        "Slechts het centrum.",
        1,
    )


def test_handing_in_half_keeps_nothing_and_gives_all_back(assessment, editor):
    some = {name: value for name, value in ALL.items() if name != "degree_7"}
    response = send(editor, assessment, hand_in="1", remark_2="Onbekend.", **some)
    form = response.context["form"]
    message = "Choose an answer, or say that you cannot say."
    assert ([*form.errors], form.errors["degree_7"]) == (["degree_7"], [message])
    assert (form["remark_2"].value(), AnswerSheet.objects.exists()) == ("Onbekend.", False)
    assert 'href="#div_id_degree_7"' in text_of(response)
    assert text_of(response).count('id="div_id_degree_7"') == 1


def test_handing_in_twice_hands_in_once(assessment, editor):
    token = uuid4()
    answers = [send(editor, assessment, hand_in="1", once=token, **ALL) for _ in range(2)]
    sheet = AnswerSheet.objects.get()
    assert {one.url for one in answers} == {url("assessment-detail", assessment.pk)}
    assert (sheet.is_sealed, sheet.version, sheet.answers.count()) == (True, 1, 10)


def test_whoever_saves_second_gets_both(assessment, editor, signatory):
    send(signatory, assessment, degree_1="fully", remark_1="Van de burgemeester.")
    response = send(editor, assessment, degree_1="a_little", remark_1="Van de ambtenaar.")
    form = response.context["form"]
    label = f"1. {Statement.TERRITORY.label}"
    expected = [(label, "Fully\nVan de burgemeester.", "A little\nVan de ambtenaar.")]
    assert (response.status_code, form.differences()) == (409, expected)
    again = send(editor, assessment, version=form["version"].value(), degree_1="a_little")
    assert (again.status_code, AnswerSheet.objects.get().version) == (302, 2)


def test_sealed_answers_are_not_asked_again(assessment, editor):
    answered(assessment, editor)
    assert page(editor, "assessment-answer", assessment).url == url(
        "assessment-detail", assessment.pk
    )
    late = send(editor, assessment, version="1", remark_1="Nog iets.")
    assert late.context["form"].non_field_errors() == [
        "Your answers were handed in already: they are sealed."
    ]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"degree_1": "perfectly"}, ["degree_1"]),
        ({"remark_1": "a\u202eb"}, ["remark_1"]),
        ({"remark_1": "x" * 1_001}, ["remark_1"]),
        ({"language": "xx"}, ["language"]),
    ],
)
def test_what_cannot_be_kept_is_refused(given, names):
    data = {"language": "nl", "version": "0"} | given
    form = AnswerForm(data, sheet=None, language="nl")
    assert [*form.errors] == names


# --- Sealed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [jotted, answered])
@pytest.mark.parametrize("role", ["editor", "reader", "coordinator", "facilitator"])
def test_no_page_shows_what_the_other_side_answered(
    request, assessment, partner_editor, role, write
):
    write(assessment, partner_editor)
    user, slug = request.getfixturevalue(role), "edegem-san-jeronimo"
    shown = [page(user, "assessment-detail", assessment), page(user, "assessment-list", slug)]
    shown += [page(user, name, slug) for name in ("twinning-detail", "twinning-history")]
    shown += [page(user, "assessment-answer", assessment)] if role == "editor" else []
    said = " ".join(text_of(one) for one in shown)
    assert ("of partner" in said, "Largely</strong>" in said, "draft answers" in said) == (
        False,
        False,
        False,
    )


def test_a_draft_of_the_other_side_does_not_show_at_all(assessment, editor, partner_editor):
    before = words_of(page(editor, "assessment-detail", assessment))
    jotted(assessment, partner_editor)
    assert words_of(page(editor, "assessment-detail", assessment)) == before


def test_own_answers_are_read_while_they_wait(assessment, editor, reader):
    answered(assessment, editor)
    for user in (editor, reader):
        words = words_of(page(user, "assessment-detail", assessment))
        assert ("Remark 10 of flemish" in words, "waiting for San Jerónimo" in words) == (
            True,
            True,
        )


@pytest.mark.parametrize("role", ["staff", "superuser"])
@pytest.mark.parametrize("name", ["assessment", "answersheet", "event"])
def test_the_admin_shows_no_sealed_answer(client, request, assessment, partner_editor, role, name):
    sheet = answered(assessment, partner_editor)
    client.force_login(request.getfixturevalue(role))
    row = {"answersheet": sheet.pk, "assessment": assessment.pk}.get(name)
    pages = [client.get(reverse(f"admin:partnerships_{name}_changelist"))]
    if row:
        where = reverse(f"admin:partnerships_{name}_change", args=[row])
        pages.append(client.get(where, follow=True))
    said = " ".join(text_of(one) for one in pages)
    assert ("of partner" in said, "argely" in said) == (False, False)
    found = admin.site._registry[AnswerSheet].get_queryset(RequestFactory().get("/"))
    assert not found.exists()


@pytest.mark.parametrize(
    "where", ["assessment_changelist", "answersheet_changelist", "event_changelist"]
)
@pytest.mark.parametrize(
    "asked",
    ["sheets__answers__degree=largely", "answers__degree=largely",
     "assessment__sheets__answers__degree=largely"],
)  # fmt: skip
def test_the_admin_finds_nothing_by_what_was_answered(
    client, superuser, assessment, partner_editor, where, asked
):
    answered(assessment, partner_editor)
    client.force_login(superuser)
    response = client.get(reverse(f"admin:partnerships_{where}") + f"?{asked}")
    assert response.status_code in (302, 400)


# --- Next to each other ---------------------------------------------------------------------------


@pytest.fixture
def both(assessment, editor, partner_editor):
    """Both answered: two steps apart on figures, one on learning, one cannot say on money."""
    answered(assessment, editor, money="cannot_say", data="fully")
    answered(assessment, partner_editor, data="a_little", peers="fully")
    return assessment


def test_the_difference_is_named_in_words(both, editor, coordinator):
    sheets = [*AnswerSheet.objects.all()]
    ours, theirs = (outlooks_of(both.twinning, sheets, ORDER, is_ours=own) for own in (True, False))
    said = "Edegem says “fully”, San Jerónimo “a little”."
    assert (ours[3].words, theirs[3].words) == (
        f"Here you see it differently: {said}",
        f"Here they see it differently: {said}",
    )
    assert ours[8].words == "San Jerónimo says “largely”, Edegem cannot say."
    assert ours[0].words == "Both say “largely”."


def test_the_widest_difference_starts_the_conversation(both):
    outlooks = outlooks_of(both.twinning, [*AnswerSheet.objects.all()], ORDER, is_ours=True)
    assert [one.statement for one in outlooks] == [*Statement]
    assert [one.statement for one in starters_of(outlooks)] == [Statement.DATA]


def test_where_nothing_lies_two_steps_apart_one_step_does(assessment, editor, partner_editor):
    answered(assessment, editor)
    answered(assessment, partner_editor, peers="fully", people="a_little")
    outlooks = outlooks_of(assessment.twinning, [*AnswerSheet.objects.all()], ORDER, is_ours=True)
    assert [one.statement for one in starters_of(outlooks)] == [Statement.PEERS, Statement.PEOPLE]


def test_where_both_see_the_same_nothing_is_made_up(assessment, editor, partner_editor):
    for by in (editor, partner_editor):
        answered(assessment, by, money="cannot_say")
    response = page(editor, "assessment-detail", assessment)
    outlooks = response.context["outlooks"]
    assert (response.context["starters"], outlooks[8].words) == ([], "Neither side can say.")
    assert "On no statement do both answers lie apart." in words_of(response)


@pytest.mark.parametrize(
    ("role", "first"),
    [("editor", "Edegem"), ("partner_editor", "San Jerónimo"), ("facilitator", "Edegem")],
)
def test_ones_own_side_comes_first(request, both, role, first):
    outlooks = page(request.getfixturevalue(role), "assessment-detail", both).context["outlooks"]
    assert {one.voices[0].name for one in outlooks} == {first}


def test_a_remark_is_marked_with_its_language(both, editor):
    html = text_of(page(editor, "assessment-detail", both, language="nl"))
    assert '<span class="said small" lang="es">Remark 4 of partner</span>' in html


def test_no_page_counts_or_ranks(both, editor):
    words = words_of(page(editor, "assessment-detail", both)).lower()
    assert [one for one in ("%", "score", "total", "average", "rank") if one in words] == []


# --- Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    trajectory, coordinator, editor, partner_editor, count
):
    for number in range(count):
        day = clock.today() - timedelta(days=number)
        one = opened(trajectory, coordinator, held_on=day)
        answered(one, editor)
        answered(one, partner_editor)
    browser, where = visit(editor), url("assessment-list", "edegem-san-jeronimo")
    browser.get(where)
    with CaptureQueriesContext(connection) as asked:
        browser.get(where)
    assert len(asked) == 8


@pytest.mark.parametrize("sides", [0, 1, 2])
def test_one_asks_little_however_far_it_is(assessment, editor, partner_editor, sides):
    for by in (editor, partner_editor)[:sides]:
        answered(assessment, by)
    browser, where = visit(editor), url("assessment-detail", assessment.pk)
    browser.get(where)
    with CaptureQueriesContext(connection) as asked:
        browser.get(where)
    assert len(asked) == {0: 6, 1: 7, 2: 7}[sides]

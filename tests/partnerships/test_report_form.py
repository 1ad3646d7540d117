"""A report form in a spreadsheet: downloaded, filled in without a connection, brought in."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from partnerships.models import Duty, Event, ProgressReport, Role, Verb
from tests.factories import MilestoneFactory, TrajectoryFactory, draft, member, submitted
from tests.pages import everything, text_of, url, visit, words_of
from tests.sheets import brought, filled_form, form_file


@pytest.fixture
def milestone(trajectory):
    return MilestoneFactory(trajectory=trajectory, duty=Duty.PARTNER, month=15)


def send(user, milestone, file, language="en"):
    return visit(user).post(url("progress-form", milestone.pk, language=language), {"filled": file})


def sheet(user, milestone, side="partner"):
    """The form as somebody downloads it: its cells by field."""
    response = visit(user).get(url("progress-sheet", milestone.pk, side))
    page = load_workbook(BytesIO(response.content)).worksheets[0]
    rows = page.iter_rows(max_col=3)
    return page, {name.value: (label.value, cell.value) for label, cell, name in rows if name.value}


def test_a_form_comes_in_as_a_draft_of_its_side(milestone, partner_editor):
    answers = {"what_happened": "Contamos\nlas abejas.", "happened_on": "31/03/2026"}
    response = send(partner_editor, milestone, filled_form(milestone, "partner", **answers))
    report = ProgressReport.objects.get()
    assert (response.url, report.state, report.rounds, report.reporter, report.language) == (
        url("progress-write", milestone.pk),
        "draft",
        0,
        "partner",
        "es",
    )
    assert (report.what_happened, str(report.happened_on)) == (
        "Contamos\nlas abejas.",
        "2026-03-31",
    )


def test_a_coordinator_brings_it_in_and_the_draft_is_the_sides(
    milestone, coordinator, partner_editor
):
    file = filled_form(milestone, "partner", what_happened="Hecho.")
    response = send(coordinator, milestone, file)
    report, event = ProgressReport.objects.get(), Event.objects.get(verb=Verb.REPORT_BROUGHT)
    seen = [
        ProgressReport.objects.visible_to(one).filter(pk=report.pk).exists()
        for one in (coordinator, partner_editor)
    ]
    assert (response.url, event.by, seen) == (
        milestone.get_absolute_url(),
        coordinator,
        [False, True],
    )


def test_a_coordinator_overwrites_no_draft_and_reads_none(milestone, coordinator, partner_editor):
    draft(milestone, partner_editor, what_happened="Un secreto.")
    blank = filled_form(milestone, "partner", what_happened="Otra cosa.")
    before = everything()
    response = send(coordinator, milestone, blank)
    _page, cells = sheet(coordinator, milestone)
    assert (
        response.status_code,
        "Un secreto." in text_of(response),
        cells["what_happened"][1],
    ) == (
        409,
        False,
        None,
    )
    assert ("only that side can bring" in words_of(response), everything() == before) == (
        True,
        True,
    )


def test_two_texts_stand_beside_each_other_and_none_is_lost(milestone, partner_editor):
    file = filled_form(milestone, "partner", what_happened="Nuevo.")
    draft(milestone, partner_editor, what_happened="Viejo.")
    response = send(partner_editor, milestone, file)
    said = text_of(response)
    kept = ProgressReport.objects.get().what_happened
    assert (response.status_code, "Viejo." in said, "Nuevo." in said, kept) == (
        409,
        True,
        True,
        "Viejo.",
    )


def test_what_the_draft_said_stands_in_the_form_and_the_same_form_twice_changes_nothing(
    milestone, partner_editor
):
    report = draft(milestone, partner_editor, what_happened="=1+1", language="es")
    page, cells = sheet(partner_editor, milestone)
    kinds = {cell.data_type for row in page.iter_rows() for cell in row}
    file = filled_form(milestone, "partner", report)
    before = everything()
    response = send(partner_editor, milestone, file)
    assert (cells["what_happened"], "f" in kinds) == (("¿Qué pasó?", "=1+1"), False)
    assert (response.status_code, everything()["ProgressReport"] == before["ProgressReport"]) == (
        302,
        True,
    )


def test_the_form_is_in_the_language_of_its_side(trajectory, coordinator):
    joint = MilestoneFactory(trajectory=trajectory, duty=Duty.JOINT, month=15, title_nl="Bijen")
    labels = [
        sheet(coordinator, joint, side)[1]["what_happened"][0] for side in ("flemish", "partner")
    ]
    assert labels == ["Wat is er gebeurd?", "¿Qué pasó?"]


@pytest.mark.parametrize(
    ("field", "typed", "cell"),
    [
        ("happened_on", "31/02/2026", "B9"),
        ("language", "Klingon", "B10"),
        ("what_happened", "=1+1", "B8"),
        ("summary", "x" * 1_001, "B13"),
        ("what_happened", "x" * 20_001, "B8"),
        ("we_learned", "a\u202eb", "B11"),
    ],
)
def test_mistakes_are_told_by_cell_and_nothing_comes_in(
    milestone, partner_editor, field, typed, cell
):
    file = filled_form(milestone, "partner", **{field: typed})
    before = everything()
    response = send(partner_editor, milestone, file, language="es")
    assert (response.status_code, f"{cell} ·" in words_of(response), everything() == before) == (
        200,
        True,
        True,
    )


def test_a_form_of_something_else_is_refused_with_the_reason(
    milestone, trajectory, partner_editor, coordinator, stranger
):
    other = MilestoneFactory(trajectory=trajectory, duty=Duty.PARTNER, month=16)
    elsewhere = MilestoneFactory(trajectory=TrajectoryFactory(), duty=Duty.PARTNER, month=16)
    joint = MilestoneFactory(trajectory=trajectory, duty=Duty.JOINT, month=16)
    wrong = [
        (milestone, filled_form(other, "partner"), "about another milestone"),
        (milestone, filled_form(elsewhere, "partner"), "of another twinning"),
        (joint, filled_form(joint, "flemish"), "is the other side's"),
        (milestone, filled_form(milestone, "partner", form="x"), "is no report form"),
        (milestone, form_file(b"a,b\r\n1,2\r\n", "x.csv"), "is no report form"),
        (milestone, form_file(b"PK\x03\x04\x00"), "cannot be read"),
    ]
    before = everything()
    said = [reason in words_of(send(partner_editor, one, file)) for one, file, reason in wrong]
    assert (said, everything() == before) == ([True] * len(wrong), True)


def test_what_was_handed_in_is_not_replaced(milestone, partner_editor):
    report = submitted(milestone, partner_editor)
    file = filled_form(milestone, "partner", report, what_happened="Otra cosa.")
    said = words_of(send(partner_editor, milestone, file))
    assert "was handed in already" in said


def test_a_side_that_does_not_report_has_no_form(milestone, coordinator):
    where = url("progress-sheet", milestone.pk, "flemish")
    assert visit(coordinator).get(where).status_code == 404


def test_the_page_is_linked_from_the_milestone_and_from_the_writing(milestone, partner_editor):
    where, browser = url("progress-form", milestone.pk), visit(partner_editor)
    pages = [milestone.get_absolute_url(), url("progress-write", milestone.pk)]
    assert [where in text_of(browser.get(page)) for page in pages] == [True, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_so_many_queries(trajectory, partner_editor, rows):
    for month in range(rows):
        one = MilestoneFactory(trajectory=trajectory, duty=Duty.PARTNER, month=15 + month)
        brought(one, partner_editor, "partner")
        member(trajectory.twinning.partner, Role.EDITOR)
    browser, found = visit(partner_editor), {}
    browser.get(url("progress-form", one.pk))
    for name, where in {
        "form": url("progress-form", one.pk),
        "sheet": url("progress-sheet", one.pk, "partner"),
    }.items():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(where).status_code == 200
        found[name] = len(queries)
    assert found == {"form": 5, "sheet": 5}

"""Generated reports: what goes into each kind, what is missing, what stays, and on which paper."""

import io
import shutil
import subprocess
from datetime import date, timedelta

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from pypdf import PdfReader

from partnerships import actions
from partnerships.exports.report import document_of, write_docx, write_pdf
from partnerships.models import Report
from partnerships.reports.document import from_json, to_json
from partnerships.reports.kinds import KINDS, compose
from stedenband import clock
from tests.continuity import funded, paid
from tests.factories import (
    DeedFactory,
    MilestoneFactory,
    agree,
    answered,
    approve,
    draft,
    jotted,
    learned,
    member,
    opened,
    reload,
    send_back,
    submitted,
    translated,
)
from tests.pages import furnished, text_of, url, visit, words_of
from tests.reports import YEAR, advised, asked, generated, lines_of, responded, yearly
from tests.sessions import planned, reported

LANGUAGES = ("nl", "es", "fr", "en")
EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]


@pytest.fixture
def world(trajectory, editor, partner_editor, coordinator):
    return furnished(trajectory, editor, partner_editor, coordinator)


def held(twinning, by):
    """A session of last week, with its minutes."""
    return reported(planned(twinning, by, days=-7), by)


# --- On paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_each_kind_is_a_tagged_pdf_in_each_language(kind, language, world):
    document = compose(asked(kind, language, world.twinning, world.session))
    catalog = PdfReader(io.BytesIO(write_pdf(document))).trailer["/Root"]
    reader = PdfReader(io.BytesIO(write_pdf(document)))
    assert (catalog["/MarkInfo"]["/Marked"], catalog["/Lang"], reader.metadata.title) == (
        True,
        language,
        f"{document.title} – {document.subtitle}",
    )


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_each_kind_is_a_document_to_go_on_with(kind, language, twinning):
    """Of an empty twinning: each section says that it is empty, and none is left out."""
    document = compose(asked(kind, language, twinning))
    paper = docx.Document(io.BytesIO(write_docx(document)))
    heads = [line.text for line in paper.paragraphs if line.style.name.startswith("Heading")]
    assert (heads, paper.core_properties.language, len(write_pdf(document)) > 1_000) == (
        [one.heading.text for one in document.sections],
        language,
        True,
    )


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not there")
def test_qpdf_finds_nothing_wrong_with_a_pdf(world, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(write_pdf(yearly(world.twinning)))
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("kind", ["one_pager", "annex"])
def test_what_is_for_one_side_fits_on_one_page_however_much_there_is(
    kind, twinning, trajectory, editor, partner_editor
):
    for n in range(20):
        DeedFactory(twinning=twinning, side="partner", title=f"Deed {n} " + "x y" * 60)
        month = MilestoneFactory(trajectory=trajectory, month=n + 1, targets=["11.6"])
        submitted(month, partner_editor, changed_at_home="Much. " * 300)
        learned(twinning, editor, title="Long " * 30, direction="partner")
        funded(twinning, partner_editor, name="Somebody who pays " * 8)
    pdf = write_pdf(compose(asked(kind, "es", twinning)))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_what_somebody_types_is_never_markup(twinning, milestone, partner_editor):
    typed = '#sys.inputs <b>$x$</b> = Head \\ "end" *bold* @ref //no'
    submitted(milestone, partner_editor, what_happened=typed)
    pages = PdfReader(io.BytesIO(write_pdf(yearly(twinning)))).pages
    assert typed in " ".join("".join(page.extract_text() for page in pages).split())


def test_a_text_says_its_language_on_paper(twinning, milestone, partner_editor):
    submitted(milestone, partner_editor, what_happened="Abrimos la calle.")
    paper = docx.Document(io.BytesIO(write_docx(yearly(twinning, language="nl"))))
    runs = [run for line in paper.paragraphs for run in line.runs if "Abrimos" in run.text]
    assert [run._r.rPr.xpath("w:lang/@w:val") for run in runs] == [["es"]]


def test_a_header_row_is_repeated_on_each_page(world):
    paper = docx.Document(io.BytesIO(write_docx(yearly(world.twinning))))
    rows = [table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in paper.tables]
    assert (len(rows) > 3, all(rows)) == (True, True)


def test_a_document_comes_back_from_its_json_as_it_was(world):
    for kind in KINDS:
        document = compose(asked(kind, "fr", world.twinning, world.session))
        assert from_json(to_json(document)) == document


# --- What goes in -------------------------------------------------------------------------------


def test_each_report_says_where_it_came_from(
    twinning, milestone, partner_editor, editor, coordinator
):
    report = submitted(milestone, partner_editor)
    approve(report, coordinator)
    agree(report, member(twinning.flemish, "signatory"))
    found = [one for one in yearly(twinning).sections if one.key == f"report-{report.pk}"]
    today = date_format(clock.today())
    assert [one.source for one in found] == [
        f"From the report of San Jerónimo on milestone M13, handed in on {today}; "
        f"approved on {today}; confirmed by Edegem; "
        "written in Spanish; there is no checked translation."
    ]


@pytest.mark.parametrize("is_checked", [True, False])
def test_a_text_stands_in_the_language_of_the_report_once_its_translation_is_checked(
    is_checked, twinning, milestone, partner_editor, editor
):
    report = submitted(milestone, partner_editor, what_happened="Abrimos la calle.")
    made = translated(report, editor, language="nl", what_happened="We openden de straat.")
    if is_checked:
        actions.check_translation(translation=made, by=partner_editor, version=made.version)
    said = lines_of(yearly(twinning, language="nl"))
    assert ("We openden de straat." in said, "Abrimos la calle." in said) == (
        is_checked,
        not is_checked,
    )


def test_what_is_missing_is_named_with_the_place_to_write_it(twinning, milestone):
    document = yearly(twinning)
    gaps = {one.text: one.address for one in document.gaps}
    assert gaps["No report was handed in on M13, Sorteerstraat geopend."] == (
        milestone.get_absolute_url()
    )
    assert {"Money", "Lessons", "Promises"} <= set(gaps)


def test_nothing_that_one_side_keeps_to_itself_is_in_any_kind(
    trajectory, milestone, editor, partner_editor, coordinator
):
    twinning, ours = trajectory.twinning, {"trajectory": trajectory, "duty": "flemish"}
    draft(MilestoneFactory(month=12, **ours), editor, what_happened="kanarie draft")
    returned = submitted(milestone, partner_editor, what_happened="kanarie returned")
    send_back(returned, coordinator, note="kanarie note")
    learned(twinning, editor, title="kanarie lesson", visibility="side")
    sealed = opened(trajectory, coordinator)
    jotted(sealed, editor, answers={4: ("", "kanarie jotted")})
    answered(opened(trajectory, coordinator, held_on=clock.today() - YEAR), partner_editor)
    session = held(twinning, editor)
    said = {kind: lines_of(compose(asked(kind, "en", twinning, session))) for kind in KINDS}
    assert {kind: "kanarie" in text or "Remark" in text for kind, text in said.items()} == (
        dict.fromkeys(KINDS, False)
    )


def test_a_review_puts_both_sides_and_their_answers_side_by_side(
    trajectory, editor, partner_editor, coordinator
):
    assessment = opened(trajectory, coordinator)
    answered(assessment, editor, data="fully")
    answered(assessment, partner_editor, data="not_at_all")
    row = advised(trajectory.twinning, editor, text="Meet twice a year.")
    responded(row, "flemish", editor)
    sections = compose(asked("midterm", "en", trajectory.twinning)).sections
    views = next(one for one in sections if one.key == "views")
    advice = next(one for one in sections if one.key == f"advice-{row.pk}")
    fourth = [line for line in views.lines if line.startswith("We have figures")]
    assert fourth[0].endswith("| fully | not at all")
    assert advice.lines[-1] == "San Jerónimo has not answered this recommendation."
    assert "Edegem, on" in advice.lines[1]


def test_what_was_paid_in_the_period_stands_with_its_funding(twinning, editor):
    funding = funded(twinning, editor, name="Own means")
    paid(funding, editor)
    paid(funding, editor, paid_on=clock.today() - 2 * YEAR)
    money = next(one for one in yearly(twinning).sections if one.key == "money")
    assert money.lines[0].endswith("| 1,000 EUR | 10 EUR")


def test_made_up_things_say_so(world, twinning, editor):
    said = words_of(page_of(world.kept, editor))
    is_told = "Voorbeeld: een deel van wat hier staat, is verzonnen" in said
    assert (yearly(twinning).is_sample, world.kept.is_sample, is_told) == (True, True, True)


# --- What is kept -------------------------------------------------------------------------------


def page_of(report, user):
    return visit(user).get(url("report-detail", report.pk))


def test_a_report_stays_as_it_was(twinning, milestone, editor, partner_editor):
    report = generated(editor, twinning=twinning)
    before = document_of(reload(report))
    submitted(milestone, partner_editor)
    learned(twinning, editor)
    assert (document_of(reload(report)), yearly(twinning) == before) == (before, False)


def test_a_report_says_what_changed_since_the_previous_one(
    twinning, milestone, editor, partner_editor
):
    with clock.at(clock.now() - timedelta(days=1)):
        generated(editor, twinning=twinning)
    submitted(milestone, partner_editor, what_happened="Abrimos la calle.")
    report = generated(editor, twinning=twinning)
    changes = visit(editor).get(url("report-compare", report.pk)).context["changes"]
    states = {one.heading.text: one.state for one in changes}
    assert states["M13 Sorteerstraat geopend – San Jerónimo"] == "new"
    assert states["Geld"] == "same"


def test_without_a_previous_one_there_is_nothing_to_compare(twinning, editor):
    report = generated(editor, twinning=twinning)
    said = words_of(visit(editor).get(url("report-compare", report.pk)))
    assert "There is no earlier report of this kind, in this language." in said


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "annex"}, "Say for which municipality it is."),
        ({"kind": "mission"}, "Choose the session that it reports on."),
        (
            {"first": date(2026, 5, 1), "last": date(2026, 4, 1)},
            "The period ends before it starts.",
        ),
    ],
)
def test_a_report_that_cannot_be_says_why(given, says, twinning, editor):
    with pytest.raises(ValidationError) as refusal:
        generated(editor, twinning=twinning, **given)
    assert (refusal.value.messages, Report.objects.count()) == ([says], 0)


# --- The pages ----------------------------------------------------------------------------------


def test_what_will_be_empty_is_said_before_anything_is_kept(twinning, milestone, editor):
    said = words_of(visit(editor).get(url("report-generate", twinning.slug)))
    assert "No report was handed in on M13" in said
    assert Report.objects.count() == 0


def test_a_report_is_written_in_the_language_that_was_chosen(twinning, editor):
    given = {"kind": "yearly", "language": "es", "first": "2026-01-01", "last": "2026-03-31"}
    visit(editor).post(url("report-generate", twinning.slug, language="fr"), given)
    report = Report.objects.get()
    assert (report.language, document_of(report).title) == ("es", "Informe anual")


def test_the_annex_is_proposed_in_the_language_of_its_municipality(twinning, partner_editor):
    page = visit(partner_editor).get(url("report-generate", twinning.slug) + "?kind=annex")
    wanted = page.context["wanted"].asked()
    assert (wanted.language, wanted.side) == ("es", "partner")


def test_a_period_that_ends_too_early_says_so_on_its_field(twinning, editor):
    days = {"first": "2026-03-31", "last": "2026-01-01"}
    answer = visit(editor).get(url("report-generate", twinning.slug), days)
    errors = answer.context["wanted"].errors
    assert errors == {"last": ["The period ends before it starts."]}


def test_without_a_session_there_is_none_to_report_on(twinning, editor):
    where, says = url("report-generate", twinning.slug) + "?kind=mission", "No session was held yet"
    before = words_of(visit(editor).get(where))
    held(twinning, editor)
    after = words_of(visit(editor).get(where))
    assert (says in before, says in after) == (True, False)


@pytest.mark.parametrize(
    "given", [{"first": "31-02-2026"}, {"kind": "weekly"}, {"language": "qu"}, {"session": "x"}]
)
def test_what_cannot_be_generates_nothing(given, twinning, editor):
    days = {"first": "2026-01-01", "last": "2026-03-31"}
    typed = {"kind": "yearly", "language": "es"} | days | given
    answer = visit(editor).post(url("report-generate", twinning.slug), typed)
    assert (answer.status_code, Report.objects.count()) == (200, 0)


@pytest.mark.parametrize(("ending", "starts"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_a_report_is_taken_out(ending, starts, twinning, editor):
    report = generated(editor, twinning=twinning)
    answer = visit(editor).get(url("report-download", report.pk, ending))
    name = f"yearly-edegem-san-jeronimo-{clock.today()}-nl.{ending}"
    assert (answer.content.startswith(starts), name in answer.headers["Content-Disposition"]) == (
        True,
        True,
    )


def test_a_programme_reports_on_each_of_its_twinnings(
    trajectory, other_trajectory, coordinator, editor
):
    report = generated(coordinator, programme=trajectory.programme)
    groups = [one.heading.text for one in document_of(report).sections if one.level == 1]
    assert groups == ["Edegem – San Jerónimo", "Herent – Nimlaha'kok"]
    assert page_of(report, editor).status_code == 404


def test_a_text_of_another_language_is_marked_on_screen(
    twinning, milestone, editor, partner_editor
):
    submitted(milestone, partner_editor, what_happened="Abrimos la calle.")
    page = text_of(page_of(generated(editor, twinning=twinning), editor))
    assert '<p class="said" lang="es">Abrimos la calle.</p>' in page


# --- How many queries ---------------------------------------------------------------------------

QUERIES = {"report-list": 46, "report-generate": 42, "report-detail": 5, "recommendation-list": 7}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_takes_so_many_queries_however_much_it_shows(
    name, rows, trajectory, editor, partner_editor, coordinator
):
    twinning = trajectory.twinning
    for n in range(rows):
        road = {"trajectory": trajectory, "targets": ["11.6"]}
        approve(submitted(MilestoneFactory(month=n + 5, **road), partner_editor), coordinator)
        learned(twinning, editor)
        DeedFactory(twinning=twinning, title=f"Deed {n}")
        paid(funded(twinning, editor), editor)
        responded(advised(twinning, editor), "flemish", editor)
        held(twinning, editor)
        report = generated(editor, twinning=twinning)
    where = url(name, report.pk if name == "report-detail" else twinning.slug)
    browser = visit(editor)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    assert len(queries) == QUERIES[name]

"""The plan table: what a spreadsheet says of a side's deeds, and what it would change."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships import actions
from partnerships.exports.deed import FLEMISH_DEEDS, PARTNER_DEEDS
from partnerships.imports.plan import PlanRow, as_lists, compare, read_plan
from partnerships.models import Deed, Event
from sdg.models import Target
from stedenband.spreadsheets import Line, read_table, write_csv, write_xlsx
from tests.factories import DeedFactory
from tests.pages import everything

HEAD = ["BD code", "AP code", "Action code", "Title", "Main target", "Side targets"]


def table(*rows, head=HEAD):
    return [Line(number, list(cells)) for number, cells in enumerate([head, *rows], start=1)]


def read(*rows, head=HEAD, side="flemish"):
    return read_plan(table(*rows, head=head), side)


def wrong(*rows, head=HEAD, side="flemish"):
    return [(one.line, one.column, one.message) for one in read(*rows, head=head, side=side).errors]


def deed(twinning, **given):
    return DeedFactory(twinning=twinning, **given)


@pytest.fixture
def take_over(twinning, editor):
    """Do what a table says, as the view would."""

    def do(*rows, head=HEAD):
        read_rows = read(*rows, head=head).rows
        seen = compare(twinning, "flemish", read_rows).digest
        given = {"side": "flemish", "by": editor, "language": "nl", "seen": seen}
        actions.take_over_plan(twinning=twinning, rows=read_rows, **given)

    return do


def counts(found):
    return len(found.added), len(found.changed), found.unchanged, len(found.left_out)


# --- Reading ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        ["BD-code", "AP-code", "Actiecode", "Titel", "Hoofdtarget", "Neventargets"],
        ["  bd ", "AP", "ACTIE", "TITLE", "sdg", "side targets"],
    ],
)
def test_columns_are_known_by_many_names(head):
    [row] = read(["1", "1.2", "1.2.3", "Compost", "12.5", "11.6; 13.2"], head=head).rows
    assert row == PlanRow(2, None, "1", "1.2", "1.2.3", "", "Compost", "12.5", ("11.6", "13.2"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (["1.1", "1", "1", "A", 8.1, ""], "E", "8.1 or 8.10? Make the column text"),
        ([1.5, "1", "1", "A", "11.6", ""], "A", "made a number of this code"),
        (["1", "1", "1", "A" * 201, "11.6", ""], "D", "At most 200 characters fit here."),
        (["1", "1", "x" * 41, "A", "11.6", ""], "C", "At most 40 characters fit here."),
        (["1", "1", "1", "A", "18.1", ""], "E", "There is no target 18.1."),
        (["1", "1", "1", "A", "fish", ""], "E", "“fish” is no target"),
        (["1", "1", "1", "A", "11.6", "11.6, 99.9"], "F", "There is no target 99.9."),
        (["1", "1", "1", "A\x00", "11.6", ""], "D", "invisible control characters"),
        (["1", "1", "1", "A\u202eB", "11.6", ""], "D", "invisible control characters"),
    ],
)
def test_each_mistake_is_told_with_its_row_and_column(cells, column, message):
    [(line, where, said)] = wrong(["1", "1", "1", "Good", "11.6", ""], cells)
    assert (line, where, message in said) == (3, column, True)


@pytest.mark.django_db
def test_a_number_that_can_only_be_one_target_is_taken():
    [row] = read([1, 2.0, "3", "Compost", 11.6, 12.5]).rows
    assert (row.objective_code, row.plan_code, row.main_target, row.side_targets) == (
        "1",
        "2",
        "11.6",
        ("12.5",),
    )


@pytest.mark.django_db
def test_a_formula_is_refused():
    lines = table(["1", "1", "1", "=1+1", "11.6", ""])
    lines[1].formulas.add(3)
    [error] = read_plan(lines, "flemish").errors
    assert (error.head, error.message) == ("Title", "This is a formula: paste its value instead.")


@pytest.mark.django_db
def test_a_table_without_titles_is_refused_and_other_columns_are_told():
    with pytest.raises(ValidationError, match="no column “Title”"):
        read(head=["BD code", "Euro"])
    table = read(head=["Euro", "Title", "title"])
    assert (table.unknown, [(one.column, one.head) for one in table.errors]) == (
        ["Euro"],
        [("C", "title")],
    )


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cells=st.lists(
        st.one_of(
            st.none(), st.text(max_size=50), st.floats(), st.integers(), st.dates(), st.booleans()
        ),
        max_size=8,
    )
)
def test_whatever_a_row_holds_it_is_read_or_told(cells):
    found = read(cells)
    assert (len(found.rows) + bool(found.errors), {one.line for one in found.errors} <= {2}) == (
        1,
        True,
    )


# --- Comparing ----------------------------------------------------------------------------------


def test_a_row_is_known_by_number_then_codes_then_title(twinning):
    one = deed(twinning, title="One", action_code="1.1.1")
    two = deed(twinning, title="Two", action_code="1.1.1")
    three = deed(twinning, title="Trois étés")
    four = deed(twinning, title="Four", action_code="4")
    rows = [
        PlanRow(2, two.pk, title="Anders"),
        PlanRow(3, action_code="1.1.1", title="ONE"),
        PlanRow(4, title="trois etes", main_target="13.2"),
        PlanRow(5, action_code="4", title="Vier"),
    ]
    found = compare(twinning, "flemish", rows)
    assert [(c.deed.pk, c.fields) for c in found.changed] == [
        (two.pk, {"title": "Anders"}),
        (one.pk, {"title": "ONE"}),
        (three.pk, {"title": "trois etes", "main_target": "13.2"}),
        (four.pk, {"title": "Vier"}),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([PlanRow(2, 999_999, title="A")], "is no deed of yours"),
        ([PlanRow(2, title="Twice")], "Several of your deeds are called so"),
        ([PlanRow(2, title="New", main_target="1.1"), PlanRow(3, title="new")], "row 2"),
        ([PlanRow(2, action_code="9", main_target="1.1")], "A new deed needs a title."),
    ],
)
def test_what_cannot_be_told_apart_is_a_mistake(rows, message, twinning):
    deed(twinning, title="Twice")
    deed(twinning, title="Twice")
    [error] = compare(twinning, "flemish", rows).errors
    assert message in error.message


def test_the_other_sides_deeds_are_nobodys_row(twinning):
    theirs = deed(twinning, side="partner", title="Compost")
    [error] = compare(twinning, "flemish", [PlanRow(2, theirs.pk, title="x")]).errors
    found = compare(twinning, "flemish", [PlanRow(2, title="Compost", main_target="11.6")])
    assert ("is no deed of yours" in error.message, counts(found)) == (True, (1, 0, 0, 0))


def test_a_row_without_a_target_that_is_no_deed_is_left_out(twinning):
    assert counts(compare(twinning, "flemish", [PlanRow(2, title="Roads")])) == (0, 0, 0, 1)


def test_an_empty_cell_changes_nothing(twinning):
    one = deed(twinning, title="Compost", action_code="1", objective_code="2")
    one.side_targets.set(Target.objects.filter(code="13.2"))
    assert counts(compare(twinning, "flemish", [PlanRow(2, title="Compost")])) == (0, 0, 1, 0)


# --- Taking over --------------------------------------------------------------------------------


def test_a_table_makes_and_changes_deeds_and_twice_changes_nothing(twinning, take_over):
    old = deed(twinning, title="Compost")
    rows = [
        ["1", "1.2", "1.2.3", "Compost", "12.5", "11.6"],
        ["1", "1.2", "1.2.4", "Bees", "15.5", ""],
        ["1", "1.3", "1.3.1", "Roads", "", ""],
    ]
    take_over(*rows)
    old.refresh_from_db()
    new = Deed.objects.get(title="Bees")
    again = compare(twinning, "flemish", read(*rows).rows)
    codes = [one.code for one in old.side_targets.all()]
    assert (old.action_code, old.main_target_id, codes, new.language, counts(again)) == (
        "1.2.3",
        "12.5",
        ["11.6"],
        "nl",
        (0, 0, 2, 1),
    )


def test_it_writes_a_line_for_the_table_and_one_for_each_deed(twinning, take_over):
    deed(twinning, title="Compost")
    take_over(["1", "", "", "Compost", "", ""], ["1", "", "", "Bees", "15.5", ""])
    lines = (
        Event.objects.exclude(verb="twinning_founded")
        .order_by("pk")
        .values_list("verb", "old", "new")
    )
    assert list(lines) == [
        ("deed_added", "", "planned"),
        ("deed_changed", "", ""),
        ("plan_taken_over", "1", "1"),
    ]


def test_the_other_side_gets_one_mail_for_all(twinning, take_over, partner_editor, mailoutbox):
    take_over(["1", "", "1", "Bees", "15.5", ""], ["1", "", "2", "Birds", "15.5", ""])
    assert [(mail.to, "2 " in mail.body) for mail in mailoutbox] == [([partner_editor.email], True)]


def test_all_or_nothing(twinning, editor):
    rows = [PlanRow(2, title="A", main_target="1.1"), PlanRow(3, title="\0", main_target="1.1")]
    before = everything()
    seen = compare(twinning, "flemish", rows).digest
    given = {"side": "flemish", "by": editor, "language": "nl", "rows": rows, "seen": seen}
    with pytest.raises(ValidationError):
        actions.take_over_plan(twinning=twinning, **given)
    assert everything() == before


def test_deeds_that_changed_meanwhile_are_looked_at_again(twinning, editor):
    one = deed(twinning, title="Compost")
    rows = [PlanRow(2, one.pk, title="Composting")]
    seen = compare(twinning, "flemish", rows).digest
    actions.change_deed(deed=one, by=editor, title="Composting")
    given = {"side": "flemish", "by": editor, "language": "nl", "rows": rows, "seen": seen}
    with pytest.raises(ValidationError, match="changed meanwhile"):
        actions.take_over_plan(twinning=twinning, **given)


def test_a_table_that_changes_nothing_is_not_taken_over(twinning, take_over):
    deed(twinning, title="Compost")
    with pytest.raises(ValidationError, match="changes nothing"):
        take_over(["", "", "", "Compost", "", ""])


# --- Out, and in again --------------------------------------------------------------------------

plain = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30)


def plan_sheet(twinning, side, user):
    """A side's deeds as somebody takes them out."""
    table = FLEMISH_DEEDS if side == "flemish" else PARTNER_DEEDS
    return table.sheet(user, twinning)


code = st.text(st.sampled_from("0123456789.-=+@ABab"), max_size=12)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
@pytest.mark.parametrize("side", ["flemish", "partner"])
@pytest.mark.parametrize("write", [lambda one: write_xlsx([one]), write_csv], ids=["xlsx", "csv"])
def test_what_goes_out_comes_in_unchanged(twinning, coordinator, side, write, data):
    Deed.objects.all().delete()
    codes = list(Target.objects.values_list("code", flat=True))
    for _ in range(data.draw(st.integers(1, 4))):
        given = {name: data.draw(code) for name in ("objective_code", "plan_code", "action_code")}
        main = Target.objects.get(code=data.draw(st.sampled_from(codes)))
        one = deed(twinning, side=side, title=data.draw(plain), main_target=main, **given)
        one.side_targets.set(data.draw(st.lists(st.sampled_from(codes), max_size=3)))
    content = write(plan_sheet(twinning, side, coordinator))
    found = read_plan(read_table(SimpleUploadedFile("plan.xlsx", content)), side)
    compared = compare(twinning, side, found.rows)
    assert (found.errors, compared.errors, counts(compared)) == (
        [],
        [],
        (0, 0, Deed.objects.count(), 0),
    )


def test_rows_survive_being_packed():
    rows = [PlanRow(2, 7, "a", "b", "c", "", "t", "1.1", ("2.1",)), PlanRow(3)]
    assert [PlanRow.from_list(one) for one in as_lists(rows)] == rows


@pytest.mark.parametrize("number", [1, 30])
def test_comparing_takes_three_queries_however_long_the_table(twinning, number):
    deeds = [deed(twinning, title=f"Deed {n}") for n in range(number)]
    rows = [PlanRow(n, one.pk, title="New") for n, one in enumerate(deeds)]
    with CaptureQueriesContext(connection) as queries:
        compare(twinning, "flemish", rows)
    assert len(queries) == 2


def test_the_table_holds_no_own_goal(twinning, editor):
    goal = actions.name_own_goal(twinning=twinning, by=editor, number=18, name_nl="Samenhang")
    deed(twinning, title="Talk", main_target=None, own_goal=goal)
    sheet = plan_sheet(twinning, "flemish", editor)
    row = next(iter(sheet.rows))
    world = SimpleNamespace(head=list(sheet.head), row=[str(cell) for cell in row])
    assert (len(world.head), world.row[3:6], any(one == "18" for one in world.row[:6])) == (
        7,
        ["Talk", "", ""],
        False,
    )

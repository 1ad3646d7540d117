"""Unwritten rules: each side keeps its own, for both sides or for itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnerships import actions
from partnerships.models import Custom, Event, Side
from partnerships.search import search
from stedenband.versions import StaleVersion
from tests.factories import translated
from tests.handing import customs_written
from tests.pages import text_of, url, visit

WORDS = "Never plan anything in **Carnival** week."


@pytest.mark.parametrize(
    ("role", "both", "alone"),
    [
        ("editor", True, True),
        ("reader", True, True),
        ("partner_editor", True, False),
        ("coordinator", True, False),
        ("facilitator", True, False),
        ("stranger", False, False),
        ("former", False, False),
        ("staff", False, False),
        ("superuser", False, False),
        ("nobody", False, False),
    ],
)
def test_who_reads_the_rules_of_a_side(request, twinning, editor, role, both, alone):
    user = request.getfixturevalue(role)
    found = []
    for visibility in ("twinning", "side"):
        customs_written(twinning, editor, visibility=visibility)
        seen = Custom.objects.visible_to(user).exists()
        told = Event.objects.visible_to(user).filter(custom__isnull=False).exists()
        assert seen == told
        found.append(seen)
    assert found == [both, alone]


@pytest.mark.parametrize("visibility", ["twinnings", "public"])
def test_they_are_never_opened_to_others(twinning, editor, visibility):
    with pytest.raises(ValidationError):
        customs_written(twinning, editor, visibility=visibility)
    custom = customs_written(twinning, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Custom.objects.filter(pk=custom.pk).update(visibility=visibility)


def test_both_sides_together_keep_none(twinning, editor):
    with pytest.raises(ValidationError) as refusal:
        actions.write_customs(twinning=twinning, side=Side.JOINT, by=editor, text=WORDS)
    assert "Each side keeps its own unwritten rules." in refusal.value.messages


def test_written_anew_they_stay_one_row_and_keep_what_they_said(twinning, editor, signatory):
    customs_written(twinning, editor)
    custom = customs_written(twinning, signatory, text="Ring.", version=1)
    assert (Custom.objects.count(), custom.version, custom.updated_by) == (1, 2, signatory)
    assert [one.text for one in custom.history.all()] == ["Ring.", WORDS]


def test_who_saves_second_is_told(twinning, editor, signatory):
    customs_written(twinning, editor)
    with pytest.raises(StaleVersion):
        customs_written(twinning, signatory, text="Ring.", version=0)
    assert Custom.objects.get().text == WORDS


def test_the_page_shows_both_sides_and_each_its_own_button(twinning, editor, partner_editor):
    customs_written(twinning, editor)
    said = text_of(visit(partner_editor).get(url("custom-list", twinning.slug)))
    assert "<strong>Carnival</strong>" in said
    assert said.count(url("custom-write", twinning.slug)) == 1


@pytest.mark.parametrize(("visibility", "found"), [("twinning", True), ("side", False)])
def test_search_finds_them_for_who_may_read_them(
    twinning, editor, partner_editor, stranger, visibility, found
):
    customs_written(twinning, editor, visibility=visibility)
    kinds = {who: [hit.kind for hit in search(who, "carnival")] for who in (editor, stranger)}
    assert kinds == {editor: ["custom"], stranger: []}
    assert bool(search(partner_editor, "carnival")) is found


def test_a_translation_of_what_a_side_keeps_to_itself_is_checked_at_home(
    twinning, editor, signatory, partner_editor, mailoutbox
):
    custom = customs_written(twinning, editor, visibility="side")
    translated(custom, editor, "es")
    assert [mail.to for mail in mailoutbox] == [[signatory.email]]


def test_a_page_takes_as_many_queries_for_both_sides_as_for_one(
    twinning, editor, partner_editor, django_assert_num_queries
):
    customs_written(twinning, editor)
    customs_written(twinning, partner_editor)
    browser, where = visit(editor), url("custom-list", twinning.slug)
    browser.get(where)
    with django_assert_num_queries(6):
        browser.get(where)

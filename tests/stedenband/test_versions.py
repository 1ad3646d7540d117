"""Two people, one text: whoever saves second gets both texts, and nothing is overwritten."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.http import QueryDict  # noqa: TID251 - a test plays the browser

from partnerships import actions
from partnerships.forms.page import PageTextForm
from partnerships.models import Page
from stedenband.versions import StaleVersion, locked, locked_at
from tests.factories import TwinningFactory, UserFactory, reload

MEANWHILE = "Somebody else saved this meanwhile. Compare both texts below."


@pytest.fixture
def page(twinning):
    return twinning.pages.get(side="flemish")


def test_an_action_works_on_its_own_copy(page):
    page.text = "Not saved"
    with transaction.atomic():
        copy = locked(page)
    assert (copy is page, copy.text) == (False, "")


def test_the_version_that_was_seen_is_taken(page):
    with transaction.atomic():
        assert locked_at(page, 0) == page


def test_without_a_version_nothing_is_asked(page):
    Page.objects.update(version=5)
    with transaction.atomic():
        assert locked_at(page, None).version == 5


@pytest.mark.parametrize("seen", [4, 6])
def test_another_version_is_refused_with_how_it_stands(page, seen):
    Page.objects.update(version=5, text="As it stands")
    with pytest.raises(StaleVersion) as meanwhile, transaction.atomic():
        locked_at(page, seen)
    assert (meanwhile.value.current.version, meanwhile.value.current.text) == (5, "As it stands")


# --- On a form ------------------------------------------------------------------------------------


def form_with(page, version, text):
    data = QueryDict(mutable=True)
    data.update({"version": version, "language": "nl", "text": text})
    return PageTextForm(data, page=page)


def save(page, by, version, text):
    form = form_with(page, version, text)
    form.perform(actions.change_page, page=page, by=by)
    return form


def test_the_first_is_saved_and_the_second_is_told(page, editor, signatory):
    first, second = save(page, editor, 0, "First"), save(page, signatory, 0, "Second")
    found = (first.status, second.status, second.non_field_errors(), reload(page).text)
    assert found == (200, 409, [MEANWHILE], "First")


def test_the_second_gets_both_texts_side_by_side(page, editor, signatory):
    save(page, editor, 0, "First")
    form = save(page, signatory, 0, "Second")
    assert form.differences() == [("What this twinning means to us", "First", "Second")]


def test_what_was_typed_is_still_there(page, editor, signatory):
    save(page, editor, 0, "First")
    assert save(page, signatory, 0, "Second")["text"].value() == "Second"


def test_sent_again_what_was_typed_replaces_it(page, editor, signatory):
    save(page, editor, 0, "First")
    again = save(page, signatory, 0, "Second")["version"].value()
    form = save(page, signatory, again, "Second")
    assert (form.errors, reload(page).text) == ({}, "Second")


def test_a_third_who_came_between_is_not_overwritten_either(page, editor, signatory):
    save(page, editor, 0, "First")
    again = save(page, signatory, 0, "Second")["version"].value()
    save(page, editor, 1, "Third")
    form = save(page, signatory, again, "Second")
    assert (form.status, reload(page).text) == (409, "Third")


def test_a_form_that_is_not_stale_has_no_differences(page):
    assert form_with(page, 0, "Text").differences() == []


@pytest.mark.parametrize("version", ["", "x", "-1", str(2**31)])
def test_a_version_that_is_none_saves_nothing(page, editor, version):
    form = save(page, editor, version, "Text")
    assert (list(form.errors), reload(page).text) == (["version"], "")


def test_two_at_the_same_moment_are_saved_once(transactional_db):
    page = TwinningFactory().pages.get(side="flemish")
    users = [UserFactory(), UserFactory()]
    start = Barrier(2)

    def send(user):
        start.wait()
        status = save(page, user, 0, f"By {user.pk}").status
        connection.close()
        return status

    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(send, users))
    assert (said, reload(page).version) == ([200, 409], 1)

"""Two people save the same thing at the same moment: one is saved, the other reads both texts.

Nouns are found, not listed: an action, form or admin page that overwrites without asking which
version was seen fails here.
"""

import inspect
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from partnerships import actions
from partnerships.models import Comment, Translation
from stedenband.admin import ReadOnlyAdmin
from stedenband.editions import EditedAdmin, EditedInline, EditionForm
from stedenband.versions import Versioned
from tests.factories import reload
from tests.forms import form_of
from tests.furnished.test_forms_again import COLUMNS
from tests.pages import furnished, text_of, url, visit
from tests.security.figures import figure, much

ROUNDS = much(10, 200)
VERSION = re.compile(r'name="version" value="(\d+)"')
# What these verbs do overwrites words or a decision of somebody else.
OVERWRITING = (
    "agree",
    "answer",
    "cancel",
    "change",
    "confirm",
    "drop",
    "give",
    "pick",
    "reinstate",
    "report",
    "rename",
    "replan",
    "review",
    "save",
    "settle",
    "shift",
    "write",
)
ADDS = {
    "change_state": "adds a row to the states of a twinning",
    "give_membership": "adds a row",
    "rename_indicator": "is done in the admin alone, whose form carries an edition",
}


def overwriting():
    found = {name: getattr(actions, name) for name in actions.__all__}
    return {
        name: inspect.signature(one).parameters
        for name, one in found.items()
        if inspect.isfunction(one) and name.startswith(tuple(f"{verb}_" for verb in OVERWRITING))
    }


def test_every_action_that_overwrites_asks_which_version_was_seen():
    without = {name for name, asked in overwriting().items() if "version" not in asked}
    assert without == set(ADDS)


def test_every_action_that_asks_it_is_about_something_with_versions():
    """Or about what contains it: `write_customs` writes the customs of a twinning's side."""
    about = {
        name: [each.annotation for each in asked.values() if inspect.isclass(each.annotation)]
        for name, asked in overwriting().items()
        if name not in ADDS
    }
    containers = {"save_translation", "answer_assessment", "give_sign_of_life", "write_customs"}
    without = {name for name, kinds in about.items() if not any(map(is_versioned, kinds))}
    assert without <= containers | {"write_progress"}


def is_versioned(kind):
    return issubclass(kind, Versioned)


def test_every_admin_page_that_saves_carries_an_edition():
    writing = [one for one in admin.site._registry.values() if not isinstance(one, ReadOnlyAdmin)]
    assert [type(one).__name__ for one in writing if not isinstance(one, EditedAdmin)] == []


def test_every_row_that_is_saved_beside_its_noun_carries_one():
    """Those that only add rows say so; milestones in their trajectory carry their version."""
    lacking = {
        inline.__name__
        for one in admin.site._registry.values()
        for inline in getattr(one, "inlines", [])
        if not issubclass(inline, EditedInline)
        and inline.has_change_permission is admin.options.InlineModelAdmin.has_change_permission
    }
    assert lacking == set()


# --- At the same moment ---------------------------------------------------------------------------


def in_column(row, column):
    return row.words[column] if isinstance(row, Translation) else getattr(row, column)


def save_at_once(user, form, words):
    """Two browsers of one who may, with the version that both saw; answers status and text."""
    version = VERSION.search(text_of(visit(user).get(form.where))).group(1)
    data = {name: value for name, value in form.data.items() if name != "hand_in"}
    given = [{**data, "version": version, form.words: text} for text in words]
    return send_at_once(form.where, [(user, one) for one in given])


def send_at_once(where, sent):
    """What each of these people sends, from a browser of their own; answers status and text."""
    start = Barrier(len(sent))

    def send(user, data):
        browser = visit(user)
        start.wait()
        response = browser.post(where, {**data, "once": str(uuid4())})
        connection.close()
        return response.status_code, text_of(response) if response.status_code == 409 else ""

    with ThreadPoolExecutor(len(sent)) as hands:
        return list(hands.map(send, *zip(*sent, strict=True)))


@pytest.fixture
def world(transactional_db, trajectory, editor, signatory, partner_editor, coordinator):
    return furnished(trajectory, editor, partner_editor, coordinator)


def test_of_two_at_the_same_moment_one_is_saved_and_the_other_reads_both(world, request):
    wrong = []
    for name in COLUMNS:
        form = form_of(name, world)
        user = request.getfixturevalue(form.role)
        for number in range(ROUNDS):
            words = [f"{name} {number} {side} {uuid4().hex[:8]}" for side in ("one", "other")]
            answers = save_at_once(user, form, words)
            refused = [text for status, text in answers if status == 409]
            if sorted(status for status, _text in answers) != [302, 409]:
                wrong.append((name, number, [status for status, _text in answers]))
            elif not all(text in refused[0] for text in words):
                wrong.append((name, number, "not both texts"))
    rounds = len(COLUMNS) * ROUNDS
    figure("F20 two editors", forms=len(COLUMNS), rounds=rounds, lost_or_wrong=len(wrong))
    assert wrong == []


def test_of_those_who_comment_at_the_same_moment_everybody_is_heard(world, request):
    roles = ("editor", "signatory", "partner_editor", "coordinator")
    where, said = url("comment-add", world.late.pk), []
    for number in range(ROUNDS):
        words = [f"{role} {number}" for role in roles]
        sent = [{"language": "nl", "text": one} for one in words]
        people = [request.getfixturevalue(role) for role in roles]
        answers = send_at_once(where, list(zip(people, sent, strict=True)))
        said += words if {status for status, _text in answers} == {302} else []
    figure("F20 comments at once", sent=len(roles) * ROUNDS, heard=len(said))
    kept = Comment.objects.filter(text__in=said).count()
    assert (len(said), kept) == (len(roles) * ROUNDS,) * 2


# --- In the admin ---------------------------------------------------------------------------------


@pytest.fixture
def desk(client, superuser):
    client.force_login(superuser)
    return client


def fields_of(page):
    """What a browser would send of the admin's form, as it stands."""
    forms = [page.context["adminform"].form]
    sets = [one.formset for one in page.context["inline_admin_formsets"]]
    forms += [form for one in sets for form in (one.management_form, *one.initial_forms)]
    return {
        bound.html_name: value
        for form in forms
        for bound in form
        if (value := bound.value()) is not None and value is not False
    }


def test_the_admin_tells_the_second_and_shows_what_stands(desk, twinning):
    where = reverse("admin:partnerships_organisation_change", args=[twinning.flemish_id])
    first = fields_of(desk.get(where))
    one = desk.post(where, {**first, "name": "Edegem one"})
    other = desk.post(where, {**first, "name": "Edegem other"})
    said = text_of(other)
    kept = reload(twinning.flemish).name
    assert (one.status_code, other.status_code, kept) == (302, 409, "Edegem one")
    assert (": Edegem one" in said, 'value="Edegem other"' in said) == (True, True)
    again = desk.post(where, {**fields_of(other), "name": "Edegem other"})
    assert (again.status_code, reload(twinning.flemish).name) == (302, "Edegem other")


def test_who_saves_unchanged_fields_overwrites_nobody(desk, twinning):
    where = reverse("admin:partnerships_organisation_change", args=[twinning.flemish_id])
    first = fields_of(desk.get(where))
    desk.post(where, {**first, "name": "Edegem one"})
    assert desk.post(where, first).status_code == 409


def test_a_form_of_the_admin_knows_its_edition(desk, twinning):
    where = reverse("admin:partnerships_organisation_change", args=[twinning.flemish_id])
    page = desk.get(where)
    form = page.context["adminform"].form
    shown = f'name="edition" value="{form.edition}"' in page.content.decode()
    assert (isinstance(form, EditionForm), len(form.edition), shown) == (True, 32, True)

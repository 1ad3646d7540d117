"""A furnished twinning that all tests of a module share: made once, and found as it was.

A module says in `PRESENT` who is there before it is furnished. What a test writes is rolled back;
none of them can be a transactional one.
"""

import shutil
from contextlib import contextmanager
from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from partnerships import actions, mailbox
from partnerships.actions.reminder import remind
from partnerships.models import Fact, ReminderSent
from stedenband import clock
from stedenband.models import OutgoingMail
from tests import entrances, importing, mandates, reports
from tests.company import Company
from tests.factories import PlanItemFactory, SourceFactory, agree, answered
from tests.pages import ROLES, furnished
from tests.sessions import contributed


@contextmanager
def undone():
    """Whatever is written within is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def ground(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The company, its world and their files, as long as the tests of this module run."""
    company, files = Company(), tmp_path_factory.mktemp("shared")
    with django_db_blocker.unblock(), undone():
        with override_settings(MEDIA_ROOT=files), translation.override("en"):
            for name in getattr(request.module, "PRESENT", ()):
                getattr(company, name)
            people = (company.editor, company.partner_editor, company.coordinator)
            world = furnished(company.trajectory, *people)
        yield SimpleNamespace(company=company, world=world, files=files)


@pytest.fixture
def db(ground, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture
def shared(db, ground, media):
    """A copy of each that a test may change."""
    shutil.copytree(ground.files, media, dirs_exist_ok=True)
    return deepcopy((ground.company, ground.world))


@pytest.fixture
def company(shared):
    return shared[0]


@pytest.fixture
def world(shared):
    return shared[1]


@pytest.fixture
def people(request):
    """Everybody, by role; nobody for None."""
    return {role: role and request.getfixturevalue(role) for role in ROLES.values()}


@pytest.fixture
def rows_of_every_noun(world, people):
    """At least one row of whatever the admin shows."""
    agree(world.approved, people["signatory"])
    actions.add_comment(milestone=world.late, by=people["editor"], language="nl", text="Dag.")
    answered(world.assessment, people["editor"])
    answered(world.assessment, people["partner_editor"])
    reports.responded(world.recommendation, "flemish", people["editor"])
    importing.deeds_imported(world.twinning, people["editor"])
    entrances.invited(people["coordinator"])
    contributed(world.session, people["editor"], world.twinning.flemish)
    PlanItemFactory(programme=world.programme)
    texts = {f"text_{code}": "A fact." for code in ("nl", "es", "fr", "en")}
    Fact.objects.create(twinning=world.twinning, source=SourceFactory(), **texts)
    goal = actions.name_own_goal(
        twinning=world.twinning, by=people["editor"], number=18, name_nl="Samenhang"
    )
    actions.add_local_target(
        twinning=world.twinning, by=people["editor"], code="18.1", own_goal=goal, label="Een doel"
    )
    editor, today = people["editor"], clock.today()
    mandates.election(today, organisations=[world.twinning.partner])
    mandates.happened(today, organisations=[world.twinning.partner])
    mandates.stated(world.twinning, editor, state="dormant")
    mailbox.switch_mail(by=editor, kind="digest", is_off=True)
    mailbox.renew_calendar(by=editor)
    remind()
    ReminderSent.objects.create(user=editor, kind="x", due_on=today, offset=0)
    OutgoingMail.objects.create(to="a@b.example", subject="S", body="B", sender="c@d.example")
    models = list(admin.site._registry)
    assert [one for one in models if not one._default_manager.exists()] == []

"""The people, and the twinning they work in: Edegem and San Jerónimo, in month 14."""

from datetime import timedelta
from importlib.util import find_spec

import pytest
from django.conf import settings as portal_settings
from django.utils import translation

from partnerships.models import Duty, Role
from sdg.models import Goal
from sdg.vocabulary import load_vocabulary
from stedenband import clock
from stedenband.catalogues import compile_catalogues
from tests.factories import (
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    ProgrammeFactory,
    TrajectoryFactory,
    TwinningFactory,
    UserFactory,
    member,
    submitted,
)

DATABASE = pytest.StashKey()

# Tests that share something dear stay in one process.
TOGETHER = {"browser": "/browser/", "catalogues": "/test_catalogues.py"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        for name, part in TOGETHER.items():
            if part in item.path.as_posix():
                item.add_marker(pytest.mark.xdist_group(name))


# --- The ground of every test -------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite tests use a file, as the portal does: one in memory cannot wait for another thread."""
    database = portal_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request):
    """The test database with the vocabulary in it."""
    request.config.stash[DATABASE] = django_db_blocker
    with django_db_blocker.unblock():
        load_vocabulary()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A transactional test leaves every table empty; the next test finds the vocabulary again."""
    yield
    database = item.config.stash.get(DATABASE, None)
    if database and nextitem:
        with database.unblock():
            if not Goal.objects.exists():
                load_vocabulary()


@pytest.fixture(scope="session", autouse=True)
def catalogues():
    compile_catalogues()


@pytest.fixture(autouse=True)
def english():
    """Messages are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of a test go with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


# --- Places and roads ---------------------------------------------------------------------------


@pytest.fixture
def edegem(db):
    return OrganisationFactory(
        name="Edegem",
        slug="edegem",
        place="Antwerpen",
        latitude=51.157,
        longitude=4.445,
        precision="town",
    )


@pytest.fixture
def san_jeronimo(db):
    return OrganisationFactory(
        name="San Jerónimo",
        slug="san-jeronimo",
        country="PE",
        place="Cusco",
        languages=["es", "qu"],
        time_zone="America/Lima",
        latitude=-13.55,
        longitude=-71.88,
        precision="town",
    )


@pytest.fixture
def herent(db):
    return OrganisationFactory(name="Herent", slug="herent", place="Vlaams-Brabant")


@pytest.fixture
def nimlahakok(db):
    return OrganisationFactory(
        name="Nimlaha'kok",
        slug="nimlahakok",
        country="GT",
        kind="region",
        precision="region",
        place="Cobán, Alta Verapaz",
        languages=["es", "kek"],
        time_zone="America/Guatemala",
        name_variants="Nimlajacoc\nNimlaha’ Kok",
        latitude=15.66,
        longitude=-90.37,
    )


@pytest.fixture
def vvsg(db):
    return OrganisationFactory(name="VVSG", slug="vvsg", kind="association")


@pytest.fixture
def cimic(db):
    return OrganisationFactory(name="Cimic", slug="cimic", kind="process_support")


@pytest.fixture
def twinning(edegem, san_jeronimo):
    """Edegem – San Jerónimo, listed; neither side's page is public."""
    return TwinningFactory(
        flemish=edegem, partner=san_jeronimo, slug="edegem-san-jeronimo", is_listed=True
    )


@pytest.fixture
def other_twinning(herent, nimlahakok):
    """Herent – Nimlaha'kok, listed."""
    return TwinningFactory(
        flemish=herent, partner=nimlahakok, slug="herent-nimlahakok", is_listed=True
    )


@pytest.fixture
def programme(db):
    """A sample programme of 36 months, of which today is month 14."""
    return ProgrammeFactory(slug="vervolg", is_sample=True)


@pytest.fixture
def trajectory(twinning, programme):
    """Running, in month 14."""
    return TrajectoryFactory(twinning=twinning, programme=programme, is_sample=True)


@pytest.fixture
def other_trajectory(other_twinning, programme):
    return TrajectoryFactory(twinning=other_twinning, programme=programme, is_sample=True)


# --- The people ---------------------------------------------------------------------------------


@pytest.fixture
def editor(edegem):
    return member(edegem, Role.EDITOR, email="editor@edegem.example", name="Editor Edegem")


@pytest.fixture
def signatory(edegem):
    return member(edegem, Role.SIGNATORY, email="signatory@edegem.example", name="Mayor Edegem")


@pytest.fixture
def reader(edegem):
    return member(edegem, Role.READER, email="reader@edegem.example", name="Reader Edegem")


@pytest.fixture
def partner_editor(san_jeronimo):
    account = {"email": "editor@san-jeronimo.example", "language": "es"}
    return member(san_jeronimo, Role.EDITOR, name="Editora San Jerónimo", **account)


@pytest.fixture
def partner_signatory(san_jeronimo):
    account = {"email": "signatory@san-jeronimo.example", "language": "es"}
    return member(san_jeronimo, Role.SIGNATORY, name="Alcaldía San Jerónimo", **account)


@pytest.fixture
def stranger(herent, other_twinning):
    """An editor of another twinning."""
    return member(herent, Role.EDITOR, email="editor@herent.example", name="Editor Herent")


@pytest.fixture
def coordinator(vvsg):
    return member(vvsg, Role.COORDINATOR, email="coordinator@vvsg.example", name="Coordination")


@pytest.fixture
def second_coordinator(vvsg):
    return member(vvsg, Role.COORDINATOR, email="second@vvsg.example", name="Second coordination")


@pytest.fixture
def facilitator(cimic):
    account = {"email": "facilitator@cimic.example", "language": "fr"}
    return member(cimic, Role.FACILITATOR, name="Process support", **account)


@pytest.fixture
def staff(db):
    """VVSG staff in the admin: the group's rights, no superuser, no membership."""
    user = UserFactory(email="staff@vvsg.example", name="Staff", is_staff=True)
    if find_spec("stedenband.staff"):
        from stedenband.staff import staff_group  # noqa: PLC0415 - may not be there yet

        user.groups.add(staff_group())
    return user


@pytest.fixture
def superuser(db):
    return UserFactory(
        email="root@vvsg.example", name="Superuser", is_staff=True, is_superuser=True
    )


@pytest.fixture
def former(edegem):
    """Somebody whose membership of Edegem ended yesterday."""
    user = UserFactory(email="former@edegem.example", name="Former editor")
    yesterday = clock.today() - timedelta(days=1)
    MembershipFactory(user=user, organisation=edegem, role=Role.EDITOR, ends_on=yesterday)
    return user


@pytest.fixture
def nobody(db):
    """An account without any membership."""
    return UserFactory(email="nobody@elsewhere.example", name="Nobody")


# --- What they work on --------------------------------------------------------------------------


@pytest.fixture
def milestone(trajectory):
    """The partner's, due in month 13: late."""
    return MilestoneFactory(
        trajectory=trajectory,
        month=13,
        duty=Duty.PARTNER,
        title_nl="Sorteerstraat geopend",
        title_es="Calle de reciclaje abierta",
        targets=["11.6", "12.5"],
    )


@pytest.fixture
def joint_milestone(trajectory):
    return MilestoneFactory(
        trajectory=trajectory, month=15, duty=Duty.JOINT, title_nl="Startdialoog", targets=["16.7"]
    )


@pytest.fixture
def coordination_milestone(trajectory):
    return MilestoneFactory(
        trajectory=trajectory, month=16, duty=Duty.COORDINATION, title_nl="Tussentijds verslag"
    )


@pytest.fixture
def report(milestone, partner_editor):
    """San Jerónimo's report on `milestone`, handed in."""
    return submitted(milestone, partner_editor)

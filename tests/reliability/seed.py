"""The data that writers write to; run in a portal's own environment, prints it as JSON."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import override_settings  # noqa: E402

from sdg.vocabulary import load_vocabulary  # noqa: E402
from stedenband import clock  # noqa: E402
from stedenband.accounts.models import User  # noqa: E402
from stedenband.catalogues import compile_catalogues  # noqa: E402
from tests.factories import PASSWORD, MilestoneFactory, TrajectoryFactory, member  # noqa: E402

WRITERS = 12


class Never:
    """Tables as the models say, without each step that led there: a test of migrations is one."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def main() -> None:
    compile_catalogues()
    settings.MIGRATION_MODULES = Never()
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous = OFF")
    call_command("migrate", run_syncdb=True, verbosity=0)
    load_vocabulary()
    trajectory = TrajectoryFactory(twinning__is_listed=True)
    milestone = MilestoneFactory(trajectory=trajectory, month=14, duty="joint")
    twinning = trajectory.twinning
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=quick):
        people = [member(twinning.flemish, "editor") for _number in range(WRITERS)]
    # Public before the books are opened: what they count begins with the first writer.
    twinning.pages.filter(side="flemish").update(published_at=clock.now())
    # One hash for all: what is measured is saving.
    User.objects.update(password=make_password(PASSWORD))
    found = {
        "people": [one.email for one in people],
        "milestone": milestone.pk,
        "page": twinning.pages.get(side="flemish").pk,
        "twinning": twinning.slug,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()

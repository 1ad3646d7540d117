"""What a bench needs to know of its database, printed as JSON: addresses, and who is signed in."""

import json
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedenband.settings")
    import django

    django.setup()
    from django.db import connection

    from partnerships.management.scale import COORDINATOR, slug_of
    from partnerships.models import Milestone, Twinning
    from partnerships.views.twinning import PER_PAGE
    from stedenband.accounts.models import User
    from tests.pages import visit

    slug = slug_of(1)
    twinning = Twinning.objects.get(slug=slug)
    own = Milestone.objects.filter(trajectory__twinning=twinning, duty="flemish")
    editor = twinning.flemish.memberships.get().user
    facts = {
        "slug": slug,
        "last": -(-Twinning.objects.count() // PER_PAGE),
        "milestone": own.filter(state="planned").first().pk,
        "editor": session_of(visit(editor)),
        "sessions": [session_of(visit(editor)) for _one in range(int(sys.argv[1]))],
        "coordinator": session_of(visit(User.objects.get(email=COORDINATOR))),
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(facts))


def session_of(browser) -> str:
    """The key of the session in which somebody is signed in."""
    return browser.session.session_key


if __name__ == "__main__":
    main()

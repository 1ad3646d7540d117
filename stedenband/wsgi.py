"""The WSGI application; it does not start as a deployment while a demo account is present."""

import gc
import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedenband.settings")
portal = get_wsgi_application()

from stedenband.checks import demo_accounts  # noqa: E402 - the apps must be ready first
from stedenband.guard import readable  # noqa: E402

if settings.PRODUCTION and (found := demo_accounts()):
    raise ImproperlyConfigured(f"Demo accounts are present: {', '.join(found)}")


def settle() -> None:
    """Read what every page needs before the first reader comes, and never look at it for garbage.

    Python goes through all that lives every few dozen requests; through what a process starts with,
    that held a page up for a tenth of a second.
    """
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            len(get_resolver().reverse_dict)  # made when it is first asked for
    templates = engines["django"]
    for folder in map(Path, templates.dirs):
        for path in folder.rglob("*.html"):
            templates.get_template(path.relative_to(folder).as_posix())
    gc.collect()
    gc.freeze()


settle()
application = readable(portal)

"""The WSGI application; it does not start as a deployment while a demo account is present."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedenband.settings")
application = get_wsgi_application()

from stedenband.checks import demo_accounts  # noqa: E402 - the apps must be ready first

if settings.PRODUCTION and (found := demo_accounts()):
    raise ImproperlyConfigured(f"Demo accounts are present: {', '.join(found)}")

"""What tests of mail and calendars share: their rows in the tables, and what they are about."""

from typing import Any

from partnerships import mailbox
from partnerships.models import unsubscribe_token
from stedenband.accounts.models import User

# --- tests/furnished/test_access.py: each page for each role -------------------------------------

TABLE = """
partnerships:mail-choose      GET  302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:mail-choose      POST 302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:mail-unsubscribe GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:mail-unsubscribe POST 200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-share   GET  302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-share   POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:calendar-renew   GET  302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-renew   POST 302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-revoke  GET  302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-revoke  POST 302 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-own     GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-own     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:calendar-twinning GET 200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-twinning POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:calendar-programme GET 200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:calendar-programme POST 405 405 405 405 405 405 405 405 405 405 405 405 405
"""


def things(world: Any) -> dict[str, Any]:
    """What these pages are about; everybody has the address of a calendar."""
    addresses = [mailbox.renew_calendar(by=user) for user in User.objects.order_by("pk")]
    return {
        "mail-choose": None,
        "mail-unsubscribe": (unsubscribe_token(addresses[0].user, "news"),),
        "calendar-own": (addresses[0].token,),
        "calendar-twinning": world.twinning.slug,
        "calendar-programme": world.programme.slug,
    }


# --- tests/forms.py: each form as somebody fills it in -------------------------------------------

FORMS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "mail-choose": ("editor", "", {"kinds": ["news"]}, ""),
    "calendar-renew": ("editor", "", {}, ""),
    "calendar-revoke": ("editor", "", {}, ""),
}

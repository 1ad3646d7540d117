"""What no tool sees: what a browser may fill in, and where help stands (WCAG 1.3.5 and 3.2.6)."""

import re

import pytest
from django.urls import reverse

from tests.pages import url, visit

pytestmark = pytest.mark.django_db
FILLED = re.compile(r'<(?:input|select)\b(?=[^>]*\bname="(\w+)")(?=[^>]*\bautocomplete="([\w-]+)")')
FOOT = re.compile(r"<footer>.*</footer>\s*</body>", re.DOTALL)


def filled_in(client, path):
    """Which fields of a page a browser may fill in, and with what."""
    return dict(FILLED.findall(client.get(path).content.decode()))


def test_a_browser_fills_in_what_one_says_of_oneself(client, editor):
    account = filled_in(visit(editor), reverse("account-edit"))
    assert filled_in(client, reverse("account_login")) == {
        "login": "email",
        "password": "current-password",
    }
    assert filled_in(client, reverse("account_reset_password")) == {"email": "email"}
    assert account == {"name": "organization-title", "language": "language"}


def help_on(client, path):
    """Where the links of the foot lead, which is the last of the page, in their order."""
    (foot,) = FOOT.findall(client.get(path).content.decode())
    return re.findall(r'href="/\w\w(/[^"]+)"', foot)


def test_help_stands_in_the_same_place_on_every_page(client, twinning, editor):
    places = [url("home"), url("twinning-list"), url("twinning-detail", twinning.slug)]
    others = [reverse("accessibility"), reverse("account_login"), "/nl/no-such-page/"]
    found = [help_on(reader, path) for reader in (client, visit(editor)) for path in places]
    found += [help_on(client, path) for path in others]
    assert found == [["/data/", "/accessibility/", "/privacy/"]] * 9

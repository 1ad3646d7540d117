"""Nobody is led off the site, and no other host's name gets into a page or a mail."""

from urllib.parse import quote, urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from tests.factories import PASSWORD
from tests.pages import patterns, visit
from tests.security.figures import figure, much

ELSEWHERE = [
    *(
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
    ),
    *("\\/evil.example", "https:evil.example", "https:/evil.example", "https://evil.example"),
    *("http://evil.example", "HTTPS://evil.example", "ftp://evil.example", "//evil.example/%2f.."),
    *("javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x"),
    *(" //evil.example", "\t//evil.example", "\n//evil.example", "/\t/evil.example", "/\n/evil"),
    *(
        "\x00//evil.example",
        "//evil.example\\@testserver",
        "//testserver@evil.example",
        "/%09/evil",
    ),
    *("https://testserver.evil.example", "https://evil.example#testserver", "http:///evil.example"),
    *(
        "https://evil.example?testserver",
        "//evil%2eexample",
        "//%65vil.example",
        "/..//evil.example",
    ),
    *("https://ɡent.be", "//[::2]", "//2130706433", "///\\;@evil.example", "http:\\\\evil.example"),
    *("/\x0b/evil.example", "%2f%2fevil.example", "//evil.example:80", "https:///\\evil.example"),
    *("//google%E3%80%82com", "/\u2028/evil.example", "http://testserver:80@evil.example/"),
]
TAKING = ("next", "return_to", "url", "REDIRECT_FIELD_NAME")
NAMES = [
    name
    for name, route in patterns(get_resolver())
    if ("/accounts/" in route and "<" not in route) or name in ("welcome", "admin:login")
]


def is_off_site(response):
    """As a browser reads an address: it takes \\ for /, and leaves out tabs and line ends."""
    where = response.headers.get("Location", "")
    where = where.strip().replace("\\", "/").translate({9: None, 10: None, 13: None})
    found = urlsplit(where)
    is_other = found.netloc not in ("", "testserver") or where.startswith("//")
    return bool(is_other or found.scheme not in ("", "http", "https"))


@pytest.mark.once
def test_no_address_leads_off_the_site(editor):
    addresses = [reverse(name) for name in NAMES]
    words = {"login": editor.email, "password": PASSWORD}
    tried, off, values = 0, [], ELSEWHERE[:: much(3, 1)]
    for wanted in values:
        cache.clear()
        given = "&".join(f"{name}={quote(wanted)}" for name in TAKING)
        body = dict.fromkeys(TAKING, wanted) | words
        for where in addresses:
            for browser in (Client(), visit(editor)):
                asked = [browser.get(f"{where}?{given}"), browser.post(f"{where}?{given}", body)]
                tried += len(asked)
                off += [(where, wanted) for one in asked if is_off_site(one)]
    more = {"values": len(values), "addresses": len(addresses)}
    figure("F14 redirects", **more, requests=tried, off_site=len(off))
    assert off == []


HOSTS = [
    *("evil.example", "testserver.evil.example", "evil.example:80", "testserver:80@evil.example"),
    *("testserver/evil.example", "evil.example, testserver", "localhost\x00.evil.example", "[::1"),
    *("", "xn--gent-evil.example", "EVIL.EXAMPLE", "testserver#evil.example"),
]
CARRYING = (
    "Host",
    "X-Forwarded-Host",
    "X-Host",
    "X-Original-Host",
    "Forwarded",
    "X-Forwarded-Server",
)


@pytest.mark.once
def test_no_other_hosts_name_gets_into_a_page_or_a_mail(editor):
    places = ["/en/", "/en/accounts/login/", "/sitemap.xml", "/api/", "/robots.txt", "/en/work/"]
    tried, met, wrong = 0, [], []
    for host in HOSTS:
        for name in CARRYING:
            cache.clear()
            value = f"host={host}" if name == "Forwarded" else host
            asked = [Client().get(one, headers={name: value}) for one in places]
            reset = {"email": editor.email}
            where = "/en/accounts/password/reset/"
            asked += [Client().post(where, reset, headers={name: value})]
            tried += len(asked)
            wrong += [(name, host)] * (
                name == "Host" and {one.status_code for one in asked} != {400}
            )
            told = [one.getvalue().decode().casefold() + str(one.headers) for one in asked]
            met += [(name, host) for text in told if "evil" in text]
    letters = [one.body for one in mail.outbox if "evil" in one.body.casefold()]
    more = {"hosts": len(HOSTS), "headers": len(CARRYING), "mails": len(mail.outbox)}
    figure("F14 hosts", **more, requests=tried, met=len(met) + len(letters), taken=len(wrong))
    assert (met, letters, wrong, len(mail.outbox) > 0) == ([], [], [], True)

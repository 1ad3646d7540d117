"""What goes out with each answer, whatever it says; and the score that a scanner would give."""

import pytest
from django.test import Client, override_settings

from tests.pages import visit
from tests.security.figures import figure
from tests.security.observatory import ELSEWHERE, Answer, Seen, failed, judged, score

PRESENT = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Cross-Origin-Embedder-Policy",
    "X-Frame-Options",
)
DEPLOYED = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 63_072_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
}


def answers(editor):
    """By its status, an answer of each kind, as a deployment gives it behind its TLS."""
    anybody, member = Client(raise_request_exception=False), visit(editor)
    first = anybody.get("/en/", secure=True)
    ask = {"secure": True}
    again = {"If-None-Match": first.headers["ETag"]}
    return {
        "200": first,
        "301 to https": anybody.get("/en/"),
        "302": anybody.get("/en/work/", **ask),
        "304": anybody.get("/en/", headers=again, **ask),
        "400 NUL": anybody.get("/en/?q=%00", **ask),
        "400 host": anybody.get("/en/", headers={"Host": "evil.example"}, **ask),
        "401": anybody.post("/en/kept/", **ask),
        "403": member.get("/en/memberships/", **ask),
        "403 csrf": Client(enforce_csrf_checks=True).post("/en/accounts/login/", **ask),
        "404": anybody.get("/en/nowhere/", **ask),
        "404 without a language": anybody.get("/nowhere", **ask),
        "405": anybody.post("/en/", **ask),
        "open data": anybody.get("/api/", **ask),
        "worker": anybody.get("/sw.js", **ask),
        "signed in": member.get("/en/work/", **ask),
    }


@pytest.mark.once
def test_every_status_carries_every_header(editor, settings):
    with override_settings(**DEPLOYED):
        found = answers(editor)
    names = [*PRESENT, "Strict-Transport-Security"]
    missing = [
        (what, name)
        for what, one in found.items()
        for name in names
        if name not in one.headers
        and not (what == "301 to https" and name == "Strict-Transport-Security")  # not over http
    ]
    codes = sorted({one.status_code for one in found.values()})
    figure("F9 headers", answers=len(found), statuses=codes, names=len(names), missing=len(missing))
    assert missing == []
    wrong = [
        what
        for what, one in found.items()
        if what[:3].isdigit() and str(one.status_code) != what[:3]
    ]
    assert wrong == []


PAGES = (
    "",
    "accounts/login/",
    "accounts/password/reset/",
    "accessibility/",
    "data/",
    "lessons/",
    "privacy/",
    "programmes/",
    "sdg/",
    "sdg/1/",
    "search/",
    "sessions/",
    "stories/",
    "twinnings/",
)
ADDRESSES = [f"/{code}/{page}" for code in ("nl", "es", "fr", "en") for page in PAGES]
# What a page gets beyond passing: its cookie, where a form sets one, gives five more.
BEST = {
    "content_security_policy": 10,
    "referrer_policy": 5,
    "x_frame_options": 5,
    "cross_origin_resource_policy": 10,
}


def as_answer(path, response):
    """What the Django client was given, as a scanner on the wire gets it."""
    cookies = [("Set-Cookie", one.OutputString()) for one in response.cookies.values()]
    headers = [*response.headers.items(), *cookies]
    text = response.content.decode()
    return Answer(f"https://testserver{path}", response.status_code, headers, text)


def seen(path):
    anybody = Client()
    page = as_answer(path, anybody.get(path, secure=True))
    asked = anybody.get(path, secure=True, headers={"Origin": ELSEWHERE})
    without_tls = anybody.get(path)
    route = [f"http://testserver{path}", without_tls.headers.get("Location", "")]
    return Seen(page, as_answer(path, asked), [one for one in route if one])


@pytest.mark.once
def test_each_page_passes_all_that_a_scanner_looks_for(db, settings):
    secure = {"SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}
    with override_settings(**DEPLOYED, **secure):
        looked_at = {path: seen(path) for path in ADDRESSES}
    assert {one.page.status for one in looked_at.values()} == {200}
    found = {path: judged(one) for path, one in looked_at.items()}
    wrong = [(path, name) for path, one in found.items() for name in failed(one)]
    scores = [score(one) for one in found.values()]
    figure("F9 observatory's rules", pages=len(found), wrong=len(wrong), lowest=min(scores))
    assert wrong == []
    less = {
        (path, name, one[name])
        for path, one in found.items()
        for name, points in BEST.items()
        if one[name][0] < points
    }
    assert less == set()
    assert found["/nl/accounts/login/"]["cookies"][0] == 5


LIKE_OURS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
}


@pytest.mark.parametrize(
    ("changed", "text", "caught"),
    [
        ({}, "", set()),
        ({"Content-Security-Policy": ""}, "", {"content_security_policy", "x_frame_options"}),
        (
            {"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"},
            "",
            {"content_security_policy", "x_frame_options"},
        ),
        ({"Set-Cookie": "__Host-sessionid=1; Secure; SameSite=Lax"}, "", {"cookies"}),
        ({"Set-Cookie": "csrftoken=1; Secure"}, "", {"cookies"}),
        ({"Strict-Transport-Security": "max-age=3600"}, "", {"strict_transport_security"}),
        ({"X-Content-Type-Options": ""}, "", {"x_content_type_options"}),
        ({"Referrer-Policy": "unsafe-url"}, "", {"referrer_policy"}),
        ({"Cross-Origin-Opener-Policy": "anything"}, "", {"cross_origin_opener_policy"}),
        ({"Cross-Origin-Embedder-Policy": "anything"}, "", {"cross_origin_embedder_policy"}),
        ({"Cross-Origin-Resource-Policy": "anything"}, "", {"cross_origin_resource_policy"}),
        ({}, '<script src="//cdn.example/x.js"></script>', {"subresource_integrity"}),
        (
            {
                "Access-Control-Allow-Origin": ELSEWHERE,
                "Access-Control-Allow-Credentials": "true",
            },
            "",
            {"cross_origin_resource_sharing"},
        ),
    ],
)
def test_the_scanner_sees_what_is_wrong(changed, text, caught):
    headers = list({**LIKE_OURS, **changed}.items())
    page = Answer("https://a.example/", 200, headers, text)
    assert set(failed(judged(Seen(page, page)))) == caught


@pytest.mark.parametrize(
    ("route", "passes"),
    [
        (["http://a.example/", "https://a.example/"], True),
        (["http://a.example/"], False),
        (["http://a.example/", "http://a.example/nl/", "https://a.example/nl/"], False),
        (["http://a.example/", "https://b.example/"], False),
    ],
)
def test_the_scanner_sees_where_an_address_without_tls_leads(route, passes):
    page = Answer("https://a.example/", 200, list(LIKE_OURS.items()))
    assert ("redirection" not in failed(judged(Seen(page, page, route)))) is passes

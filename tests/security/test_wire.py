"""Raw requests to a portal as it is deployed: odd methods, headers, charsets and bodies; no 500."""

import random
import re
import socket
from contextlib import suppress

import pytest

from tests.reliability.portal import portal
from tests.security.figures import figure, much

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("reliability")]
METHODS = (
    "GET",
    "HEAD",
    "POST",
    "OPTIONS",
    "PUT",
    "DELETE",
    "TRACE",
    "CONNECT",
    "BREW",
    "get",
    "G\x00",
)
PATHS = (
    *("/", "/en/", "/en/accounts/login/", "/en/accounts/password/reset/", "/en/search/?q=a"),
    *("/livez", "/readyz", "/metrics", "/api/", "/api/v1/twinnings?page=1", "/sitemap.xml"),
    *("/admin/login/?next=/admin/", "/en/work/", "/en/kept/", "/uploads/", "/static/x.css"),
    *(
        "/en/twinnings/%ff%fe/",
        "/en/goals/%00",
        "/en/search/?q=%ED%A0%80",
        "/en/?q=\xff",
        "//evil/",
    ),
    *("/en/../../etc/passwd", "/en/twinnings/?page=" + "9" * 400, "/xx/", "*", "http://evil/en/"),
    *("/en/sdg/99999999999999999999/", "/en/search/?" + "q=a&" * 1500, "/%2e%2e/%2e%2e/"),
)
HEADERS = (
    *("Host: evil.example", "Host: localhost:99999", "Host: [::1", "Host: a b", "Host:"),
    *("X-Forwarded-Host: evil.example", "X-Forwarded-For: 1, 2, \xff", "X-Forwarded-Proto: ftp"),
    *("Cookie: sessionid=%00", "Cookie: sessionid=\xff\xfe", "Cookie: ;;=;", "Cookie: lang=xx"),
    *("Cookie: csrftoken=" + "a" * 5000, "Cookie: messages=[[]]", "Cookie: a" * 50),
    *("Accept-Language: " + "a," * 3000, "Accept-Language: nl;q=\xff", "Accept: \xff/*"),
    *("Content-Type: multipart/form-data; boundary=x; charset=rot13", "Content-Type: \xff"),
    *("Content-Type: multipart/form-data; boundary=", "Content-Type: multipart/form-data"),
    *("Content-Type: application/x-www-form-urlencoded; charset=utf-7", "Content-Type: x; a*=b'c"),
    *("Content-Type: application/json", "Content-Type: text/html; charset*=BOGUS''x"),
    *("Content-Length: -1", "Content-Length: 1e3", "Content-Length: 99999999999999999999"),
    *("Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Expect: 100-continue"),
    *("If-None-Match: \xff", 'If-None-Match: "' + "a" * 3000, "If-Modified-Since: Sat, 99 Foo 0"),
    *("Range: bytes=9-1", "Range: bytes=-", "Accept-Encoding: br;q=\xff, gzip;q=2", "Te: x"),
    *(
        "Origin: null",
        "Referer: \xff",
        "Referer: http://[",
        "X-Request-Id: a\x0bb",
        "Bad Header: a",
    ),
    *("X-CSRFToken: \xff", "X-Requested-With: XMLHttpRequest", "Authorization: Basic \xff", ": x"),
    *("Sec-Fetch-Site: cross-site", "Upgrade: h2c", "Connection: close, \xff", "Name_Under: x"),
)
BODIES = (
    *("", "a=b", "login=%00&password=%ff", "login=\xff&password=a", "=&=&;", "a=b&" * 1500),
    *(
        "--x\r\n\r\n--x--\r\n",
        '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\x00\r\n--x--',
    ),
    *('--x\r\nContent-Disposition: form-data; name="f"; filename="../\x00"\r\n\r\nb\r\n--x--\r\n',),
    *('{"a": "\\ud800"}', "[" * 3000, "5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "\xff" * 300),
    *("csrfmiddlewaretoken=\xff", "email=a@b\r\nBcc:c@d", "email=" + "a" * 9000),
)


def request(dice):
    """One that a browser would send, with some of its parts odd."""
    method = dice.choice(METHODS) if dice.random() < 0.4 else dice.choice(["GET", "POST"])
    headers = dice.sample(HEADERS, dice.choice([0, 1, 1, 1, 2, 4]))
    named = {one.split(":")[0] for one in headers}
    body = dice.choice(BODIES) if method != "GET" or dice.random() < 0.1 else ""
    own = ["Host: localhost"] if "Host" not in named or dice.random() < 0.1 else []
    own += [f"Content-Length: {len(body)}"] if body and "Content-Length" not in named else []
    own += (
        ["Content-Type: application/x-www-form-urlencoded"] if "Content-Type" not in named else []
    )
    version = dice.choice(["HTTP/1.1"] * 9 + ["HTTP/1.0", "HTTP/0.9", "HTTP/3.7"])
    head = [f"{method} {dice.choice(PATHS)} {version}", *own, *headers, "Connection: close"]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode("latin-1")


def answer(port, sent):
    """The status, or None when the connection was closed without a word."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(sent)
        wire.shutdown(socket.SHUT_WR)
        if found := re.match(rb"HTTP/1\.\d (\d{3})", wire.recv(4096)):
            return int(found[1])
    return None


def test_no_raw_request_meets_an_error():
    dice, many = random.Random(8), much(300, 5_000)
    statuses, errors = {}, []
    with portal() as one:
        one.start()
        for _number in range(many):
            sent = request(dice)
            status = answer(one.port, sent)
            statuses[status] = statuses.get(status, 0) + 1
            errors += [(status, sent)] if status and status >= 500 and status != 501 else []
        still = one.is_up()
        log = (one.folder / "server.log").read_text(errors="replace")
        traces = log.count("Internal Server Error") + log.count("Error handling request")
    told = {status or "closed": statuses[status] for status in sorted(statuses, key=str)}
    figure("F21 on the wire", requests=many, errors=len(errors), traces=traces, statuses=told)
    assert (errors[:3], traces, still) == ([], 0, True)

"""What machines ask, and what is written down of a request."""

import json
import logging
import re
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from stedenband import clock
from stedenband.models import OutgoingMail
from stedenband.watch import JsonLine

TOKEN = "a-token-of-at-least-thirty-two-characters"


def figures(client, token=TOKEN):
    return client.get("/metrics", headers={"authorization": f"Bearer {token}"})


@pytest.mark.parametrize("given", ["", "wrong", "ключ"])
def test_figures_are_there_only_for_who_has_the_token(client, db, settings, given):
    assert figures(client).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 404
    assert figures(client, given.encode().decode("latin-1")).status_code == 404


def test_figures_name_a_request_by_its_pattern(client, db, settings, twinning):
    settings.METRICS_TOKEN = TOKEN
    client.get(f"/en/twinnings/{twinning.slug}/?secret=typed")
    text = figures(client).content.decode()
    assert 'route="en/twinnings/<slug:slug>/",status="200"' in text
    assert twinning.slug not in text
    assert "typed" not in text


def test_figures_say_how_long_mail_waits(client, db, settings):
    settings.METRICS_TOKEN = TOKEN
    then = clock.now() - timedelta(minutes=5)
    OutgoingMail.objects.create(to="a@a.example", created_at=then, not_before=then)
    lines = dict(
        one.split()
        for one in figures(client).content.decode().splitlines()[-8:]
        if " " in one and one[0] != "#"
    )
    assert lines["stedenband_mail_waiting"] == "1.0"
    assert 300 <= float(lines["stedenband_mail_oldest_seconds"]) < 400


def test_whom_to_tell_of_a_weakness(client, db, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@vvsg.example"
    text = client.get("/.well-known/security.txt").content.decode()
    assert text.startswith("Contact: mailto:security@vvsg.example\nExpires: ")
    assert text.split("Expires: ")[1][:10] > clock.today().isoformat()


@pytest.mark.parametrize(
    ("given", "is_taken"), [("0123456789abcdef", True), ("x\r\ny", False), ("short", False)]
)
def test_a_request_keeps_the_number_its_proxy_gave(client, given, is_taken):
    found = client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (found == given) is is_taken
    assert len(found) >= 16


class Kept(logging.Handler):
    """Keeps lines instead of writing them."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.setFormatter(JsonLine())
        self.lines = []

    def emit(self, record):
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines(caplog):
    """What a deployment would have written: lines of JSON."""
    caplog.set_level(logging.INFO, "stedenband.requests")
    kept, logger = Kept(), logging.getLogger("stedenband.requests")
    logger.addHandler(kept)
    yield kept.lines
    logger.removeHandler(kept)


def test_a_line_says_how_a_request_ended_and_nothing_that_was_typed(client, editor, lines):
    client.post(reverse("account_login"), {"login": editor.email, "password": "a secret password"})
    client.get("/en/search/?q=a+typed+text")
    client.get("/en/no-such-page/?token=abc")
    client.force_login(editor)
    client.get("/en/memberships/")
    found = lines
    assert [one["status"] for one in found] == [200, 200, 404, 403]
    assert [one["level"] for one in found] == ["INFO", "INFO", "INFO", "WARNING"]
    assert len({one["request"] for one in found}) == 4
    text = json.dumps(found)
    assert not [word for word in ("secret", "typed", "abc", editor.email) if word in text]


def test_a_line_break_stays_inside_its_line():
    record = logging.LogRecord("a", logging.ERROR, "", 0, "one\r\ntwo", None, None)
    assert "\n" not in JsonLine().format(record)


@pytest.mark.once
def test_the_proxys_settings_are_understood(tmp_path):
    """By nginx itself, with a certificate of its own."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("no nginx here")
    text = (settings.BASE_DIR / "stedenband/deploy/nginx.conf").read_text()
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    folder = "/etc/letsencrypt/live/stedenband.example.be"
    text = text.replace(f"{folder}/fullchain.pem", str(certificate))
    text = text.replace(f"{folder}/privkey.pem", str(key))
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {text} }}"
    (tmp_path / "nginx.conf").write_text(whole)
    done = subprocess.run(
        [nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert "syntax is ok" in done.stderr, done.stderr


DEPLOY = settings.BASE_DIR / "stedenband/deploy"


def test_the_proxy_lets_through_what_the_portal_answers_itself():
    text = (DEPLOY / "nginx.conf").read_text()
    allowed = int(re.search(r"client_max_body_size (\d+)m;", text)[1]) * 1024 * 1024
    assert allowed > settings.REQUEST_MAX_BYTES


@pytest.mark.parametrize(("hosts", "status"), [("stedenband.be,b.be", 0), ("elsewhere.be", 1)])
def test_a_container_asks_by_the_name_that_is_let_in(live_server, settings, hosts, status):
    settings.ALLOWED_HOSTS = ["stedenband.be"]
    address = live_server.url.replace("http://localhost", "0.0.0.0")
    done = subprocess.run(
        [sys.executable, DEPLOY / "healthy.py"],
        env={"ALLOWED_HOSTS": hosts, "BIND": address},
        check=False,
    )
    assert done.returncode == status


def test_what_has_no_server_is_not_asked_whether_it_answers():
    text = (DEPLOY / "compose.yaml").read_text()
    kinds = dict(re.findall(r"(?m)^  (\w+):\n    <<: \*(\w+)$", text))
    assert [name for name, kind in kinds.items() if kind == "app"] == ["web"]
    assert re.search(r"x-task: &task\n  <<: \*app\n  healthcheck: \{disable: true\}", text)
    assert '"stedenband/deploy/healthy.py"' in (DEPLOY / "Dockerfile").read_text()


def test_the_shell_reads_the_settings_that_systemd_reads():
    words = ["sh", "-euc", 'set -a; . "$0"; echo "$DEFAULT_FROM_EMAIL"', DEPLOY / "env.example"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == "Stedenband <stedenband@example.be>\n"


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("mail", "send_mail"),
        ("import", "run_imports"),
        ("remind", "remind"),
        ("forget", "forget"),
        ("backup", "backup"),
    ],
)
def test_what_runs_by_timer_has_its_units(name, command):
    service = (DEPLOY / f"stedenband-{name}.service").read_text()
    assert re.search(rf"(?m)^ExecStart=.*manage\.py {command}\b", service)
    assert "[Timer]" in (DEPLOY / f"stedenband-{name}.timer").read_text()
    assert f"{name}," in (DEPLOY / "README.md").read_text().replace("}", ",")

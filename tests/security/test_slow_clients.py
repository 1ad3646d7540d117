"""Two hundred phones that send a byte a second: behind the proxy, nobody else notices."""

import socket
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from statistics import quantiles

import pytest

from tests.reliability.portal import free_port, portal
from tests.reliability.proxy import NGINX, answers, on_loopback, served
from tests.security.figures import LONG, figure, much

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("reliability")]
SECONDS, SLOW = much(8, 60), 200
HEAD = "POST /en/accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
HEAD += "Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="


@contextmanager
def proxy(folder, behind):
    port = free_port()
    (folder / "nginx.conf").write_text(on_loopback(folder, port, [f"server 127.0.0.1:{behind};"]))
    words = [NGINX, "-c", folder / "nginx.conf", "-e", folder / "nginx.log"]
    with served(*words, ready=answers(port, "/livez")):
        yield port


def ask(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def slow_one(port, number):
    """A phone of its own address: the proxy counts what comes from each."""
    source = (f"127.0.{1 + number // 200}.{1 + number % 200}", 0)
    wire = socket.create_connection(("127.0.0.1", port), source_address=source, timeout=20)
    wire.sendall(HEAD.encode())
    return wire


def trickle(wires, until):
    while time.monotonic() < until:
        time.sleep(1)
        for wire in wires:
            wire.sendall(b"a")


def reading(port, until, found):
    paths = ("/en/", "/en/accounts/login/", "/en/twinnings/", "/livez")
    number = 0
    while time.monotonic() < until:
        began, status = time.perf_counter(), ask(port, paths[number % len(paths)])
        found.append((status, time.perf_counter() - began))
        number += 1


@contextmanager
def read_along(port, readers, until):
    """So many readers until then; what they found is whole when all of them are done."""
    found = []
    many = [threading.Thread(target=reading, args=(port, until, found)) for _ in range(readers)]
    for thread in many:
        thread.start()
    yield found
    for thread in many:
        thread.join()


def errors_in(found):
    return [status for status, _seconds in found if status != 200]


def slowest(found, share):
    """Milliseconds within which so many in a hundred had their answer."""
    return round(quantiles([seconds for _status, seconds in found], n=100)[share - 1] * 1000)


@pytest.mark.skipif(not NGINX, reason="nginx is lacking: install nginx-light")
def test_whoever_is_slow_holds_up_nobody_else(tmp_path):
    tmp_path.chmod(0o755)
    with portal() as one:
        one.start()
        with proxy(tmp_path, one.port) as port:
            wires = [slow_one(port, number) for number in range(SLOW)]
            until = time.monotonic() + SECONDS
            with read_along(port, 3, until) as found:
                trickle(wires, until)
            for wire in wires:
                wire.close()
    errors, p95 = errors_in(found), slowest(found, 95)
    more = {"requests": len(found), "errors": len(errors), "p95_ms": p95}
    figure("F28 slow clients", slow=SLOW, seconds=SECONDS, **more)
    assert (errors, len(found) > 20, not LONG or p95 < 1000) == ([], True, True)


def test_many_readers_at_once_meet_no_error():
    """What one machine does with others beside it; `python -m tests.bench` measures it alone."""
    readers = much(8, 64)
    with portal() as one:
        one.start()
        with read_along(one.port, readers, time.monotonic() + SECONDS) as found:
            pass
    errors = errors_in(found)
    more = {"a_second": len(found) // SECONDS, "p99_ms": slowest(found, 99)}
    figure("F27 readers at once", readers=readers, requests=len(found), **more, errors=len(errors))
    assert (errors, len(found) > readers) == ([], True)

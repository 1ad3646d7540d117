"""nginx with the file that is shipped; only its names, ports and certificate are a test's own."""

import re
import shutil
import subprocess
from contextlib import contextmanager, suppress
from urllib.request import urlopen

from tests.reliability.portal import ROOT, wait_until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
DEPLOYED = ROOT / "stedenband" / "deploy"
PLACES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def on_loopback(folder, port, servers):
    """Its settings: the server behind TLS, without TLS, before these lines of `upstream`."""
    text = (DEPLOYED / "nginx.conf").read_text()
    text = re.sub(r"server 127\.0\.0\.1:8000[^;]*;", "\n    ".join(servers), text)
    first, _redirecting, second = re.split(r"(?m)^server \{", text)
    second = re.sub(r"(?m)^ +(listen|ssl_)[^;]*;\n", "", second)
    paths = " ".join(f"{one}_temp_path {folder}/{one};" for one in PLACES)
    own = f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;"
    listening = f"server {{ listen 127.0.0.1:{port};"
    return (
        f"{own}\nevents {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; {paths}\n{first}{listening}{second}}}\n"
    )


@contextmanager
def served(*words, ready):
    """A server of our own for as long as it is needed."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([str(word) for word in words], cwd="/", **quiet)
    try:
        wait_until(ready, words[0], patience=60)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def answers(port, path="/"):
    def ready():
        with suppress(OSError):
            urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).close()
            return True
        return False

    return ready

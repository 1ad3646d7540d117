"""Gunicorn for the portal: two processes of sixteen threads, so that slow phones hold nobody up."""

import os

from prometheus_client.multiprocess import mark_process_dead

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "16"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
timeout = 60
graceful_timeout = 30
keepalive = (
    75  # longer than the proxy keeps an idle connection, so that it never meets a closed one
)
# A worker that grew is replaced; not all of them at the same moment.
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 4094
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = None  # the portal writes its own line, without addresses and tokens
errorlog = "-"
control_socket_disable = True  # systemd tells it what to do
loglevel = "warning"


def child_exit(server: object, worker: object) -> None:
    """A worker that went counts no more among those that are busy."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(worker.pid)  # type: ignore[attr-defined, no-untyped-call]

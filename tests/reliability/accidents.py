"""The accidents. Each answers what it counted; `lost` and `wrong` are to be empty or 0."""

import socket
import statistics
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from tests.reliability.writers import Ledger, comment, document, page, signed_in, writing


def books(ledger, found):
    """What was acknowledged beside what is there."""
    said = ledger.acknowledged
    pages = set(found["page_history"])
    lost = [text for text in said["comment"] if found["comments"].count(text) != 1]
    lost += [text for text in said["document"] if found["documents"].count(text) != 1]
    lost += [text for text in said["page"] if text not in pages]
    half = [
        found["comment_events"] - len(found["comments"]),
        found["document_events"] - len(found["documents"]),
        found["document_files"] - len(found["documents"]),
        found["page_events"] - found["page_version"],
        len(found["page_history"]) - 1 - found["page_version"],
        int(found["page_history"][-1] != found["page"]),
        len(found["missing"]),
    ]
    return {
        "acknowledged": sum(len(texts) for texts in said.values()),
        "lost": len(lost),
        "half-written": sum(map(abs, half)),
        "rows without file": len(found["missing"]),
        "files without row": len(found["orphans"]),
        "integrity": found["integrity"],
        "sent again": ledger.retried,
        "answers": ledger.statuses(),
    }


def killed(portal, *, kills, between=2.0, writers=12):
    """SIGKILL to the whole server tree while everybody writes."""
    portal.start()
    ledger = Ledger()
    end = writing(signed_in(portal, writers), ledger)
    try:
        for _kill in range(kills):
            time.sleep(between)
            portal.kill()
            portal.start()
        time.sleep(between)
    finally:
        end()
    portal.kill()
    return {"kills": kills, **books(ledger, portal.look())}


def without_database(portal, cluster, *, down, writers=12):
    """PostgreSQL stopped at once under load, and started again; nobody does anything else."""
    portal.start()
    ledger = Ledger()
    browsers = signed_in(portal, writers)
    end = writing(browsers, ledger)
    try:
        time.sleep(2)
        cluster.stop()
        before = len(ledger.answers)
        time.sleep(down)
        anonymous = portal.get("/nl/")
        during = ledger.answers[before:]
        cluster.start()
        first = portal.get("/nl/")
        time.sleep(2)
    finally:
        end()
    portal.kill()
    unavailable = [seconds for status, seconds in ledger.answers if status == 503]
    return {
        "seconds down": down,
        "answers while down": len(during),
        "anonymous while down": anonymous,
        "first after": first,
        "wrong": sum(status not in (200, 302, 409, 503) for status, _seconds in ledger.answers),
        "503 without the text": len(ledger.lost_texts),
        "slowest 503": round(max(unavailable, default=0), 2),
        **books(ledger, portal.look()),
    }


def sent_twice(portal, *, forms, clicks=8):
    """One form, sent by so many clicks at the same moment."""
    portal.start()
    browser = signed_in(portal, 1)[0]
    before = portal.look()
    statuses = []
    with ThreadPoolExecutor(clicks) as fingers:
        for _form in range(forms):
            path, data, _file = comment(portal, uuid4().hex)
            given = {**browser.form(path), **data}
            answers = list(
                fingers.map(lambda _n, p=path, g=given: browser.post(p, g), range(clicks))
            )
            statuses += [one.status for one in answers]
    portal.kill()
    rows = len(portal.look()["comments"]) - len(before["comments"])
    return {
        "forms": forms,
        "posts": len(statuses),
        "rows": rows,
        "wrong": sum(status != 302 for status in statuses) + abs(rows - forms),
    }


def speed(portal, *, seconds, writers=8):
    """Saves by so many who do nothing else."""
    portal.start()
    ledger = Ledger()
    end = writing(signed_in(portal, writers), ledger, kinds=(comment,))
    begin = time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - begin
    end()
    portal.kill()
    times = sorted(each for status, each in ledger.answers if status == 302)
    found = portal.look()
    return {
        "saves": len(times),
        "saves/s": round(len(times) / took, 1),
        "p50": round(statistics.median(times), 3),
        "p95": round(times[int(len(times) * 0.95)], 3),
        "slowest": round(times[-1], 3),
        "wrong": sum(status != 302 for status, _seconds in ledger.answers),
        "lost": sum(found["comments"].count(text) != 1 for text in ledger.acknowledged["comment"]),
    }


@contextmanager
def black_hole():
    """A mail server that takes the call and never says a word."""
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(64)
        yield hole.getsockname()[1]


def silent_mail(portal, *, saves):
    """Saves while the mail command waits for a server that never answers."""
    portal.start()
    browser = signed_in(portal, 1)[0]
    with black_hole() as port:
        url = f"smtp://127.0.0.1:{port}"
        # As a deployment sends: over SMTP.
        production = {
            "STEDENBAND_MODE": "production",
            "SECRET_KEY": "only-for-this-run-" * 4,
            "ALLOWED_HOSTS": "127.0.0.1",
            "EMAIL_URL": url,
            "DATABASE_URL": portal.env.get(
                "DATABASE_URL", f"sqlite:///{portal.folder}/demo.sqlite3"
            ),
        }
        sender = []
        times, wrong = [], 0
        for number in range(saves):
            path, data, _file = comment(portal, uuid4().hex)
            answer = browser.post(path, {**browser.form(path), **data})
            times.append(answer.seconds)
            wrong += answer.status != 302
            if number == 0:
                sender.append(mail_command(portal, production))
        took = sender[0].result()
    portal.kill()
    found = portal.look()
    return {
        "saves": saves,
        "slowest save": round(max(times), 2),
        "wrong": wrong,
        "mail waiting": found["waiting"],
        "mail lost": 0 if found["waiting"] + found["sent"] else 1,
        "mail command took": round(took, 1),
    }


def mail_command(portal, env):
    def run():
        begin = time.monotonic()
        # It gives each mail its ten seconds; that it waits, and for how many, is not the question.
        with suppress(subprocess.TimeoutExpired):
            portal.run("manage.py", "send_mail", check=False, timeout=15, **env)
        return time.monotonic() - begin

    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(run)
    finally:
        pool.shutdown(wait=False)


@contextmanager
def small_disk(folder, kilobytes=400):
    """A disk with that much room; only root can mount one."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={kilobytes}k,mode=0777"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def full_disk(portal, folder, *, posts, size):
    """Documents until the disk is full, and after; `folder` is where room is short."""
    with small_disk(folder):
        portal.start()
        browser = signed_in(portal, 1)[0]
        answers, words, lost = [], [], 0
        for _post in range(posts):
            said = uuid4().hex
            path, data, (name, content) = document(portal, said)
            file = (name, content + b"%" * size)
            answer = browser.post(path, {**browser.form(path), **data}, file)
            answers.append(answer.status)
            words += [said] if answer.status == 302 else []
            lost += answer.status == 507 and said not in answer.text
        reads = [
            portal.get("/nl/"),
            browser.get(f"/nl/twinnings/{portal.data['twinning']}/").status,
        ]
        portal.kill()
        found = portal.look()
    return {
        "posts": posts,
        "answers": {status: answers.count(status) for status in set(answers)},
        "wrong": sum(status not in (302, 507) for status in answers) + (507 not in answers),
        "507 without the text": lost,
        "lost": sum(found["documents"].count(text) != 1 for text in words),
        "files without row": len(found["orphans"]),
        "rows without file": len(found["missing"]),
        "reads": reads,
    }


def edited_by_two(portal, *, rounds):
    """Two save the same page from the same version at the same moment, over HTTP."""
    before = portal.look()["page_version"]
    portal.start()
    pair = signed_in(portal, 2)
    wrong = texts_missing = 0
    for _round in range(rounds):
        words = [uuid4().hex, uuid4().hex]
        forms = [page(portal, text) for text in words]
        hidden = [one.form(path) for one, (path, _data, _file) in zip(pair, forms, strict=True)]
        start = threading.Barrier(2)

        def save(number, forms=forms, hidden=hidden, start=start):
            path, data, _file = forms[number]
            start.wait()
            return pair[number].post(path, {**hidden[number], **data})

        with ThreadPoolExecutor(2) as hands:
            answers = list(hands.map(save, range(2)))
        wrong += sorted(one.status for one in answers) != [302, 409]
        refused = [one.text for one in answers if one.status == 409]
        texts_missing += not all(word in text for text in refused for word in words)
    portal.kill()
    found = portal.look()
    return {
        "rounds": rounds,
        "wrong": wrong,
        "409 without both texts": texts_missing,
        "lost updates": abs(found["page_version"] - before - rounds),
    }

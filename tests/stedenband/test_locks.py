"""The lock files: what is installed is what was looked at, from whichever index there is."""

import re

import pytest
from django.conf import settings

LOCKS = sorted(settings.BASE_DIR.glob("*.lock"), key=lambda path: path.name)
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(\[[^]]*\])?==\S+")


def entries(lock):
    """Each pinned package and its lines."""
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", "\n" + text)
    return {
        found.group(1).lower(): block for block in blocks if (found := PIN.match(block.strip()))
    }


def test_there_is_one_for_running_and_one_for_testing():
    assert [path.name for path in LOCKS] == ["requirements-dev.lock", "requirements.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_no_address_in_it(lock):
    lines = lock.read_text(encoding="utf-8").splitlines()
    named = ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host", "@ file")
    assert [line for line in lines if any(part in line for part in named)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_its_hashes(lock):
    without = [name for name, lines in entries(lock).items() if "--hash=sha256:" not in lines]
    assert (without, len(entries(lock)) > 10) == ([], True)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_hash_is_whole(lock):
    hashes = re.findall(r"--hash=(\S+)", lock.read_text(encoding="utf-8"))
    assert [one for one in hashes if not re.fullmatch(r"sha256:[0-9a-f]{64}", one)] == []


def test_tests_run_on_what_is_deployed():
    tested, deployed = (
        {name: PIN.match(lines).group() for name, lines in entries(lock).items()} for lock in LOCKS
    )
    assert {name: tested.get(name) for name in deployed} == deployed

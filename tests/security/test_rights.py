"""What is printed of who may do what is what the tests hold the portal to."""

from pathlib import Path

import pytest

from tests.security.figures import figure
from tests.security.rights import markdown

PRINTED = Path("stedenband/deploy/RIGHTS.md")


@pytest.mark.once
def test_the_printed_table_is_the_one_that_is_tested():
    """Else: `python -m tests.security --table > stedenband/deploy/RIGHTS.md`."""
    printed = PRINTED.read_text()
    figure("rights", rows=printed.count("\n|"), is_current=printed.strip() == markdown().strip())
    assert printed.strip() == markdown().strip()

"""What is typed arrives eight times at the same moment: it is kept once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from django.db import connection
from django.http import QueryDict  # noqa: TID251 - a test plays the browser

from stedenband.kept import Place, Seal, keep
from stedenband.models import KeptText
from tests.factories import UserFactory


def test_eight_at_the_same_moment_make_one_row(transactional_db):
    user, token, start = UserFactory(), str(uuid4()), Barrier(8)
    seal = Seal(user.pk, Place("partnerships:page-edit", "1"), "/en/pages/1/edit/")
    data = QueryDict(f"once={token}&text=Half+a")

    def send(_click):
        start.wait()
        said = keep(seal=seal, data=data)
        connection.close()
        return said

    with ThreadPoolExecutor(8) as clicks:
        said = list(clicks.map(send, range(8)))
    assert (said, KeptText.objects.count()) == ([204] * 8, 1)

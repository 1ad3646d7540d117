"""What tests share about texts that are kept until they are sent: who gets which page."""

from datetime import timedelta

from django.utils.timezone import now

from partnerships.models import Membership, Role
from stedenband.models import KeptText

# Rows of the table in test_access.py, in its columns.
TABLE = """
kept-save                     GET  401 405 405 405 405 405 405 405 405 405 405 405 405
kept-save                     POST 401 403 403 403 403 403 403 403 403 403 403 403 403
kept-discard                  GET  302 404 404 404 404 404 404 200 404 404 404 404 404
kept-discard                  POST 302 404 404 404 404 404 404 302 404 404 404 404 404
"""


def kept_by(user, form="partnerships:work", thing="", fields="text=Half+a+sentence", **given):
    """A text that somebody was writing."""
    given = {"address": "/en/work/", "until": now() + timedelta(days=7)} | given
    return KeptText.objects.create(user=user, form=form, thing=thing, fields=fields, **given)


def things(world):
    mine = Membership.objects.filter(organisation=world.twinning.flemish, role=Role.EDITOR)
    return {"kept-discard": kept_by(mine.filter(ends_on=None).first().user)}

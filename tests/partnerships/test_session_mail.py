"""Mail about sessions: to whom it may still matter, and one for each change."""

from datetime import timedelta

import pytest

from partnerships import actions
from stedenband import clock
from tests.factories import TwinningFactory
from tests.sessions import planned


def entered(twinning, by, days, **given):
    """A session so many days from now, entered today."""
    starts = clock.now() + timedelta(days=days)
    given |= {"host": twinning.flemish, "starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    return actions.plan_session(twinnings=[twinning], by=by, title="On compost", **given)


@pytest.mark.parametrize(("days", "mails"), [(7, 1), (-7, 0)])
def test_what_is_over_asks_nobody_to_contribute_beforehand(
    twinning, other_twinning, editor, partner_editor, stranger, mailoutbox, days, mails
):
    session = entered(twinning, editor, days)
    told = [mail.to for mail in mailoutbox]
    mailoutbox.clear()
    actions.change_session(session=session, by=editor, invited=[other_twinning])
    invited = [mail.to for mail in mailoutbox]
    assert (told, invited) == ([[partner_editor.email]] * mails, [[stranger.email]] * mails)


def test_whoever_is_invited_does_not_hear_that_it_was_moved_too(
    twinning, edegem, herent, editor, signatory, partner_editor, mailoutbox
):
    session = planned(twinning, editor)
    other = TwinningFactory(flemish=edegem, partner=herent)
    mailoutbox.clear()
    later = session.starts_at + timedelta(hours=1)
    given = {"starts_at": later, "ends_at": later + timedelta(hours=2), "invited": [other]}
    actions.change_session(session=session, by=editor, **given)
    told = sorted(mail.to[0] for mail in mailoutbox)
    assert told == sorted([signatory.email, partner_editor.email])

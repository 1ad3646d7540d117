"""What is asked in short, where a page knows more, is the same as what the rule says in full."""

from partnerships import policies
from partnerships.models import Milestone, Session, Twinning
from tests.pages import EVERYBODY

PRESENT = EVERYBODY


def test_a_milestone_tells_the_lines_that_a_reader_may_read(rows_of_every_noun, world, people):
    differing, told, hidden = [], 0, 0
    for role, user in people.items():
        for milestone in Milestone.objects.all():
            short = list(milestone.events.plain_to(user))
            full = list(milestone.events.visible_to(user))
            differing += [] if short == full else [(role, milestone.pk)]
            told, hidden = told + len(full), hidden + milestone.events.count() - len(full)
    assert (differing, told > 20, hidden > 20) == ([], True, True)


def test_who_is_inside_reads_every_session_of_the_twinning(rows_of_every_noun, world, people):
    unread, inside = [], 0
    for role, user in people.items():
        for twinning in Twinning.objects.all():
            if policies.may_see_inside(user, twinning):
                theirs = Session.objects.of_twinning(twinning)
                inside += theirs.count()
                unread += [
                    (role, one.pk)
                    for one in theirs.exclude(pk__in=theirs.visible_to(user).values("pk"))
                ]
    assert (unread, inside > 5) == ([], True)

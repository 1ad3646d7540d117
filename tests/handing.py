"""What tests share about unwritten rules, the handover file and memberships."""

from partnerships import actions
from partnerships.models import Role, Verb
from stedenband.accounts.models import User
from tests.factories import UserFactory, member

# Rows of the table in test_access.py, in its columns.
HANDING_ACCESS = """\
partnerships:custom-list      GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:custom-list      POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:custom-write     GET  302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:custom-write     POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:handover-detail  GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:handover-detail  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:handover-file    GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:handover-file    POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:membership-list  GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:membership-list  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:membership-give  GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:membership-give  POST 302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:membership-end   GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:membership-end   POST 302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:membership-succeed GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:membership-succeed POST 302 403 403 403 403 403 403 403 403 403 403 200 403
"""

NEWCOMER = "new@elsewhere.example"


def customs_written(twinning, by, **words):
    """A side's unwritten rules, written by the action for the side of whoever writes."""
    given = {"text": "Never plan anything in **Carnival** week.", "language": "nl"}
    side = twinning.side_of(by)
    return actions.write_customs(twinning=twinning, side=side, by=by, **(given | words))


def left(organisation, by):
    """A membership that ended and left work: the account's lesson is read by its side alone."""
    user = member(organisation, Role.EDITOR)
    twinning = organisation.twinnings_as_flemish.get()
    actions.add_lesson(
        twinning=twinning,
        by=user,
        side="flemish",
        title="Half a lesson",
        language="nl",
        direction="flemish",
        situation="Not told yet.",
        again="yes",
        visibility="side",
    )
    return actions.end_membership(membership=user.memberships.get(), by=by)


def newcomer() -> User:
    """An account without a membership, always the same one."""
    found = User.objects.filter(email=NEWCOMER).first()
    return found or UserFactory(email=NEWCOMER)


def furnish(twinning, editor, partner_editor, coordinator):
    """Unwritten rules of both sides; a membership to end, and one that waits for a successor."""
    leaver = member(twinning.flemish, Role.READER, name="Second reader")
    return {
        "place": twinning.flemish,
        "new_account": newcomer(),
        "custom": customs_written(twinning, editor),
        "partner_custom": customs_written(twinning, partner_editor, visibility="side"),
        "membership": leaver.memberships.get(),
        "ended": left(twinning.flemish, coordinator),
    }


def handing_things(world):
    """What each page is about, of `tests.pages.furnished`."""
    of_twinning = ("custom-list", "custom-write", "handover-detail", "handover-file")
    return {
        **dict.fromkeys(of_twinning, world.twinning.slug),
        "membership-list": None,
        "membership-give": world.twinning.flemish.slug,
        "membership-end": world.membership,
        "membership-succeed": world.ended,
    }


def write_customs(world):
    return customs_written(world.twinning, world.editor)


def name_successor(world):
    leaver = member(world.edegem, Role.READER).memberships.get()
    ended = actions.end_membership(membership=leaver, by=world.coordinator)
    actions.name_successor(membership=ended, successor=world.editor, by=world.coordinator)


def invite(world):
    post = {"email": "another@cusco.example", "name": "Another post", "language": "es"}
    given = {"organisation": world.edegem, "role": "reader", "time_zone": "America/Lima"}
    actions.send_invitation(by=world.coordinator, **post, **given)


# Rows of the table in deeds.py: verb, action, deed, lines written before.
HANDING_DEEDS = [
    (Verb.CUSTOMS_WRITTEN, "write_customs", write_customs, 0),
    (Verb.MEMBERSHIP_GIVEN, "send_invitation", invite, 0),
    (Verb.WORK_TAKEN_OVER, "name_successor", name_successor, 1),
]

# Rows of the table in forms.py: who fills it in, on what, what else it needs, where words go.
HANDING_FORMS = {
    "custom-write": ("editor", "custom", {"language": "nl", "visibility": "twinning"}, "text"),
    "membership-give": (
        "coordinator",
        "place",
        {"email": NEWCOMER, "role": "reader"},
        "",
    ),
    "membership-end": ("coordinator", "membership", {}, ""),
    "membership-succeed": ("coordinator", "ended", {}, ""),
}

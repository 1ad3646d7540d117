"""Mail: to those concerned, each in their own language, with an address that works."""

from datetime import date

import pytest
from django.conf import settings

from partnerships import actions
from partnerships.models import Milestone, Organisation, Role
from sdg.models import Target
from stedenband.accounts.models import User
from stedenband.mail import send_waiting
from tests.factories import (
    SourceFactory,
    TwinningFactory,
    agree,
    approve,
    contest,
    draft,
    member,
    opened,
    send_back,
    submitted,
    submitted_by_both,
)

EVERYBODY = [
    "editor",
    "signatory",
    "reader",
    "partner_editor",
    "partner_signatory",
    "stranger",
    "coordinator",
    "second_coordinator",
    "facilitator",
    "former",
    "nobody",
    "staff",
]


@pytest.fixture
def everybody(request):
    """All people there are, each with a language to write to them in."""
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


def told(mailoutbox):
    return sorted(address for mail in mailoutbox for address in mail.to)


def addresses(everybody, *names):
    return sorted(everybody[name].email for name in names)


COORDINATORS = ("coordinator", "second_coordinator")
PARTNERS = ("partner_editor", "partner_signatory")


def test_handing_in_asks_coordinators_and_the_signatory_across(everybody, milestone, mailoutbox):
    submitted(milestone, everybody["partner_editor"])
    assert told(mailoutbox) == addresses(everybody, *COORDINATORS, "signatory")


def test_without_a_signatory_the_editor_across_is_asked(
    milestone, partner_editor, coordinator, editor, mailoutbox
):
    submitted(milestone, partner_editor)
    assert told(mailoutbox) == sorted([coordinator.email, editor.email])


def test_a_joint_report_asks_coordinators_alone(everybody, joint_milestone, mailoutbox):
    submitted_by_both(joint_milestone, everybody["editor"], everybody["partner_editor"])
    assert told(mailoutbox) == addresses(everybody, *COORDINATORS, *COORDINATORS)


def test_a_coordinator_is_not_told_what_they_did(everybody, coordination_milestone, mailoutbox):
    submitted(coordination_milestone, everybody["coordinator"])
    assert told(mailoutbox) == addresses(everybody, "second_coordinator")


def test_a_draft_tells_nobody(everybody, milestone, mailoutbox):
    draft(milestone, everybody["partner_editor"])
    assert told(mailoutbox) == []


@pytest.mark.parametrize("act", [approve, send_back])
def test_a_decision_is_told_to_the_side_that_wrote(everybody, report, mailoutbox, act):
    mailoutbox.clear()
    act(report, everybody["coordinator"])
    assert told(mailoutbox) == addresses(everybody, *PARTNERS)


def test_a_decision_on_the_coordinations_report_is_told_to_who_handed_it_in(
    everybody, coordination_milestone, mailoutbox
):
    report = submitted(coordination_milestone, everybody["facilitator"])
    mailoutbox.clear()
    approve(report, everybody["coordinator"])
    assert told(mailoutbox) == addresses(everybody, "facilitator")


def test_a_turned_key_is_told_to_the_side_that_wrote(everybody, report, mailoutbox):
    mailoutbox.clear()
    agree(report, everybody["signatory"])
    assert told(mailoutbox) == addresses(everybody, *PARTNERS)


def test_a_contest_is_told_to_coordinators_too(everybody, report, mailoutbox):
    mailoutbox.clear()
    contest(report, everybody["signatory"])
    assert told(mailoutbox) == addresses(everybody, *PARTNERS, *COORDINATORS)


def test_a_reminder_goes_to_that_sides_writers(everybody, twinning, mailoutbox):
    page = twinning.pages.get(side="flemish")
    actions.remind_side(page=page, by=everybody["coordinator"], words="How is the orchard?")
    assert told(mailoutbox) == addresses(everybody, "editor", "signatory")


def test_each_mail_goes_to_one_person(everybody, report, mailoutbox):
    assert {len(mail.recipients()) for mail in mailoutbox} == {1}


def test_each_mail_leads_to_the_page_in_its_readers_language(
    san_jeronimo, milestone, partner_editor, coordinator, mailoutbox
):
    member(san_jeronimo, Role.EDITOR, email="fr@san-jeronimo.example", language="fr")
    report = submitted(milestone, partner_editor)
    mailoutbox.clear()
    approve(report, coordinator)
    links = {mail.to[0]: mail.body.strip().splitlines()[-1] for mail in mailoutbox}
    page = f"{settings.SITE_URL}/{{}}/milestones/{milestone.pk}/"
    assert links == {
        "editor@san-jeronimo.example": page.format("es"),
        "fr@san-jeronimo.example": page.format("fr"),
    }


def test_a_mail_names_the_milestone_in_its_readers_language(
    report, coordinator, partner_editor, mailoutbox
):
    mailoutbox.clear()
    approve(report, coordinator)
    assert "«Calle de reciclaje abierta»" in mailoutbox[0].subject


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("nl", "5 augustus 2027"),
        ("es", "5 de agosto de 2027"),
        ("fr", "5 août 2027"),
        ("en", "Aug. 5, 2027"),
    ],
)
def test_a_mail_speaks_its_readers_language_whoever_causes_it(
    report, coordinator, partner_editor, mailoutbox, language, day
):
    User.objects.filter(pk=partner_editor.pk).update(language=language)
    mailoutbox.clear()
    send_back(report, coordinator, answer_by=date(2027, 8, 5))
    assert day in mailoutbox[0].body


def test_the_note_of_a_returned_report_is_in_the_mail(
    report, coordinator, partner_editor, mailoutbox
):
    mailoutbox.clear()
    send_back(report, coordinator, note="¿Qué calle?\nY ¿cuándo?")
    assert "¿Qué calle?\nY ¿cuándo?" in mailoutbox[0].body


def test_the_reason_of_a_contest_is_in_the_mail(report, signatory, partner_editor, mailoutbox):
    mailoutbox.clear()
    contest(report, signatory, reason="We saw no street.")
    assert "We saw no street." in mailoutbox[0].body


def test_a_coordinators_own_words_are_in_the_reminder(twinning, coordinator, editor, mailoutbox):
    page = twinning.pages.get(side="flemish")
    actions.remind_side(page=page, by=coordinator, words="How is the orchard?")
    assert "How is the orchard?" in mailoutbox[0].body


def test_signs_are_not_turned_into_code(report, coordinator, partner_editor, mailoutbox):
    Milestone.objects.update(title_es="Agua & plaza d'Edegem <abierta>")
    mailoutbox.clear()
    report.milestone.refresh_from_db()
    send_back(report, coordinator, note="L'école & <b>")
    found = ("Agua & plaza d'Edegem <abierta>" in mailoutbox[0].subject, mailoutbox[0].body)
    assert (found[0], "L'école & <b>" in found[1]) == (True, True)


@pytest.fixture
def queue(settings):
    """As in a deployment: mail is written to the queue, then handed to the transport."""
    settings.EMAIL_BACKEND = "stedenband.mail.QueueBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_break_in_a_title_reaches_no_header(
    queue, report, coordinator, partner_editor, mailoutbox, end
):
    Milestone.objects.update(title_es=f"Plaza{end}Bcc: everybody@example.org")
    approve(report, coordinator)
    send_waiting()
    (mail,) = mailoutbox
    assert (mail.message()["Bcc"], mail.recipients()) == (None, [partner_editor.email])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_break_in_a_name_reaches_no_header(
    queue, milestone, partner_editor, coordinator, mailoutbox, end
):
    Organisation.objects.filter(slug="edegem").update(name=f"Edegem{end}Bcc: all@example.org")
    submitted(Milestone.objects.get(pk=milestone.pk), partner_editor)
    send_waiting()
    (mail,) = mailoutbox
    assert (mail.message()["Bcc"], mail.recipients()) == (None, [coordinator.email])


def test_a_refused_deed_tells_nobody(report, coordinator, partner_editor, mailoutbox):
    mailoutbox.clear()
    with pytest.raises(Exception, match="missing"):
        send_back(report, coordinator, note="")
    assert mailoutbox == []


def test_a_deed_is_told_to_the_other_side(everybody, twinning, mailoutbox):
    given = {"title": "Compost", "main_target": Target.objects.get(code="12.5")}
    actions.add_deed(twinning=twinning, side="flemish", by=everybody["editor"], **given)
    assert told(mailoutbox) == addresses(everybody, *PARTNERS)


def test_a_comment_is_told_to_both_sides_but_not_to_who_wrote_it(everybody, milestone, mailoutbox):
    words = {"language": "nl", "text": "Wanneer komt de container?"}
    actions.add_comment(milestone=milestone, by=everybody["editor"], **words)
    bodies = {words["text"] in mail.body for mail in mailoutbox}
    assert (told(mailoutbox), bodies) == (addresses(everybody, "signatory", *PARTNERS), {True})


def test_a_self_assessment_is_told_to_both_sides(everybody, trajectory, mailoutbox):
    opened(trajectory, everybody["coordinator"])
    assert told(mailoutbox) == addresses(everybody, "editor", "signatory", *PARTNERS)


def test_a_successor_is_sent_to_no_pair_that_only_a_register_names(
    twinning, edegem, nimlahakok, editor, signatory, coordinator, mailoutbox
):
    known = TwinningFactory(flemish=edegem, partner=nimlahakok, registered_from=SourceFactory())
    given = {"membership": editor.memberships.get(), "successor": signatory}
    actions.end_membership(by=coordinator, **given)
    [mail] = mailoutbox
    found = [f"/twinnings/{one.slug}/" in mail.body for one in (twinning, known)]
    assert found == [True, False]

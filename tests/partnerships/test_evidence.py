"""Evidence: read inside the twinning, stored under random names, gone when its draft drops it."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from partnerships import actions
from partnerships.models import Event, Evidence, ProgressReport
from sdg.models import Target
from stedenband.files import CheckedFile
from tests.factories import draft, reload, send_back, submitted


def pdf(name="minutes.pdf", data=b"%PDF-1.7 minutes"):
    return CheckedFile(ContentFile(data), "application/pdf", name, len(data))


def files_in(media):
    return [path for path in media.rglob("*") if path.is_file()]


def undone(action):
    """Do it in a transaction that is rolled back."""
    with transaction.atomic():
        action()
        raise RuntimeError


def test_a_file_and_a_link_are_kept_with_the_report(milestone, partner_editor):
    draft(milestone, partner_editor, uploads=[pdf()], link="https://example.org/acta")
    rows = Evidence.objects.values_list("name", "content_type", "size", "url")
    assert list(rows) == [
        ("minutes.pdf", "application/pdf", 16, ""),
        ("https://example.org/acta", "", 0, "https://example.org/acta"),
    ]


def test_a_file_is_stored_under_a_random_name(milestone, partner_editor, media):
    draft(milestone, partner_editor, uploads=[pdf("../../etc/María Pérez.pdf"), pdf()])
    folders = {path.relative_to(media).parts[0] for path in files_in(media)}
    names = [path.name for path in files_in(media)]
    assert (folders, [len(name) for name in names], len(set(names))) == ({"evidence"}, [32, 32], 2)


def test_its_bytes_are_what_was_sent(milestone, partner_editor):
    draft(milestone, partner_editor, uploads=[pdf(data=b"%PDF-1.4 photo")])
    assert Evidence.objects.get().file.read() == b"%PDF-1.4 photo"


@pytest.mark.parametrize("role", ["editor", "coordinator", "facilitator", "stranger", "nobody"])
def test_before_it_is_handed_in_its_own_side_alone_sees_it(
    request, milestone, partner_editor, role
):
    draft(milestone, partner_editor, uploads=[pdf()])
    user = request.getfixturevalue(role)
    assert not Evidence.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("partner_signatory", True),
        ("editor", True),
        ("reader", True),
        ("coordinator", True),
        ("facilitator", True),
        ("stranger", False),
        ("nobody", False),
        ("former", False),
        ("staff", False),
    ],
)
def test_once_handed_in_those_inside_see_it(request, milestone, partner_editor, role, sees):
    submitted(milestone, partner_editor, uploads=[pdf()])
    user = request.getfixturevalue(role)
    assert Evidence.objects.visible_to(user).exists() is sees


def test_the_public_never_sees_it_however_public_the_report(
    milestone, partner_editor, nobody, twinning
):
    report = submitted(milestone, partner_editor, uploads=[pdf()])
    actions.publish_page(page=twinning.pages.get(side="partner"), by=partner_editor)
    ProgressReport.objects.update(state="approved", published_at=report.submitted_at)
    assert not Evidence.objects.visible_to(nobody).exists()


def test_what_is_added_to_a_returned_report_is_hidden_until_it_is_sent(
    milestone, partner_editor, coordinator
):
    report = submitted(milestone, partner_editor, uploads=[pdf("first.pdf")])
    send_back(report, coordinator)
    draft(milestone, partner_editor, uploads=[pdf("second.pdf")])
    assert [one.name for one in Evidence.objects.visible_to(coordinator)] == ["first.pdf"]


def test_each_piece_knows_the_round_it_was_sent_with(milestone, partner_editor, coordinator):
    report = submitted(milestone, partner_editor, uploads=[pdf("first.pdf")])
    send_back(report, coordinator)
    submitted(milestone, partner_editor, uploads=[pdf("second.pdf")])
    rows = Evidence.objects.values_list("name", "sent_in_round")
    assert list(rows) == [("first.pdf", 1), ("second.pdf", 2)]


def test_what_was_handed_in_stays(milestone, partner_editor, media):
    submitted(milestone, partner_editor, uploads=[pdf()])
    with pytest.raises(ValidationError) as refusal:
        actions.remove_evidence(evidence=Evidence.objects.get(), by=partner_editor)
    message = "This was handed in with a report: it stays with it."
    assert (refusal.value.messages, len(files_in(media))) == ([message], 1)


def test_what_was_handed_in_stays_though_the_caller_does_not_know_it_yet(milestone, partner_editor):
    draft(milestone, partner_editor, uploads=[pdf()])
    seen_before = Evidence.objects.get()
    Evidence.objects.update(sent_in_round=1)
    with pytest.raises(ValidationError):
        actions.remove_evidence(evidence=seen_before, by=partner_editor)
    assert Evidence.objects.count() == 1


def test_a_removed_file_is_gone_once_that_is_certain(
    milestone, partner_editor, media, django_capture_on_commit_callbacks
):
    draft(milestone, partner_editor, uploads=[pdf()])
    with django_capture_on_commit_callbacks() as callbacks:
        actions.remove_evidence(evidence=Evidence.objects.get(), by=partner_editor)
    before = len(files_in(media))
    for callback in callbacks:
        callback()
    assert (Evidence.objects.count(), before, files_in(media)) == (0, 1, [])


def test_a_removal_that_was_rolled_back_leaves_the_file(
    milestone, partner_editor, media, django_capture_on_commit_callbacks
):
    draft(milestone, partner_editor, uploads=[pdf()])
    evidence = Evidence.objects.get()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        undone(partial(actions.remove_evidence, evidence=evidence, by=partner_editor))
    assert (Evidence.objects.count(), len(files_in(media))) == (1, 1)


def test_a_removal_is_in_its_own_sides_history(milestone, partner_editor, coordinator):
    draft(milestone, partner_editor, uploads=[pdf()])
    actions.remove_evidence(evidence=Evidence.objects.get(), by=partner_editor)
    seen = [
        list(Event.objects.visible_to(user).filter(verb="evidence_removed").values_list("old"))
        for user in (partner_editor, coordinator)
    ]
    assert seen == [[("minutes.pdf",)], []]


def test_what_a_deed_lost_is_in_the_history_of_both_sides(
    twinning, editor, partner_editor, coordinator
):
    given = {"title": "One", "main_target": Target.objects.get(code="11.6"), "uploads": [pdf()]}
    actions.add_deed(twinning=twinning, side="flemish", by=editor, **given)
    actions.remove_evidence(evidence=Evidence.objects.get(), by=editor)
    gone = Event.objects.filter(verb="evidence_removed")
    people = (editor, partner_editor, coordinator)
    assert [gone.visible_to(user).count() for user in people] == [1, 1, 1]


def test_a_removed_link_needs_no_file(
    milestone, partner_editor, django_capture_on_commit_callbacks
):
    draft(milestone, partner_editor, link="https://example.org/acta")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        actions.remove_evidence(evidence=Evidence.objects.get(), by=partner_editor)
    assert (callbacks, Evidence.objects.count()) == ([], 0)


@pytest.mark.parametrize("names", [["good.pdf", "bad\x00.pdf"], ["bad\x00.pdf", "good.pdf"]])
def test_a_file_that_cannot_be_kept_leaves_none(milestone, partner_editor, media, names):
    with pytest.raises(ValidationError):
        draft(milestone, partner_editor, uploads=[pdf(name) for name in names])
    assert (Evidence.objects.count(), files_in(media)) == (0, [])


def test_a_link_that_is_none_leaves_no_file(milestone, partner_editor, media):
    with pytest.raises(ValidationError) as refusal:
        draft(milestone, partner_editor, uploads=[pdf()], link="javascript:alert(1)")
    found = (list(refusal.value.message_dict), Evidence.objects.count(), files_in(media))
    assert found == (["url"], 0, [])


@pytest.mark.parametrize("given", [{}, {"url": "https://example.org", "file": "evidence/a"}])
def test_the_database_insists_on_a_file_or_a_link(report, partner_editor, given):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Evidence.objects.create(report=report, by=partner_editor, name="Both or none", **given)
    assert "evidence_file_or_link" in str(refusal.value)


def test_a_file_is_handed_out_by_a_view_and_a_link_leads_outside(milestone, partner_editor):
    draft(milestone, partner_editor, uploads=[pdf()], link="https://example.org/acta")
    file, link = Evidence.objects.all()
    found = (file.get_absolute_url(), link.get_absolute_url())
    assert found == (f"/en/evidence/{file.pk}/", "https://example.org/acta")


def test_a_report_that_is_looked_at_again_still_has_its_evidence(milestone, partner_editor):
    report = submitted(milestone, partner_editor, uploads=[pdf()])
    assert [one.name for one in reload(report).evidence.all()] == ["minutes.pdf"]

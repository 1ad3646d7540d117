"""Reports, their review and the other side's key."""

from collections.abc import Iterable

from partnerships.models import (
    Evidence,
    Membership,
    Milestone,
    ProgressReport,
    Reporter,
    Role,
    Side,
    grants_of,
    reporters_of,
)
from partnerships.policies.twinning import (
    acts_for,
)
from stedenband.accounts.models import User


def reporter_for(user: User, milestone: Milestone) -> Reporter | None:
    """For whom somebody writes on a milestone, if for anybody."""
    for reporter in reporters_of(milestone.duty):
        if may_report_as(user, milestone, reporter):
            return reporter
    return None


def may_report_as(user: User, milestone: Milestone, reporter: str) -> bool:
    """Editors and signatories for their side; VVSG and facilitators for the coordination."""
    if reporter == Reporter.COORDINATION:
        return grants_of(user).reads_all
    return acts_for(user, milestone.twinning, reporter)


def may_write_progress(user: User, milestone: Milestone) -> bool:
    return reporter_for(user, milestone) is not None


def sides_brought_by(user: User, milestone: Milestone) -> list[Reporter]:
    """Whose report form somebody may bring in: their own; a coordinator each side's."""
    is_coordinator = grants_of(user).is_coordinator
    return [
        reporter
        for reporter in reporters_of(milestone.duty)
        if is_coordinator or may_report_as(user, milestone, reporter)
    ]


def sides_to_bring(
    user: User, milestone: Milestone, reports: Iterable[ProgressReport]
) -> list[Reporter]:
    """Those of which a form can come in today: without a report, or one's own that is written on.

    `reports` are those of the milestone, as far as they are known.
    """
    begun = {one.reporter: one for one in reports}

    def is_open(side: str) -> bool:
        if side not in begun:
            return True
        return begun[side].is_writable and may_report_as(user, milestone, side)

    return [side for side in sides_brought_by(user, milestone) if is_open(side)]


def may_review_progress(user: User, report: ProgressReport) -> bool:
    """A coordinator, and nobody their own report or that of their own organisation."""
    grants = grants_of(user)
    if not grants.is_coordinator or not report.rounds or report.latest.by_id == user.pk:
        return False
    if report.reporter == Reporter.COORDINATION:
        return True
    own = report.milestone.twinning.organisation_of(report.reporter).pk
    return own not in grants.organisations


def may_confirm_progress(user: User, report: ProgressReport) -> bool:
    """A signatory of the other side; an editor where that side has appointed no signatory."""
    if not report.needs_key or not report.rounds:
        return False
    other = report.milestone.twinning.organisation_of(Side(report.reporter).other)
    return other.pk in keys_of(user)


def keys_of(user: User) -> frozenset[int]:
    """The organisations for which somebody turns the key; asked once for each loaded account."""
    if "_keys" not in user.__dict__:
        by_role = grants_of(user).by_role
        edited = by_role.get(Role.EDITOR, frozenset())
        current = Membership.objects.current().of_organisations(*edited)
        signed = current.filter(role=Role.SIGNATORY).values_list("organisation", flat=True)
        own = by_role.get(Role.SIGNATORY, frozenset())
        user.__dict__["_keys"] = own | (edited - set(signed) if edited else frozenset())
    keys: frozenset[int] = user.__dict__["_keys"]
    return keys


def may_publish_progress(user: User, report: ProgressReport) -> bool:
    """The side that wrote it, and nobody else."""
    return may_report_as(user, report.milestone, report.reporter)


def may_add_evidence(user: User, report: ProgressReport) -> bool:
    """Whoever writes for the side whose report it is."""
    return may_report_as(user, report.milestone, report.reporter)


def may_remove_evidence(user: User, evidence: Evidence) -> bool:
    if evidence.side == Reporter.COORDINATION:
        return grants_of(user).reads_all
    return acts_for(user, evidence.twinning, evidence.side)

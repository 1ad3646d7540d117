"""Who governs soon changes: the sentences that elections and mandates lead to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import LEAVES, Election, Exactness, Mandate, Organisation, Twinning
from partnerships.models.exactness import in_words, last_day
from partnerships.models.mandate import SOON
from partnerships.models.trajectory import months_between, whole_months
from stedenband import clock


@dataclass(frozen=True)
class Turnover:
    """One change that comes: on which side of which twinning, when, and in words."""

    twinning: Twinning
    side: str
    on: date
    sentence: str
    is_sample: bool


def turnovers(
    twinnings: Iterable[Twinning], elections: Iterable[Election], mandates: Iterable[Mandate]
) -> list[Turnover]:
    """What changes within a year, the first change first.

    `elections` are those to come, with `organisations`; `mandates` those that end, with names.
    Where an election says it, the end of the same term is not said again.
    """
    found = [
        Turnover(one, side, day, sentence_of(election, one.organisation_of(side)), is_sample)
        for election in elections
        for day, is_sample in [(next_day(election), election.is_sample)]
        if day <= clock.today() + timedelta(days=SOON)
        for one in twinnings
        for side in LEAVES
        if votes(election, one.organisation_of(side))
    ]
    said = {(one.twinning.pk, one.side) for one in found}
    found += [
        Turnover(one.post.twinning, one.post.side, one.ends_on, end_of(one), one.is_sample)
        for one in mandates
        if one.ends_on and not (is_elected(one) and (one.post.twinning_id, one.post.side) in said)
    ]
    return sorted(found, key=lambda one: (one.on, one.twinning.pk, one.side))


def is_elected(mandate: Mandate) -> bool:
    return mandate.filled == Mandate.Filled.ELECTED


def next_day(election: Election) -> date:
    """When those elected take office; where that is not known, or still open, the vote."""
    return election.in_office_on or election.held_on


def votes(election: Election, place: Organisation) -> bool:
    """Whether an election is that of a place, or of the municipality in which it lies."""
    if election.country != place.country:
        return False
    named = {one.pk for one in election.organisations.all()}
    return not named or bool(named & {place.pk, place.within_id})


def sentence_of(election: Election, place: Organisation) -> str:
    """`In 4 months all of Cobán's council changes (3 May 2027).`"""
    known = election.office_known if election.in_office_on else election.held_known
    day = next_day(election)
    given = {
        "time": time_words(day, known),
        "place": (place.within or place).name,
        "day": in_words(day, known),
    }
    return (in_office if election.in_office_on else at_vote)(election.kind) % given


def in_office(kind: str) -> str:
    return {
        Election.Kind.COUNCIL: _(
            "%(time)s, all of the municipal council of %(place)s changes (%(day)s)."
        ),
        Election.Kind.MAYOR: _("%(time)s, a new term of the mayor of %(place)s begins (%(day)s)."),
        Election.Kind.BOTH: _(
            "%(time)s, the mayor and all of the municipal council of %(place)s change (%(day)s)."
        ),
        Election.Kind.AUTHORITIES: _(
            "%(time)s, the community authorities of %(place)s change (%(day)s)."
        ),
    }[Election.Kind(kind)]


def at_vote(kind: str) -> str:
    return {
        Election.Kind.COUNCIL: _("%(time)s, %(place)s elects its municipal council (%(day)s)."),
        Election.Kind.MAYOR: _("%(time)s, %(place)s elects its mayor (%(day)s)."),
        Election.Kind.BOTH: _(
            "%(time)s, %(place)s elects its mayor and municipal council (%(day)s)."
        ),
        Election.Kind.AUTHORITIES: _(
            "%(time)s, %(place)s chooses its community authorities (%(day)s)."
        ),
    }[Election.Kind(kind)]


def end_of(mandate: Mandate) -> str:
    """`In 4 months the term of the coordinator in Edegem ends (31 March 2027).`"""
    given = {
        "time": time_words(mandate.ends_on or clock.today(), mandate.ends_known),
        "post": str(mandate.post),
        "place": mandate.post.place,
        "day": mandate.ends_words,
    }
    return _("%(time)s, the term “%(post)s” in %(place)s ends (%(day)s).") % given


def time_words(day: date, known: str) -> str:
    """How far away a day is, no more exactly than it is known; it opens a sentence."""
    today = clock.today()
    if known == Exactness.YEAR:
        return _("In %(year)s") % {"year": day.year}
    counted = months_between if known == Exactness.MONTH else whole_months
    months = counted(today, day)
    if months >= 1:
        return ngettext("In %(n)s month", "In %(n)s months", months) % {"n": months}
    if known == Exactness.MONTH:
        return _("This month")
    days = (day - today).days
    return ngettext("In %(n)s day", "In %(n)s days", days) % {"n": days} if days > 0 else _("Today")


def ends_in(mandate: Mandate) -> str:
    """`ends in 4 months`, on the line of a term."""
    if mandate.ends_on is None:
        return ""
    if mandate.ends_known == Exactness.YEAR:
        return _("ends in the course of %(year)s") % {"year": mandate.ends_on.year}
    today = clock.today()
    months = whole_months(today, last_day(mandate.ends_on, mandate.ends_known))
    if months >= 1:
        return ngettext("ends in %(n)s month", "ends in %(n)s months", months) % {"n": months}
    days = (mandate.ends_on - today).days
    return ngettext("ends in %(n)s day", "ends in %(n)s days", days) % {"n": days}

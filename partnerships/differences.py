"""How both sides see a statement, and in words where they see it differently.

There is no score and no total: what counts is what to talk about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.models import Answer, AnswerSheet, Degree, Side, Statement, Twinning
from partnerships.models.assessment import STEPS

MOST_STARTERS = 3


@dataclass(frozen=True)
class Voice:
    """What one side says on a statement."""

    side: Side
    name: str
    language: str
    answer: Answer


@dataclass(frozen=True)
class Outlook:
    """One statement, with what both sides say in reading order."""

    statement: Statement
    voices: tuple[Voice, Voice]
    is_ours: bool

    @property
    def gap(self) -> int:
        """How many steps lie between the answers; none where a side cannot say."""
        degrees = [Degree(voice.answer.degree) for voice in self.voices]
        if Degree.CANNOT_SAY in degrees:
            return 0
        one, other = (STEPS.index(degree) for degree in degrees)
        return abs(one - other)

    @property
    def is_shared(self) -> bool:
        one, other = self.voices
        return one.answer.degree == other.answer.degree

    @property
    def words(self) -> str:
        """The difference, named; or that there is none."""
        one, other = self.voices
        if self.is_shared:
            return shared(one.answer)
        said = {
            "one": one.name,
            "this": one.answer.get_degree_display(),
            "other": other.name,
            "that": other.answer.get_degree_display(),
        }
        if not self.gap:
            return half_said(one, other)
        if self.is_ours:
            return (
                _("Here you see it differently: %(one)s says “%(this)s”, %(other)s “%(that)s”.")
                % said
            )
        return (
            _("Here they see it differently: %(one)s says “%(this)s”, %(other)s “%(that)s”.") % said
        )


def shared(answer: Answer) -> str:
    if answer.degree == Degree.CANNOT_SAY:
        return _("Neither side can say.")
    return _("Both say “%(degree)s”.") % {"degree": answer.get_degree_display()}


def half_said(one: Voice, other: Voice) -> str:
    """One side has an answer, the other cannot say."""
    speaks, silent = (other, one) if one.answer.degree == Degree.CANNOT_SAY else (one, other)
    said = {"name": speaks.name, "degree": speaks.answer.get_degree_display()}
    return _("%(name)s says “%(degree)s”, %(silent)s cannot say.") % {**said, "silent": silent.name}


def outlooks_of(
    twinning: Twinning, sheets: Sequence[AnswerSheet], order: Sequence[Side], *, is_ours: bool
) -> list[Outlook]:
    """Each statement as both sides see it, in the order of the statements."""
    by_side = {sheet.side: (sheet, sheet.by_statement) for sheet in sheets}

    def voice(side: Side, statement: Statement) -> Voice:
        sheet, answers = by_side[side]
        return Voice(side, twinning.name_of(side), sheet.language, answers[statement])

    first, second = order
    return [
        Outlook(one, (voice(first, one), voice(second, one)), is_ours=is_ours) for one in Statement
    ]


def starters_of(outlooks: Sequence[Outlook]) -> list[Outlook]:
    """Where to start talking: the few statements on which the answers lie furthest apart.

    Where some lie two steps apart or more, those of one step wait.
    """
    apart = sorted((one for one in outlooks if one.gap), key=lambda one: -one.gap)
    wide = [one for one in apart if one.gap > 1] or apart
    return wide[:MOST_STARTERS]

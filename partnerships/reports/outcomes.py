"""The road by outcome: each goal with its milestones, and what was reported on them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from partnerships.models import Milestone, ProgressReport, Submission, Verdict
from partnerships.models.spoken import Reading
from partnerships.reports.document import Gap, Paragraph, Section, Table
from partnerships.reports.record import Record, sent_by
from partnerships.reports.standing import standing_words
from partnerships.reports.words import (
    cells,
    day,
    how_read,
    language_name,
    paragraphs,
    part,
    plain,
    read,
    said,
    sentence,
)
from sdg.models import Goal
from stedenband.texts import LocalText

WITHOUT_GOAL = 0


# --- What was reported ----------------------------------------------------------------------------


class Told:
    """A report as it stood on the last day of the period: what was handed in last by then."""

    def __init__(self, report: ProgressReport, submission: Submission, record: Record) -> None:
        self.report, self.submission, self.record = report, submission, record

    @property
    def reading(self) -> Reading:
        """Translated where what was translated is what stood there then, else as written."""
        if self.submission.pk == self.report.latest.pk:
            return self.report.reading
        text = self.submission
        words = {name: getattr(text, name) for name in text.SPOKEN if getattr(text, name)}
        own = {name: LocalText(words[name], text.language) for name in words}
        return Reading(own, {}, text.language, text.language, False, False)  # noqa: FBT003

    @property
    def is_approved(self) -> bool:
        decided = self.submission.reviewed_at
        is_by_then = decided is not None and decided < self.record.ends
        return is_by_then and self.submission.decision == "approved"

    @property
    def is_returned(self) -> bool:
        decided = self.submission.reviewed_at
        is_by_then = decided is not None and decided < self.record.ends
        return is_by_then and self.submission.decision == "returned"

    @property
    def is_of_period(self) -> bool:
        return self.record.is_within(self.submission.at)

    @property
    def state(self) -> str:
        if self.is_approved:
            return _("approved on %(day)s") % {"day": day(self.submission.reviewed_at)}
        return _("not approved on %(day)s") % {"day": day(self.record.last)}

    @property
    def key(self) -> str:
        """What the other side had answered by then."""
        if not self.report.needs_key:
            return ""
        other = self.report.milestone.twinning.name_of(other_of(self.report))
        answers = [getattr(one, "confirmation", None) for one in sent_by(self.report)]
        found = [one for one in answers if one and one.at < self.record.ends]
        if not found:
            return _("%(name)s has not answered it") % {"name": other}
        if found[-1].verdict == Verdict.CONTESTED:
            if found[-1].submission_id != self.submission.pk:  # of words that were changed since
                return _("%(name)s has not answered it") % {"name": other}
            return _("contested by %(name)s") % {"name": other}
        return _("confirmed by %(name)s") % {"name": other}

    @property
    def source(self) -> str:
        milestone = self.report.milestone
        told = _("From the report of %(name)s on milestone M%(month)s, handed in on %(day)s") % {
            "name": self.report.side_name,
            "month": milestone.month,
            "day": day(self.submission.at),
        }
        return sentence(told, self.state, self.key, how_read(self.reading))


def other_of(report: ProgressReport) -> str:
    return "partner" if report.reporter == "flemish" else "flemish"


def told_on(milestone: Milestone, record: Record) -> Iterator[Told]:
    """What each side had handed in by the last day, in reading order."""
    order = [*record.order, "coordination"]
    for report in sorted(milestone.reports.all(), key=lambda one: order.index(one.reporter)):
        sent = sent_by(report)
        if sent:
            yield Told(report, sent[-1], record)


def told_in(record: Record) -> list[Told]:
    """Everything that others may read of what was handed in within the period."""
    found = (told for milestone in record.milestones for told in told_on(milestone, record))
    return [one for one in found if one.is_of_period and not one.is_returned]


# --- By goal --------------------------------------------------------------------------------------


def by_goal(record: Record) -> list[tuple[Goal | None, list[Milestone]]]:
    """Each milestone once, under its first goal; those that serve none stand last."""
    found: dict[int, tuple[Goal | None, list[Milestone]]] = {}
    for milestone in record.milestones:
        goals = sorted({one.goal for one in milestone.targets.all()}, key=lambda one: one.number)
        goal = goals[0] if goals else None
        number = goal.number if goal else WITHOUT_GOAL
        found.setdefault(number, (goal, []))[1].append(milestone)
    return [found[number] for number in sorted(found, key=lambda n: (n == WITHOUT_GOAL, n))]


def outcomes(record: Record) -> list[Section]:
    """The road by outcome; one empty section when there is no road."""
    address = record.twinning.get_absolute_url()
    title = _("What was done, by outcome")
    goals = by_goal(record)
    if not goals:
        return [part("outcomes", title, _("From the trajectories."), address=address)]
    found = [part("outcomes", title, "", is_group=True)]
    for goal, milestones in goals:
        key = f"goal-{goal.number if goal else WITHOUT_GOAL}"
        heading = _("Goal %(goal)s") % {"goal": goal} if goal else _("The programme as a whole")
        source = _("From the trajectory: how each milestone stood on %(day)s.")
        stood = source % {"day": day(record.last)}
        table = table_of(milestones, record)
        gaps = gaps_of(milestones, record)
        found.append(part(key, heading, stood, table, *gaps, level=2))
        found += reports_on(milestones, record)
    return found


def table_of(milestones: list[Milestone], record: Record) -> Table:
    head = (_("Month"), _("Milestone"), _("Duty"), _("How it stood"))
    rows = tuple(
        cells(f"M{one.month}", said(one.title), one.duty_name, standing_words(one, record))
        for one in milestones
    )
    return Table(_("Milestones"), head, rows)


def gaps_of(milestones: list[Milestone], record: Record) -> list[Gap]:
    """Milestones that were due in the period and on which nothing can be read."""
    found = []
    for one in milestones:
        is_due = record.first <= one.due_on <= record.last and one.state not in NOTHING_DUE
        if is_due and not [told for told in told_on(one, record) if not told.is_returned]:
            words = _("No report was handed in on M%(month)s, %(title)s.")
            found.append(
                Gap(words % {"month": one.month, "title": one.title}, one.get_absolute_url())
            )
    return found


NOTHING_DUE = ("dropped", "documented", "unknown")


def reports_on(milestones: list[Milestone], record: Record) -> list[Section]:
    wanted = {one.pk for one in milestones}
    rows = [one for one in told_in(record) if one.report.milestone_id in wanted]
    return [report_section(one) for one in rows]


def report_section(told: Told) -> Section:
    milestone, reading = told.report.milestone, told.reading
    heading = f"M{milestone.month} {milestone.title} – {told.report.side_name}"
    happened = _("What happened (%(day)s)") % {"day": day(told.submission.happened_on)}
    blocks = paragraphs([(happened, read(reading, "what_happened"))])
    more = summary_of(told)
    key = f"report-{told.report.pk}"
    return part(key, heading, told.source, *blocks, *more, level=3)


def summary_of(told: Told) -> list[Paragraph]:
    """Its short summary, when that is in the language of the report and the text is not."""
    text, submission = plain(""), told.submission
    read_in = told.reading.language
    if submission.summary and submission.summary_language != read_in:
        text = said(LocalText(submission.summary, submission.summary_language or read_in))
    if not text.text or text.language:
        return []
    label = _("Short summary, by the side that wrote it in %(language)s") % {
        "language": language_name(submission.language)
    }
    return [Paragraph(text, label)]


# --- What changed, and what was learned -----------------------------------------------------------


def changed_at_home(record: Record) -> list[Section]:
    """What each side says that changed in its own house."""
    title = _("What changed at home")
    found = [part("home", title, "", is_group=True)]
    for side in record.order:
        rows = [one for one in told_in(record) if one.report.reporter == side]
        blocks = [block for one in rows for block in voiced(one, "changed_at_home")]
        source = _("From the reports of %(name)s that were handed in within the period.")
        name = record.twinning.name_of(side)
        where = record.twinning.get_absolute_url()
        said_by = source % {"name": name}
        found.append(part(f"home-{side}", name, said_by, *blocks, level=2, address=where))
    return found


def voiced(told: Told, name: str) -> tuple[Paragraph, ...]:
    """One answer of a report, with which milestone it was on and how it is read."""
    milestone = told.report.milestone
    text = read(told.reading, name)
    label = _("M%(month)s, handed in on %(day)s (%(how)s)") % {
        "month": milestone.month,
        "day": day(told.submission.at),
        "how": how_read(told.reading),
    }
    return paragraphs([(label, text)])

"""The mid-term review: how both sides see it, what is recommended, what each answers and does."""

from django.utils.translation import gettext as _

from partnerships.differences import outlooks_of, starters_of
from partnerships.models import Assessment, Recommendation, Response
from partnerships.reports import sections
from partnerships.reports.document import Block, Gap, Paragraph, Points, Section, Table
from partnerships.reports.outcomes import table_of
from partnerships.reports.record import Record, sheets_of
from partnerships.reports.words import (
    cells,
    day,
    language_name,
    paragraphs,
    part,
    plain,
    quiet,
    sentence,
)
from stedenband.texts import LocalText


def midterm(record: Record) -> list[Section]:
    return [
        sections.overview(record),
        *views(record),
        road(record),
        *recommendations(record),
        sections.replannings(record),
        sections.indicators(record),
    ]


# --- Both self-assessments ------------------------------------------------------------------------


def views(record: Record) -> list[Section]:
    """Side by side, and where they lie apart; nothing before both have answered."""
    title, found = _("How both sides see it"), record.assessment
    if found is None:
        source = _("From the self-assessment that both sides answered.")
        where = record.twinning.get_absolute_url() + "assessments/"
        return [part("views", title, source, address=where)]
    return [side_by_side(found, record, title), *remarks(found, record)]


def side_by_side(found: Assessment, record: Record, title: str) -> Section:
    outlooks = outlooks_of(record.twinning, sheets_of(found), record.order, is_ours=False)
    names = [record.twinning.name_of(side) for side in record.order]
    rows = tuple(
        cells(one.statement.label, *(voice.answer.get_degree_display() for voice in one.voices))
        for one in outlooks
    )
    table = Table(str(found), (_("Statement"), *names), rows)
    apart = tuple(plain(f"{one.statement.label} {one.words}") for one in starters_of(outlooks))
    label = _("Where to start talking")
    source = _("From the self-assessment of %(day)s, answered by each side apart.")
    talk = Points(apart, label) if apart else None
    return part("views", title, source % {"day": day(found.held_on)}, table, talk)


def remarks(found: Assessment, record: Record) -> list[Section]:
    sheets = {one.side: one for one in sheets_of(found)}
    told = []
    for side in record.order:
        sheet, name = sheets[side], record.twinning.name_of(side)
        blocks = [
            Paragraph(
                quiet(LocalText(answer.remark, sheet.language)),
                str(answer.get_statement_display()),
            )
            for answer in sheet.answers.all()
            if answer.remark
        ]
        by = _("From the answers of %(name)s, handed in on %(day)s")
        given = {"name": name, "day": day(sheet.handed_in_at)}
        language = _("written in %(language)s") % {"language": language_name(sheet.language)}
        source = sentence(by % given, language)
        title = _("Remarks of %(name)s") % {"name": name}
        none = Paragraph(plain(_("No remarks were made.")))
        told.append(part(f"remarks-{side}", title, source, *(blocks or [none]), level=2))
    return told


def road(record: Record) -> Section:
    source = _("From the trajectory: how each milestone stood on %(day)s.")
    table = table_of(record.milestones, record) if record.milestones else None
    where = record.twinning.get_absolute_url()
    title = _("Where the milestones stand")
    return part("road", title, source % {"day": day(record.last)}, table, address=where)


# --- Recommendations ------------------------------------------------------------------------------


def recommendations(record: Record) -> list[Section]:
    title = _("Recommendations and management response")
    where = record.twinning.get_absolute_url() + "recommendations/"
    if not record.recommendations:
        source = _("From the recommendations and what each side answered.")
        return [part("advice", title, source, address=where)]
    numbered = enumerate(record.recommendations, 1)
    told = [advice(number, one) for number, one in numbered]
    return [part("advice", title, "", is_group=True), *told]


def advice(number: int, one: Recommendation) -> Section:
    source = _("From the recommendation of %(day)s") % {"day": day(one.given_on)}
    by = _("by %(name)s") % {"name": one.given_by} if one.given_by else ""
    language = _("written in %(language)s") % {"language": language_name(one.language)}
    blocks: list[Block] = [Paragraph(quiet(one.spoken_text), _("Recommendation"))]
    for _side, name, response in one.answers:
        blocks += response_blocks(one, name, response)
    heading = _("Recommendation %(number)s") % {"number": number}
    told = sentence(source, by, language)
    return part(f"advice-{one.pk}", heading, told, *blocks, level=2)


def response_blocks(one: Recommendation, name: str, response: Response | None) -> list[Block]:
    if response is None:
        words = _("%(name)s has not answered this recommendation.") % {"name": name}
        return [Gap(words, one.get_absolute_url())]
    answered = _("%(name)s, on %(day)s (written in %(language)s)") % {
        "name": name,
        "day": day(response.entered_at),
        "language": language_name(response.language),
    }
    found: list[Block] = [Paragraph(plain(response.get_answer_display()), answered)]
    action = _("What %(name)s will do") % {"name": name}
    if response.due_on:
        given = {"name": name, "day": day(response.due_on)}
        action = _("What %(name)s will do, by %(day)s") % given
    told = [(_("Why"), response.spoken_why), (action, response.spoken_action)]
    return [*found, *paragraphs(told)]

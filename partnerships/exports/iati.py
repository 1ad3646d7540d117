"""IATI 2.03 activity files: a programme and its twinnings in the form that registers of aid read.

By https://iatistandard.org/en/iati-standard/203/activity-standard/. The file is the same for every
reader: what is not public is not in it. What nobody recorded is left out, also where a validator
would like to see it: no sector (DAC purposes are not recorded), no percentages by country, no
types of organisations that the portal does not know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    LEAVES,
    Indicator,
    Measurement,
    Milestone,
    Organisation,
    Programme,
    Trajectory,
    Twinning,
)
from partnerships.models.trajectory import TrajectoryQuerySet, due_in
from sdg.models import Target
from stedenband import clock
from stedenband.texts import LANGUAGES, LocalText, printable

VERSION = "2.03"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
LOCAL_GOVERNMENT = "11"
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"
PIPELINE, IMPLEMENTATION, FINALISATION, CLOSED = "1", "2", "3", "4"
PLANNED_START, PLANNED_END = "1", "3"
PARENT, CHILD = "1", "2"
GOALS, TARGETS = "2", "3"  # vocabularies of tags: the United Nations' own goals and targets
OUTCOME = "2"
UNIT, QUALITATIVE = "1", "5"
EXACT, APPROXIMATE = "1", "2"
REGION, PLACE = "1", "2"
OUTGOING, INCOMING = "2", "11"  # commitments, as the reporting organisation sees them
A_YEAR = 12  # months, the longest that a budget may span


@dataclass(frozen=True)
class Part:
    """A twinning's road through a programme, with what everybody may read of it."""

    trajectory: Trajectory
    milestones: list[Milestone]
    indicators: list[Indicator]


def iati_of_programme(programme: Programme) -> bytes:
    """An activity for the programme, and one for each twinning in it."""
    roads = Trajectory.objects.visible_to(AnonymousUser()).filter(programme=programme)
    parts = parts_of(roads)
    return iati_file([programme_activity(programme, parts), *map(twinning_activity, parts)])


def iati_of_twinning(twinning: Twinning) -> bytes:
    """An activity for each programme of a twinning; empty without one: no file is valid then."""
    roads = Trajectory.objects.visible_to(AnonymousUser()).filter(twinning=twinning)
    parts = parts_of(roads)
    return iati_file(map(twinning_activity, parts)) if parts else b""


def iati_file(activities: Iterable[Element]) -> bytes:
    """The file, in UTF-8."""
    root = Element("iati-activities", {"version": VERSION})
    root.set("generated-datetime", clock.now().replace(microsecond=0).isoformat())
    root.extend(activities)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def parts_of(trajectories: TrajectoryQuerySet) -> list[Part]:
    """What everybody may read of these; so many queries, however many there are."""
    anybody = AnonymousUser()
    named = trajectories.with_names().select_related("programme__funder", "programme__lead")
    roads = list(named.order_by("pk").prefetch_related("programme__supporters"))
    twinnings = [road.twinning_id for road in roads]
    milestones = Milestone.objects.visible_to(anybody).filter(trajectory__in=roads)
    indicators = Indicator.objects.visible_to(anybody).written().with_names()
    shown = indicators.filter(pair__twinning__in=twinnings).prefetch_related("measurements")
    by_road: dict[int, list[Milestone]] = {road.pk: [] for road in roads}
    for milestone in milestones.prefetch_related("targets__goal"):
        by_road[milestone.trajectory_id].append(milestone)
    by_twinning: dict[int, list[Indicator]] = {pk: [] for pk in twinnings}
    for indicator in shown:
        by_twinning[indicator.pair.twinning_id].append(indicator)
    return [Part(road, by_road[road.pk], by_twinning[road.twinning_id]) for road in roads]


# --- Activities ---------------------------------------------------------------------------------


def programme_activity(programme: Programme, parts: list[Part]) -> Element:
    activity = begin(programme, identifier(programme), hierarchy="1")
    describe(activity, titles_of(programme), programme)
    there = {place.pk: place for part in parts for place in places_of(part.trajectory)}
    places = list(there.values())
    participants(activity, programme, places)
    SubElement(activity, "activity-status", {"code": status_of(programme.first_month, programme)})
    end = due_in(programme.first_month, programme.length)
    dates(activity, programme.first_month, end, is_assumed=programme.is_first_month_assumed)
    locations(activity, places)
    grant(activity, programme, end)
    for part in parts:
        relate(activity, CHILD, identifier(programme, part.trajectory))
    return activity


def twinning_activity(part: Part) -> Element:
    road = part.trajectory
    programme = road.programme
    activity = begin(programme, identifier(programme, road), hierarchy="2")
    describe(activity, titles_of(programme, road), road.twinning, programme)
    participants(activity, programme, places_of(road))
    SubElement(activity, "activity-status", {"code": status_of(road.first_month, road)})
    is_assumed = programme.is_first_month_assumed and road.first_month == programme.first_month
    dates(activity, road.first_month, due_in(road.first_month, road.length), is_assumed=is_assumed)
    locations(activity, places_of(road))
    tags(activity, part.milestones)
    relate(activity, PARENT, identifier(programme))
    for indicator in part.indicators:
        activity.append(result_of(indicator))
    return activity


def begin(programme: Programme, number: str, *, hierarchy: str) -> Element:
    activity = Element("iati-activity", {"default-currency": programme.currency})
    activity.set("hierarchy", hierarchy)
    SubElement(activity, "iati-identifier").text = number
    lead = programme.lead
    reporting = SubElement(activity, "reporting-org", {"ref": ref_of(lead), "type": type_of(lead)})
    named(reporting, name_of(lead) if lead else LocalText(host(), "en"))
    return activity


def identifier(programme: Programme, road: Trajectory | None = None) -> str:
    """The reporting organisation's own number, or where it has none the portal's address."""
    first = ref_of(programme.lead) or host()
    return "-".join([first, programme.slug, *([road.twinning.slug] if road else [])])


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def ref_of(organisation: Organisation | None) -> str:
    """Its number by the list that gave it, as org-id.guide spells that: BE-BCE_KBO-0123456789."""
    if organisation is None or not organisation.registration:
        return ""
    return f"{organisation.register}-{organisation.registration}"


def type_of(organisation: Organisation | None) -> str:
    is_local = organisation and organisation.kind == Organisation.Kind.MUNICIPALITY
    return LOCAL_GOVERNMENT if is_local else ""


def name_of(organisation: Organisation) -> LocalText:
    """Its name, in its own language."""
    return LocalText(organisation.name, next(iter(organisation.languages), "nl"))


def places_of(road: Trajectory) -> list[Organisation]:
    return [road.twinning.organisation_of(side) for side in LEAVES]


def titles_of(programme: Programme, road: Trajectory | None = None) -> list[tuple[str, str]]:
    """The title in each language that has a name; sample data says that it is."""
    named = [code for code, name in in_languages(programme, "name") if name]
    return [(code, title_in(code, programme, road)) for code in named]


def title_in(code: str, programme: Programme, road: Trajectory | None) -> str:
    with translation.override(code):
        name = str(programme)
        if road:
            name = str(IN_PROGRAMME) % {"twinning": road.twinning, "programme": name}
        is_sample = programme.is_sample or (road is not None and road.is_sample)
        return f"{name} ({gettext('sample')})" if is_sample else name


IN_PROGRAMME = _("%(twinning)s in “%(programme)s”")


# --- Their parts --------------------------------------------------------------------------------


def in_languages(thing: Any, name: str) -> list[tuple[str, str]]:
    """A text of the house in each language that has it."""
    return [(code, getattr(thing, f"{name}_{code}")) for code in LANGUAGES]


def narratives(parent: Element, texts: Iterable[tuple[str, str]]) -> None:
    for code, text in texts:
        if kept := printable(text):
            SubElement(parent, "narrative", {XML_LANG: code}).text = kept


def named(parent: Element, text: LocalText) -> None:
    narratives(parent, [(text.lang, str(text))])


def describe(activity: Element, titles: list[tuple[str, str]], *things: Any) -> None:
    """Its titles, and the first of these that says what it is; the titles again where none does."""
    narratives(SubElement(activity, "title"), titles)
    texts = [in_languages(thing, "summary") for thing in things]
    given = next((one for one in texts if any(text for _code, text in one)), titles)
    narratives(SubElement(activity, "description", {"type": "1"}), given)


def participants(activity: Element, programme: Programme, places: list[Organisation]) -> None:
    roles = [(FUNDING, programme.funder), (ACCOUNTABLE, programme.lead)]
    roles += [(IMPLEMENTING, one) for one in (*places, *programme.supporters.all())]
    for role, organisation in roles:
        if organisation:
            organisation_in(activity, "participating-org", organisation, role=role)


def organisation_in(parent: Element, name: str, organisation: Organisation, **given: str) -> None:
    given |= {"type": type_of(organisation), "ref": ref_of(organisation)}
    filled = {name: value for name, value in given.items() if value}
    named(SubElement(parent, name, filled), name_of(organisation))


def status_of(first_month: date, road: Programme | Trajectory) -> str:
    if isinstance(road, Trajectory) and not road.is_running:
        return CLOSED
    today = clock.today()
    if today < first_month:
        return PIPELINE
    return IMPLEMENTATION if today <= due_in(first_month, road.length) else FINALISATION


def dates(activity: Element, first: date, last: date, *, is_assumed: bool) -> None:
    for kind, day in ((PLANNED_START, first), (PLANNED_END, last)):
        given = {"type": kind, "iso-date": day.isoformat()}
        element = SubElement(activity, "activity-date", given)
        if is_assumed:
            narratives(element, [(code, said_in(code, ASSUMED)) for code in LANGUAGES])


ASSUMED = _("The first month is an assumption; it is not documented.")


def said_in(code: str, text: Any) -> str:
    with translation.override(code):
        return str(text)


def locations(activity: Element, places: Iterable[Organisation]) -> None:
    """Where: a point only for a place that is one; a region is named, not pinned."""
    for place in places:
        location = SubElement(activity, "location")
        SubElement(location, "location-reach", {"code": "1"})
        named(SubElement(location, "name"), name_of(place))
        if place.place:
            named(SubElement(location, "description"), LocalText(place.place, name_of(place).lang))
        if place.point:
            longitude, latitude = place.point
            point = SubElement(location, "point", {"srsName": WGS84})
            SubElement(point, "pos").text = f"{latitude} {longitude}"
        exactness = EXACT if place.precision == Organisation.Precision.TOWN else APPROXIMATE
        SubElement(location, "exactness", {"code": exactness})
        is_region = place.kind == Organisation.Kind.REGION
        SubElement(location, "location-class", {"code": REGION if is_region else PLACE})


def tags(activity: Element, milestones: list[Milestone]) -> None:
    """The official goals and targets that its milestones serve; own goals have no code there."""
    targets = {target.code: target for one in milestones for target in one.targets.all()}
    goals = {target.goal.number: target.goal for target in targets.values()}
    for number, goal in sorted(goals.items()):
        tag(activity, GOALS, str(number), goal.name)
    for target in sorted(targets.values(), key=by_number):
        tag(activity, TARGETS, target.code, target.name)


def by_number(target: Target) -> tuple[int, str]:
    return target.goal.number, target.code.rpartition(".")[2].rjust(2, "0")


def tag(activity: Element, vocabulary: str, code: str, name: LocalText) -> None:
    named(SubElement(activity, "tag", {"vocabulary": vocabulary, "code": code}), name)


def grant(activity: Element, programme: Programme, end: date) -> None:
    """The amount that was granted for the whole programme; how it is spread is not recorded.

    A budget spans a year at most. What was granted for longer is told as a commitment instead,
    from the day on which the programme starts: when it was granted is not recorded.
    """
    if programme.amount is None:
        return
    if programme.length <= A_YEAR:
        budget(activity, programme, programme.amount, end)
    elif programme.first_month <= clock.today():
        commitment(activity, programme, programme.amount)


def budget(activity: Element, programme: Programme, amount: Decimal, end: date) -> None:
    element = SubElement(activity, "budget", {"type": "1", "status": "2"})
    SubElement(element, "period-start", {"iso-date": programme.first_month.isoformat()})
    SubElement(element, "period-end", {"iso-date": end.isoformat()})
    worth(element, programme, amount)


def commitment(activity: Element, programme: Programme, amount: Decimal) -> None:
    """Money that comes in: the lead applicant reports, and another organisation funds it."""
    is_own = programme.funder is not None and programme.funder == programme.lead
    element = SubElement(activity, "transaction")
    SubElement(element, "transaction-type", {"code": OUTGOING if is_own else INCOMING})
    SubElement(element, "transaction-date", {"iso-date": programme.first_month.isoformat()})
    worth(element, programme, amount)
    if programme.funder:
        organisation_in(element, "provider-org", programme.funder)


def worth(parent: Element, programme: Programme, amount: Decimal) -> None:
    given = {"currency": programme.currency, "value-date": programme.first_month.isoformat()}
    SubElement(parent, "value", given).text = number_of(amount)


def relate(activity: Element, kind: str, number: str) -> None:
    SubElement(activity, "related-activity", {"ref": number, "type": kind})


# --- Results ------------------------------------------------------------------------------------


def result_of(indicator: Indicator) -> Element:
    """What one side measures at home: baseline, target value, and each value with its day."""
    result = Element("result", {"type": OUTCOME, "aggregation-status": "0"})
    title = f"{indicator.organisation}: {indicator.pair.title}"
    named(SubElement(result, "title"), LocalText(title, indicator.pair.title.lang))
    measure = QUALITATIVE if indicator.is_qualitative else UNIT
    ascending = "1" if indicator.direction == Indicator.Direction.UP else "0"
    given = {"measure": measure, "ascending": ascending, "aggregation-status": "0"}
    element = SubElement(result, "indicator", given)
    named(SubElement(element, "title"), LocalText(title_of(indicator), indicator.language))
    if indicator.baseline_on and indicator.baseline_value is not None:
        day = indicator.baseline_on
        given = {"year": str(day.year), "iso-date": day.isoformat()}
        figure(SubElement(element, "baseline", given), indicator, indicator.baseline_value)
    for measurement in standing(indicator):
        element.append(period_of(indicator, measurement))
    return result


def title_of(indicator: Indicator) -> str:
    return f"{indicator.what} ({indicator.unit})" if indicator.unit else indicator.what


def standing(indicator: Indicator) -> list[Measurement]:
    return [one for one in indicator.measurements.all() if one.withdrawn_at is None]


def period_of(indicator: Indicator, measurement: Measurement) -> Element:
    """A value was measured on a day: its period is that day."""
    day = measurement.measured_on.isoformat()
    period = Element("period")
    SubElement(period, "period-start", {"iso-date": day})
    SubElement(period, "period-end", {"iso-date": day})
    if indicator.target_value is not None:
        figure(SubElement(period, "target"), indicator, indicator.target_value)
    if measurement.value is not None:
        figure(SubElement(period, "actual"), indicator, measurement.value)
    return period


def figure(element: Element, indicator: Indicator, value: Decimal) -> None:
    """A number as a value; a step of a scale as the words that it stands for."""
    if indicator.is_qualitative:
        words = indicator.words_of(value)
        lang = words.lang if isinstance(words, LocalText) else indicator.language
        named(SubElement(element, "comment"), LocalText(str(words), lang))
    else:
        element.set("value", number_of(value))


def number_of(value: Decimal) -> str:
    """A decimal as XML writes it: no exponent, no zeros behind."""
    return f"{value.normalize():f}"

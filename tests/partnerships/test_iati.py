"""IATI files: valid by the official schema, the same for every reader, nothing invented."""

from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import fromstring, tostring

import pytest
from lxml import etree

from partnerships import actions
from partnerships.exports.iati import iati_of_programme, iati_of_twinning
from partnerships.models import Organisation, Programme
from partnerships.models.trajectory import add_months
from stedenband import clock
from stedenband.texts import columns
from tests.browser.conftest import ROOT, lacking
from tests.factories import MilestoneFactory, measured_pair, reload
from tests.pages import publish, url, visit

SCHEMA = Path(ROOT) / "var/tools/iati/iati-activities-schema.xsd"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def measured(trajectory, editor, partner_editor):
    """A twinning that measures, of which the Flemish side published its page."""
    MilestoneFactory(trajectory=trajectory, targets=["12.5", "4.7"])
    measured_pair(trajectory.twinning, editor, partner_editor)
    publish(trajectory.twinning, "flemish", editor)
    publish(trajectory.twinning, "partner", partner_editor)
    return reload(trajectory.twinning)


def activities(content):
    return fromstring(content).findall("iati-activity")


def texts(element, path):
    return [one.text for one in element.findall(path)]


@pytest.fixture(scope="module")
def schema():
    if not SCHEMA.exists():
        lacking("The official IATI schemas (fetched by .ci/run)")
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def test_a_file_is_valid_by_the_official_schema(schema, measured, trajectory):
    for content in (iati_of_twinning(measured), iati_of_programme(trajectory.programme)):
        schema.assertValid(etree.fromstring(content))


def test_without_anything_recorded_it_is_valid_too(schema, trajectory):
    schema.assertValid(etree.fromstring(iati_of_twinning(trajectory.twinning)))


def test_every_narrative_says_its_language(measured, trajectory):
    root = fromstring(iati_of_programme(trajectory.programme))
    found = [one.get(LANG) for one in root.iter("narrative")]
    assert (len(found) > 20, [one for one in found if not one]) == (True, [])


def test_both_sides_take_part_on_equal_footing(measured):
    [activity] = activities(iati_of_twinning(measured))
    implementing = activity.findall("participating-org[@role='4']/narrative")
    names = [one.text for one in implementing]
    assert {measured.flemish.name, measured.partner.name} <= set(names)


def test_each_side_has_its_own_results(measured):
    [activity] = activities(iati_of_twinning(measured))
    titles = texts(activity, "result/title/narrative")
    sides = sorted(title.split(":")[0] for title in titles)
    assert sides == sorted([measured.flemish.name, measured.partner.name])


def test_what_a_side_did_not_publish_is_not_in_it(trajectory, editor, partner_editor):
    measured_pair(trajectory.twinning, editor, partner_editor)
    publish(trajectory.twinning, "flemish", editor)
    [activity] = activities(iati_of_twinning(trajectory.twinning))
    titles = texts(activity, "result/title/narrative")
    assert [title.split(":")[0] for title in titles] == [trajectory.twinning.flemish.name]


def test_members_get_the_same_file_as_everybody(measured, editor):
    where = url("twinning-iati", measured.slug)
    found = [fromstring(visit(user).get(where).content) for user in (None, editor)]
    for root in found:
        root.attrib.pop("generated-datetime")
    assert tostring(found[0]) == tostring(found[1])


def test_official_goals_and_targets_are_tags(measured):
    [activity] = activities(iati_of_twinning(measured))
    tags = [(one.get("vocabulary"), one.get("code")) for one in activity.findall("tag")]
    assert tags == [("2", "4"), ("2", "12"), ("3", "4.7"), ("3", "12.5")]


def test_a_region_is_named_and_not_pinned(trajectory):
    twinning = trajectory.twinning
    place = {"kind": "region", "precision": "region", "latitude": 15.75, "longitude": -90.7}
    Organisation.objects.filter(pk=twinning.partner_id).update(**place)
    [activity] = activities(iati_of_twinning(reload(twinning)))
    found = {
        one.find("name/narrative").text: one.find("point") is not None
        for one in activity.findall("location")
    }
    assert found[twinning.partner.name] is False


def test_its_numbers_are_those_of_a_register_or_none(trajectory):
    programme = trajectory.programme
    lead = trajectory.twinning.flemish
    programme.lead = lead
    without = activities(iati_of_programme(programme))[0]
    lead.register, lead.registration = "BE-BCE_KBO", "0123456789"
    lead.full_clean()
    numbered = activities(iati_of_programme(programme))[0]
    found = [one.find("reporting-org").get("ref") for one in (without, numbered)]
    assert found == ["", "BE-BCE_KBO-0123456789"]


def test_a_sample_says_that_it_is_one(trajectory):
    trajectory.is_sample = True
    trajectory.save()
    [activity] = activities(iati_of_twinning(trajectory.twinning))
    titles = texts(activity, "title/narrative")
    assert [title for title in titles if not title.endswith(")")] == []


def test_a_value_is_written_without_exponent_and_withdrawn_ones_are_left_out(
    trajectory, editor, partner_editor
):
    pair = measured_pair(trajectory.twinning, editor, partner_editor)
    for side, by in (("flemish", editor), ("partner", partner_editor)):
        publish(trajectory.twinning, side, by)
    measurement = pair.indicators.get(side="flemish").measurements.first()
    before = len(list(fromstring(iati_of_twinning(trajectory.twinning)).iter("period")))
    actions.withdraw_measurement(measurement=measurement, by=editor)
    root = fromstring(iati_of_twinning(trajectory.twinning))
    values = [one.get("value") for one in root.iter("actual")]
    assert (before - len(list(root.iter("period"))), ["E" in one for one in values if one]) == (
        1,
        [False] * len([one for one in values if one]),
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_so_many_queries(trajectory, rows, django_assert_num_queries):
    for number in range(rows):
        MilestoneFactory(trajectory=trajectory, month=number + 1, targets=["12.5"])
    with django_assert_num_queries(4):
        iati_of_twinning(trajectory.twinning)


@pytest.mark.parametrize(
    ("length", "starts_in", "is_own", "told"),
    [
        (12, 0, False, ["budget"]),
        (13, 0, False, ["transaction"]),
        (36, 0, True, ["transaction"]),
        (36, 1, False, []),
    ],
)
def test_what_was_granted_for_more_than_a_year_is_a_commitment(
    schema, trajectory, vvsg, length, starts_in, is_own, told
):
    programme = trajectory.programme
    programme.amount, programme.length = Decimal(45_000), length
    programme.first_month = add_months(clock.today().replace(day=1), starts_in)
    programme.funder, programme.lead = vvsg, vvsg if is_own else trajectory.twinning.flemish
    content = iati_of_programme(programme)
    schema.assertValid(etree.fromstring(content))
    first = activities(content)[0]
    money = [one for one in first if one.tag in ("budget", "transaction")]
    kinds = [one.get("code") for one in first.iter("transaction-type")]
    wanted = ["2" if is_own else "11"] if told == ["transaction"] else []
    assert ([one.tag for one in money], kinds) == (told, wanted)
    assert {one.find("value").text for one in money} <= {"45000"}


def test_a_twinning_without_a_public_road_has_no_file(trajectory):
    Programme.objects.update(is_listed=False)
    browser, slug = visit(None), trajectory.twinning.slug
    linked = (
        url("twinning-iati", slug) in browser.get(url("twinning-detail", slug)).content.decode()
    )
    assert (browser.get(url("twinning-iati", slug)).status_code, linked) == (404, False)


def test_words_stand_under_the_language_they_are_in(trajectory):
    programme = trajectory.programme
    gone = [*columns("summary"), "name_es", "name_fr", "name_en"]
    Programme.objects.update(**dict.fromkeys(gone, ""))
    root = fromstring(iati_of_programme(reload(programme)))
    found = [
        (one.tag, text.get(LANG))
        for activity in root.findall("iati-activity")
        for one in (activity.find("title"), activity.find("description"))
        for text in one
    ]
    assert found == [("title", "nl"), ("description", "nl")] * 2


def test_what_no_xml_can_hold_is_left_out(schema, trajectory):
    Programme.objects.update(summary_nl="Van hier\x0b tot daar")
    content = iati_of_programme(reload(trajectory.programme))
    schema.assertValid(etree.fromstring(content))
    assert "Van hier tot daar" in content.decode()

"""What the public sees: nothing of a side before it publishes, and of its work never the inside."""

import re

import pytest

from partnerships import actions
from partnerships.models import Assessment, Duty, Evidence, Lesson, Statement, Twinning
from sdg.models import Target
from stedenband.files import check_upload
from tests.factories import (
    MilestoneFactory,
    TwinningFactory,
    agree,
    approve,
    contest,
    draft,
    jotted,
    learned,
    measured,
    opened,
    reload,
    said,
    send_back,
    submitted,
    taken_over,
)
from tests.pages import publish, upload, url, visit

OUTSIDERS = (None, "nobody", "former", "stranger", "staff", "superuser")
# What a side shows by publishing its page.
SHOWN = {"page", "plan", "deed", "goal", "pair", "measure"}
WORDS = ("what_happened", "we_learned", "changed_at_home", "summary")


def secret(group):
    """Something that may be found only where its group is public."""
    return f"geheim-{group}"


def written(group):
    return {name: f"{secret(group)} {name}" for name in WORDS}


@pytest.fixture
def house(trajectory, editor, signatory, partner_editor, coordinator):
    """The partner's side of a twinning, full of what nobody outside may read yet."""
    twinning = trajectory.twinning
    page = {"lead_service": secret("page"), "text": secret("page"), "summary": secret("page")}
    own = twinning.pages.get(side="partner")
    actions.change_page(page=own, by=partner_editor, language="es", **page)
    titles = {f"title_{code}": secret("plan") for code in ("nl", "es", "fr", "en")}
    given = titles | {"trajectory": trajectory, "duty": Duty.PARTNER, "closing_nl": secret("plan")}
    milestone = MilestoneFactory(month=10, targets=["12.5"], **given)
    actions.replan_milestone(
        milestone=milestone, by=coordinator, month=11, reason="money", explanation=secret("inside")
    )
    actions.add_comment(
        milestone=milestone, by=partner_editor, language="es", text=secret("inside")
    )
    file = check_upload(upload(f"{secret('inside')}.png"))
    link = f"https://{secret('inside')}.example/"
    first = submitted(milestone, partner_editor, uploads=[file], link=link, **written("returned"))
    send_back(first, coordinator, note=secret("inside"))
    report = submitted(milestone, partner_editor, **written("report"))
    contest(report, signatory, reason=secret("inside"))
    agree(report, signatory)
    approve(report, coordinator, note=secret("inside"))
    unsent = MilestoneFactory(month=12, targets=["13.1"], **given)
    draft(unsent, partner_editor, **written("draft"))
    furnish_further(trajectory, partner_editor, coordinator)
    return reload(report)


def furnish_further(trajectory, partner_editor, coordinator):
    """What the partner does, measures and thinks, and the goal that it named."""
    twinning = trajectory.twinning
    goal = actions.name_own_goal(
        twinning=twinning, by=partner_editor, number=18, name_nl=secret("goal")
    )
    words = {"title": secret("deed"), "description": secret("deed"), "plan_code": secret("deed")}
    deed = actions.add_deed(
        twinning=twinning,
        side="partner",
        by=partner_editor,
        own_goal=goal,
        main_target=Target.objects.get(code="12.5"),
        link=f"https://{secret('inside')}.example/",
        **words,
    )
    actions.add_comment(deed=deed, by=partner_editor, language="es", text=secret("inside"))
    words = {"title": secret("inside"), "situation": secret("inside")}
    learned(twinning, partner_editor, targets=["12.5"], **words)
    shared = learned(TwinningFactory(), coordinator, side="flemish", visibility="twinnings")
    taken_over(shared, twinning, partner_editor, why=secret("inside"))
    pair = actions.add_indicator(twinning=twinning, by=partner_editor, title_nl=secret("pair"))
    half = said(pair.indicators.get(side="partner"), partner_editor, what=secret("measure"))
    given = {"note": secret("measure"), "link": f"https://{secret('inside')}.example/"}
    measured(half, partner_editor, **given)
    assessment = opened(trajectory, coordinator, title=secret("assessment"))
    remark = {Statement.DATA: ("", secret("sealed"))}
    jotted(assessment, partner_editor, answers=remark)


def addresses(report):
    """Every page on which something of it could stand."""
    twinning, programme = report.milestone.twinning, report.milestone.trajectory.programme
    names = [
        ("home",),
        ("twinning-list",),
        ("twinning-detail", twinning.slug),
        ("twinning-history", twinning.slug),
        ("programme-list",),
        ("programme-detail", programme.slug),
        ("goal-list",),
        ("goal-detail", 12),
        ("goal-detail", 13),
        ("progress-detail", report.pk),
        ("work",),
        ("indicator-list", twinning.slug),
        ("assessment-list", twinning.slug),
        ("reciprocity-detail", twinning.slug),
        ("reciprocity-overview",),
        ("coverage-matrix",),
        ("lesson-list",),
        *(("lesson-detail", one.pk) for one in Lesson.objects.all()),
        *(("deed-detail", one.pk) for one in twinning.deeds.all()),
        *(("indicator-detail", one.pk) for one in twinning.pairs.all()),
        *(("assessment-detail", one.pk) for one in Assessment.objects.all()),
        *(("evidence-download", one.pk) for one in Evidence.objects.all()),
        *(("milestone-detail", one.pk) for one in report.milestone.trajectory.milestones.all()),
    ]
    lists = ("twinning-list", "lesson-list")
    searches = [url(one) + asked for one in lists for asked in ("?q=geheim", "?goal=12")]
    return [url(*name, language="es") for name in names] + searches


def seen(user, report):
    """The groups of secrets that somebody finds anywhere."""
    browser = visit(user)
    said = ""
    for where in addresses(report):
        response = browser.get(where)
        said += b"".join(response).decode(errors="replace") + str(response.headers)
    return set(re.findall(r"geheim-(\w+)", said))


def seen_by_all(request, report):
    found = [seen(role and request.getfixturevalue(role), report) for role in OUTSIDERS]
    assert found.count(found[0]) == len(found)
    return found[0]


def test_of_a_side_that_has_not_published_nothing_is_seen(request, house):
    assert seen_by_all(request, house) == set()


def test_the_other_side_publishes_for_itself_alone(house, editor):
    publish(house.milestone.twinning, "flemish", editor)
    assert seen(None, house) == set()


def test_a_side_that_publishes_shows_its_page_its_plan_and_what_it_does(house, partner_editor):
    publish(house.milestone.twinning, "partner", partner_editor)
    assert seen(None, house) == SHOWN


def test_a_published_report_shows_its_words_and_nothing_of_the_inside(
    request, house, partner_editor
):
    publish(house.milestone.twinning, "partner", partner_editor)
    actions.publish_progress(report=house, by=partner_editor)
    assert seen_by_all(request, house) == SHOWN | {"report"}


def test_what_is_taken_offline_is_gone_at_once(request, house, partner_editor):
    page = publish(house.milestone.twinning, "partner", partner_editor)
    actions.publish_progress(report=house, by=partner_editor)
    actions.withdraw_progress(report=house, by=partner_editor)
    without_report = seen(None, house)
    actions.withdraw_page(page=page, by=partner_editor)
    assert (without_report, seen(None, house)) == (SHOWN, set())


def test_a_report_whose_page_is_taken_offline_is_gone_too(house, partner_editor):
    page = publish(house.milestone.twinning, "partner", partner_editor)
    actions.publish_progress(report=house, by=partner_editor)
    actions.withdraw_page(page=page, by=partner_editor)
    assert seen(None, house) == set()


def test_a_twinning_that_is_not_listed_shows_nothing_even_when_published(house, partner_editor):
    publish(house.milestone.twinning, "partner", partner_editor)
    actions.publish_progress(report=house, by=partner_editor)
    Twinning.objects.filter(pk=house.milestone.twinning.pk).update(is_listed=False)
    assert seen(None, house) == set()


def test_what_is_written_anew_after_publishing_is_not_seen(
    milestone, partner_editor, editor, coordinator
):
    report = submitted(milestone, partner_editor, **written("report"))
    approve(report, coordinator)
    publish(milestone.twinning, "partner", partner_editor)
    actions.publish_progress(report=report, by=partner_editor)
    contest(report, editor, reason=secret("inside"))
    draft(milestone, partner_editor, version=reload(report).version, **written("draft"))
    assert seen(None, reload(report)) == {"report"}


def test_inside_the_twinning_everything_handed_in_is_read(house, reader):
    found = seen(reader, house)
    assert found == SHOWN | {"returned", "report", "inside", "assessment"}


def test_a_draft_is_read_by_its_own_side_alone(house, partner_signatory, editor, coordinator):
    readers = {"own": partner_signatory, "other": editor, "coordinator": coordinator}
    unsent = house.milestone.trajectory.milestones.get(targets="13.1")
    where = url("progress-write", unsent.pk)
    found = {
        name: secret("draft") in visit(user).get(where).content.decode()
        for name, user in readers.items()
    }
    assert found == {"own": True, "other": False, "coordinator": False}


def test_goals_of_an_unpublished_plan_are_not_counted(house, client):
    rows = client.get(url("twinning-list")).context["rows"]
    counts = dict(client.get(url("goal-list")).context["goals"])
    work = client.get(url("goal-detail", 12)).context["work"]
    found = client.get(url("twinning-list") + "?goal=12").context["rows"]
    assert ([row[2] for row in rows], set(counts.values()), work, found) == ([[]], {0}, [], [])


def test_a_side_that_keeps_its_plan_is_not_said_to_do_nothing(house, client, editor):
    twinning = house.milestone.twinning
    own = MilestoneFactory(
        trajectory=house.milestone.trajectory, month=20, duty=Duty.FLEMISH, targets=["12.5"]
    )
    publish(twinning, "flemish", editor)
    pages = [url("twinning-detail", twinning.slug), url("goal-detail", 12)]
    said = [client.get(where).content.decode() for where in pages]
    assert [
        ("has not published its part" in one, "nothing of its own yet" in one) for one in said
    ] == [(True, False)] * 2, own

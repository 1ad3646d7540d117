"""What tests are made of. Whoever hands something in or founds something does it by the action."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from partnerships import actions
from partnerships.models import (
    Adoption,
    AnswerSheet,
    Assessment,
    Decision,
    Deed,
    Document,
    Duty,
    Forum,
    Indicator,
    IndicatorPair,
    Lesson,
    Measurement,
    Membership,
    Milestone,
    Organisation,
    Photo,
    PlanItem,
    Programme,
    ProgressReport,
    Reporter,
    Role,
    Session,
    Source,
    Statement,
    Story,
    Trajectory,
    Twinning,
    Verdict,
    reporters_of,
)
from partnerships.models.trajectory import add_months
from sdg.models import Target
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.files import CheckedFile
from stedenband.photos import CheckedPhoto, Drawn

PASSWORD = "stedenband-demo"
LIMA = "America/Lima"
WHAT = "We opened the sorting street with forty families."


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("post{}@gemeente.example".format)
    name = factory.Sequence("Post {}".format)
    language = "nl"

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(kwargs.pop("email"), PASSWORD, **kwargs)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    key = factory.Sequence("s{}".format)
    title = factory.Sequence("Council decision {}".format)
    url = factory.Sequence("https://source.example/{}".format)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence("Municipality {}".format)
    slug = factory.Sequence("municipality-{}".format)
    country = "BE"
    languages = ["nl"]


class TwinningFactory(DjangoModelFactory):
    """A twinning as `found_twinning` enters it, with both pages; not listed unless said."""

    class Meta:
        model = Twinning

    flemish = factory.SubFactory(OrganisationFactory)
    partner = factory.SubFactory(
        OrganisationFactory, country="GT", languages=["es"], time_zone=LIMA
    )
    slug = factory.Sequence("twinning-{}".format)

    @classmethod
    def _create(cls, model_class: type[Twinning], *args: Any, **kwargs: Any) -> Twinning:
        by = kwargs.pop("by", None) or UserFactory()
        return actions.found_twinning(by=by, **kwargs)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence("programme-{}".format)
    name_nl = factory.Sequence("Programma {}".format)
    name_es = factory.Sequence("Programa {}".format)
    name_fr = factory.Sequence("Le programme {}".format)
    name_en = factory.Sequence("Programme {}".format)
    first_month = factory.LazyFunction(lambda: first_of(-13))
    is_listed = True


class PlanItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanItem
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    month = 6
    duty = Duty.JOINT
    title_nl = factory.Sequence("Mijlpaal {}".format)
    title_es = factory.Sequence("Hito {}".format)
    title_fr = factory.Sequence("Jalon {}".format)
    title_en = factory.Sequence("Milestone {}".format)

    @factory.post_generation
    def targets(self, create: bool, codes: Any, **kwargs: Any) -> None:
        self.targets.set(codes or [])


class TrajectoryFactory(DjangoModelFactory):
    """A running trajectory of which today is month 14."""

    class Meta:
        model = Trajectory

    twinning = factory.SubFactory(TwinningFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    first_month = factory.LazyFunction(lambda: first_of(-13))


class MilestoneFactory(DjangoModelFactory):
    """`month` is the number in its trajectory; `targets` are codes."""

    class Meta:
        model = Milestone
        skip_postgeneration_save = True

    class Params:
        month = 20

    trajectory = factory.SubFactory(TrajectoryFactory)
    due_on = factory.LazyAttribute(lambda one: one.trajectory.due_on(one.month))
    duty = Duty.PARTNER
    title_nl = factory.Sequence("Mijlpaal {}".format)
    title_es = factory.Sequence("Hito {}".format)

    @factory.post_generation
    def targets(self, create: bool, codes: Any, **kwargs: Any) -> None:
        self.targets.set(codes or [])


class ProgressReportFactory(DjangoModelFactory):
    """A draft; `submitted` gives one that was handed in, by the action."""

    class Meta:
        model = ProgressReport

    milestone = factory.SubFactory(MilestoneFactory)
    reporter = factory.LazyAttribute(lambda one: reporters_of(one.milestone.duty)[0])
    language = "es"
    what_happened = WHAT
    happened_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=3))
    updated_by = factory.SubFactory(UserFactory)


class DeedFactory(DjangoModelFactory):
    """What a side does at home; `side` is flemish unless said."""

    class Meta:
        model = Deed
        skip_postgeneration_save = True

    twinning = factory.SubFactory(TwinningFactory)
    side = "flemish"
    title = factory.Sequence("Deed {}".format)
    main_target = factory.LazyFunction(lambda: Target.objects.get(code="11.6"))


class MembershipFactory(DjangoModelFactory):
    """A membership that counts since a year ago."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.EDITOR
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=365))


def first_of(months: int) -> Any:
    """The first day of the month that lies so many months from today's."""
    return add_months(clock.today(), months)


def member(organisation: Organisation, role: str, **account: Any) -> User:
    """An account with a current membership."""
    return MembershipFactory(user=UserFactory(**account), organisation=organisation, role=role).user


def draft(milestone: Milestone, by: User, **given: Any) -> ProgressReport:
    """What a side has written so far, kept by the action."""
    words = {"language": "es", "what_happened": WHAT, "happened_on": clock.today()}
    given = {"reporter": reporters_of(milestone.duty)[0], "version": None, "hand_in": False} | given
    return actions.write_progress(milestone=milestone, by=by, **(words | given))


def submitted(milestone: Milestone, by: User, **given: Any) -> ProgressReport:
    """A report that was handed in by the action."""
    return draft(milestone, by, hand_in=True, **given)


def submitted_by_both(milestone: Milestone, flemish: User, partner: User) -> list[ProgressReport]:
    """Both sides' reports on a joint milestone, the Flemish one first."""
    return [
        submitted(milestone, flemish, reporter=Reporter.FLEMISH, language="nl"),
        submitted(milestone, partner, reporter=Reporter.PARTNER),
    ]


def approve(report: ProgressReport, by: User, **given: Any) -> ProgressReport:
    given = {"decision": Decision.APPROVED} | given
    return actions.review_progress(report=report, by=by, **given)


def send_back(report: ProgressReport, by: User, **given: Any) -> ProgressReport:
    given = {"decision": Decision.RETURNED, "note": "Which street?"} | given
    return actions.review_progress(report=report, by=by, **given)


def agree(report: ProgressReport, by: User, **given: Any) -> ProgressReport:
    given = {"verdict": Verdict.AGREED} | given
    return actions.confirm_progress(report=report, by=by, **given)


def contest(report: ProgressReport, by: User, **given: Any) -> ProgressReport:
    given = {"verdict": Verdict.CONTESTED, "reason": "We saw no street."} | given
    return actions.confirm_progress(report=report, by=by, **given)


def opened(trajectory: Trajectory, by: User, **given: Any) -> Assessment:
    """A self-assessment of today, opened by the action."""
    given = {"title": "Halfway", "held_on": clock.today()} | given
    return actions.open_assessment(trajectory=trajectory, by=by, **given)


def jotted(assessment: Assessment, by: User, **given: Any) -> AnswerSheet:
    """What a side has answered so far: one remark, kept by the action as a draft."""
    side = assessment.twinning.side_of(by)
    answers = given.pop("answers", {Statement.DATA: ("", f"Draft of {side}")})
    given = {"side": side, "version": None, "hand_in": False, "language": "es"} | given
    return actions.answer_assessment(assessment=assessment, by=by, answers=answers, **given)


def answered(assessment: Assessment, by: User, *, usual: str = "largely", **others: str) -> Any:
    """Answers that a side handed in, by the action: `usual`, save for statements named here."""
    side = assessment.twinning.side_of(by)
    degrees = {one: others.get(one.name.lower(), usual) for one in Statement}
    answers = {one: (degree, f"Remark {one} of {side}") for one, degree in degrees.items()}
    return jotted(assessment, by, answers=answers, hand_in=True)


def measured(indicator: Indicator, by: User, **figures: Any) -> Measurement:
    """A value of today, entered by the action."""
    given = {"measured_on": clock.today(), "value": Decimal("12.5"), "source": "Register"}
    return actions.add_measurement(indicator=indicator, by=by, **(given | figures))


def said(indicator: Indicator, by: User, **words: Any) -> Indicator:
    """What a side measures, from 100 a year ago to 50, less being better; by the action."""
    given = {
        "what": "Residual waste",
        "unit": "kg",
        "direction": "down",
        "baseline_value": Decimal(100),
        "baseline_on": clock.today() - timedelta(days=365),
        "baseline_source": "Waste company",
        "target_value": Decimal(50),
    }
    return actions.change_indicator(indicator=indicator, by=by, **(given | words))


def measured_pair(twinning: Twinning, flemish: User, partner: User) -> IndicatorPair:
    """A pair of which both sides said what they measure, and measured 12.5 today."""
    pair = actions.add_indicator(twinning=twinning, by=flemish, title_nl="Minder afval")
    for side, by in (("flemish", flemish), ("partner", partner)):
        measured(said(pair.indicators.get(side=side), by), by)
    return pair


def learned(twinning: Twinning, by: User, **given: Any) -> Lesson:
    """A lesson of the side that somebody belongs to, entered by the action."""
    words = {
        "side": twinning.side_of(by),
        "title": "Start with one street",
        "language": "nl",
        "direction": "flemish",
        "situation": "Forty families, *one* street.",
        "again": "yes",
    }
    return actions.add_lesson(twinning=twinning, by=by, **(words | given))


def published(lesson: Lesson, by: User) -> Lesson:
    """A lesson that its own side made public, by the action."""
    side = lesson.twinning.side_of(by)
    return actions.publish_lesson(lesson=lesson, side=side, by=by)


def taken_over(lesson: Lesson, twinning: Twinning, by: User, **given: Any) -> Adoption:
    """A lesson taken over by the side that somebody belongs to, by the action."""
    words = {"side": twinning.side_of(by), "why": "We have such a street too.", "language": "nl"}
    return actions.adopt_lesson(lesson=lesson, twinning=twinning, by=by, **(words | given))


def announced(by: User, *lessons: Lesson, **given: Any) -> Forum:
    """A forum with these lessons in this order, by the actions."""
    words = {"title": "Learning day", "held_on": clock.today(), "language": "nl"}
    forum = actions.add_forum(by=by, **(words | given))
    return actions.pick_lessons(forum=forum, by=by, lessons=lessons) if lessons else forum


def told(twinning: Twinning, by: User, **words: Any) -> Story:
    """A draft of a story, begun by the action for the side of its writer."""
    given = {"title": "A street", "lead": "It opened.", "text": "With **forty** families."}
    side = twinning.side_of(by)
    return actions.add_story(twinning=twinning, side=side, by=by, **(given | words))


def handed_in(twinning: Twinning, by: User, **words: Any) -> Story:
    """A story that waits for review."""
    return actions.submit_story(story=told(twinning, by, **words), by=by)


def let_through(story: Story, by: User, **given: Any) -> Story:
    """A coordinator approves a story."""
    return actions.review_story(story=story, by=by, decision=Decision.APPROVED, **given)


def story_published(twinning: Twinning, by: User, reviewer: User, **words: Any) -> Story:
    """A story that everybody reads."""
    story = let_through(handed_in(twinning, by, **words), reviewer)
    return actions.publish_story(story=story, by=by)


def photo_file() -> CheckedPhoto:
    """A photo that was looked into: one picture, eight pixels wide."""
    return CheckedPhoto((Drawn(8, 6, ContentFile(b"RIFF....WEBP")),))


def photographed(about: Story | Session, by: User, **words: Any) -> Photo:
    """A photo with nobody on it; it makes a story a draft."""
    given = {"alt": "A street", "consent": "no_people", "picture": photo_file()}
    return actions.add_photo(about=about, by=by, **(given | words))


def minutes(data: bytes = b"%PDF-1.7 minutes") -> CheckedFile:
    return CheckedFile(ContentFile(data), "application/pdf", "minutes.pdf", len(data))


def documented(twinning: Twinning, by: User, **words: Any) -> Document:
    """Minutes that both sides read, added by the action."""
    given = {"title": "Minutes of May", "kind": "minutes", "upload": minutes()}
    side = twinning.side_of(by)
    return actions.add_document(twinning=twinning, side=side, by=by, **(given | words))


def reload(row: Any) -> Any:
    """The row as the next request would load it: nothing remembered."""
    return type(row)._default_manager.get(pk=row.pk)


def translated(thing, by, language="fr", version=0, **words):
    """A thing in another language, waiting for a second person to check it."""
    given = words or {name: f"{text} (fr)" for name, text in thing.original.words.items()}
    about = {"thing": thing, "language": language, "version": version}
    return actions.save_translation(by=by, words=given, **about)

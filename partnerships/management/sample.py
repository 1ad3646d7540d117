"""The sample: accounts, and a follow-up programme played through the portal's own actions.

It is placed so that today lies in month 14. Only the demo command plays it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from partnerships import actions
from partnerships.actions.membership import give_membership
from partnerships.actions.passage import write_all_passages
from partnerships.management.agreements import load_documented_agreements
from partnerships.management.deeds import load_documented_deeds, play_deeds
from partnerships.management.documented import programme_fields, read, spread
from partnerships.management.indicators import play_indicators
from partnerships.management.mandates import load_documented_mandates, play_mandates
from partnerships.management.sample_assessments import AssessmentStep, assessment_steps
from partnerships.management.sample_continuity import play_continuity
from partnerships.management.sample_handover import play_customs, play_leaver
from partnerships.management.sample_lessons import LessonStep, lesson_steps
from partnerships.management.sample_reviews import play_reviews
from partnerships.management.sample_stories import play_stories
from partnerships.management.sessions import load_documented_sessions, play_sessions
from partnerships.models import (
    Milestone,
    Organisation,
    Page,
    PlanItem,
    Programme,
    ProgressReport,
    Reporter,
    Role,
    Side,
    Twinning,
)
from partnerships.models.trajectory import add_months
from sdg.models import Target
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.models import OutgoingMail
from stedenband.staff import staff_group

PASSWORD = "stedenband-demo"  # noqa: S105 - the demo's, public on purpose
HASHED = cache(lambda: make_password(PASSWORD))
MONTH_NOW = 14
SIDES = {
    "brasschaat": ("nl", "Europe/Brussels", "Brasschaat"),
    "edegem": ("nl", "Europe/Brussels", "Edegem"),
    "herent": ("nl", "Europe/Brussels", "Herent"),
    "tarija": ("es", "America/La_Paz", "Tarija"),
    "san-jeronimo": ("es", "America/Lima", "San Jerónimo"),
    "nimlahakok": ("es", "America/Guatemala", "Nimlaha'kok"),
}
POSTS = {
    ("nl", Role.EDITOR): "Coördinatie stedenband {}",
    ("nl", Role.SIGNATORY): "Ondertekening {}",
    ("es", Role.EDITOR): "Coordinación del hermanamiento, {}",
    ("es", Role.SIGNATORY): "Firma autorizada, {}",
}


def make_accounts() -> list[User]:
    """The demo's accounts, each once; answers them all."""
    users = [
        account(
            "coordinator@vvsg.example", "Coördinatie stedenbanden, VVSG", "vvsg", Role.COORDINATOR
        ),
        account("staff@vvsg.example", "Medewerker beheer, VVSG", "vvsg", Role.READER),
        account(
            "facilitator@cimic.example", "Begeleiding dialoog, Cimic", "cimic", Role.FACILITATOR
        ),
        account(
            "facilitator@levuur.example",
            "Begeleiding participatie, Levuur",
            "levuur",
            Role.FACILITATOR,
        ),
    ]
    staff = users[1]
    staff.is_staff = True
    staff.save(update_fields=["is_staff"])
    staff.groups.set([staff_group()])
    for slug, (language, zone, name) in SIDES.items():
        for role in (Role.EDITOR, Role.SIGNATORY):
            post = POSTS[language, role].format(name)
            address = f"{role.value}@{slug}.example"
            users.append(account(address, post, slug, role, language, zone))
    return users


def account(
    email: str,
    name: str,
    slug: str,
    role: Role,
    language: str = "nl",
    zone: str = "Europe/Brussels",
) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create(
            email=email, password=HASHED(), name=name, language=language, time_zone=zone
        )
        organisation = Organisation.objects.get(slug=slug)
        start = clock.today() - timedelta(days=800)
        give_membership(user=user, organisation=organisation, role=role, by=user, starts_on=start)
    return user


def sample_stands() -> bool:
    """Whether the sample was played already: it is played whole or not at all."""
    slug = read("sample.json")["programme"]["slug"]
    return Programme.objects.filter(slug=slug).exists()


@transaction.atomic
def play_sample() -> None:
    """Play the sample, on top of the documented facts and the accounts. Its mail is not sent."""
    data = read("sample.json")
    load_documented_agreements()
    load_documented_deeds()
    load_documented_sessions()
    load_documented_mandates()
    write_all_passages()  # of what is documented; what is played is found by its own actions
    first_month = add_months(clock.today(), 1 - MONTH_NOW)
    programme = sample_programme(data["programme"], first_month)
    for row in data["pages"]:
        play_page(row)
    steps: list[Step | AssessmentStep | LessonStep] = []
    play_indicators(data["indicators"], person)
    for row in data["trajectories"]:
        steps += sample_trajectory(programme, row, first_month)
    steps += assessment_steps(data["assessments"], person)
    steps += lesson_steps(person)
    play_deeds(person)
    play_stories(person)
    play_customs(person)
    play_leaver(person)
    play_sessions(person)
    play_mandates(person)
    play_continuity(person)
    for step in sorted(steps, key=lambda one: -one.days_ago):
        with clock.at(clock.now() - timedelta(days=step.days_ago)):
            step.play()
    play_reviews(person)
    OutgoingMail.objects.all().delete()


def person(local: str, slug: str) -> User:
    return User.objects.get(email=f"{local}@{slug}.example")


def coordinator() -> User:
    return person("coordinator", "vvsg")


def sample_programme(row: dict[str, Any], first_month: date) -> Programme:
    organisations = {one.slug: one for one in Organisation.objects.all()}
    fields = programme_fields(row, organisations)
    programme = Programme.objects.create(
        slug=row["slug"], first_month=first_month, is_sample=True, **fields
    )
    programme.supporters.set([organisations[slug] for slug in row["supporters"]])
    for item in row["plan"]:
        planned = PlanItem.objects.create(
            programme=programme,
            month=item["month"],
            duty=item["duty"],
            **spread("title", item["title"]),
            **spread("closing", item["evidence"]),
        )
        planned.targets.set(Target.objects.filter(code__in=item["targets"]))
    return programme


def play_page(row: dict[str, Any]) -> None:
    twinning = Twinning.objects.get(slug=row["twinning"])
    page = Page.objects.get(twinning=twinning, side=row["side"])
    slug = twinning.organisation_of(row["side"]).slug
    by = person("editor", slug)
    with clock.at(clock.now() - timedelta(days=380)):
        page = actions.change_page(
            page=page,
            by=by,
            language=row["language"],
            lead_service=row["lead_service"],
            text=row["text"],
            summary=row["summary"],
            summary_language="es" if row["language"] == "nl" else "nl",
            is_sample=True,
        )
        if row["published"]:
            actions.publish_page(page=page, by=person("signatory", slug))


@dataclass(frozen=True)
class Step:
    """One deed of the sample: on which milestone, how long ago, and what."""

    milestone_id: int
    row: dict[str, Any]

    @property
    def days_ago(self) -> int:
        days: int = self.row["days_ago"]
        return days

    def play(self) -> None:
        play(self)


def sample_trajectory(programme: Programme, row: dict[str, Any], first_month: date) -> list[Step]:
    twinning = Twinning.objects.get(slug=row["twinning"])
    start = datetime.combine(first_month, datetime.min.time(), clock.now().tzinfo)
    with clock.at(start + timedelta(hours=9)):
        trajectory = actions.start_trajectory(
            twinning=twinning,
            programme=programme,
            by=coordinator(),
            first_month=first_month,
            is_sample=True,
        )
        own = [
            actions.add_milestone(
                trajectory=trajectory,
                by=coordinator(),
                month=item["month"],
                duty=item["duty"],
                targets=Target.objects.filter(code__in=item["targets"]),
                **spread("title", item["title"]),
                **spread("closing", item["evidence"]),
            )
            for item in row["milestones"]
        ]
    steps = [
        Step(milestone.pk, step)
        for milestone, item in zip(own, row["milestones"], strict=True)
        for step in item["steps"]
    ]
    return steps + list(plan_steps(trajectory.milestones.all(), row["plan_stories"]))


def plan_steps(milestones: Any, stories: dict[str, list[dict[str, Any]]]) -> Iterator[Step]:
    """The stories of the plan's milestones, keyed `month:index`."""
    from_plan: dict[int, list[Milestone]] = {}
    for milestone in milestones.filter(plan_item__isnull=False).order_by("plan_item"):
        from_plan.setdefault(milestone.plan_item.month, []).append(milestone)
    for key, story in stories.items():
        month, index = map(int, key.split(":"))
        for step in story:
            yield Step(from_plan[month][index].pk, step)


def play(step: Step) -> None:
    milestone = Milestone.objects.with_names().get(pk=step.milestone_id)
    deeds = {
        "draft": write,
        "submit": write,
        "review": review,
        "confirm": confirm,
        "publish": publish,
        "comment": comment,
        "replan": replan,
        "drop": drop,
    }
    deeds[step.row["deed"]](milestone, step.row)


def who(milestone: Milestone, by: str, local: str = "editor") -> User:
    if by in {"coordination", "facilitator"}:
        return person("facilitator", "cimic")
    if by == "coordinator":
        return coordinator()
    return person(local, milestone.twinning.organisation_of(by).slug)


def report_of(milestone: Milestone, by: str) -> ProgressReport:
    return milestone.reports.get(reporter=by)


def write(milestone: Milestone, row: dict[str, Any]) -> None:
    texts = {
        name: row[name] for name in ("what_happened", "we_learned", "changed_at_home", "summary")
    }
    real_today = clock.today() + timedelta(days=row["days_ago"])
    actions.write_progress(
        milestone=milestone,
        reporter=Reporter(row["by"]),
        by=who(milestone, row["by"]),
        version=None,
        hand_in=row["deed"] == "submit",
        language=row["language"],
        summary_language="es" if row["language"] == "nl" else "nl",
        happened_on=real_today - timedelta(days=row["happened_days_ago"]),
        **texts,
    )


def review(milestone: Milestone, row: dict[str, Any]) -> None:
    days = row.get("answer_in_days")
    actions.review_progress(
        report=report_of(milestone, row["by"]),
        by=coordinator(),
        decision=row["decision"],
        note=row.get("note", ""),
        note_field=row.get("note_field", ""),
        answer_by=clock.today() + timedelta(days=days) if days else None,
    )


def confirm(milestone: Milestone, row: dict[str, Any]) -> None:
    actions.confirm_progress(
        report=report_of(milestone, Side(row["by"]).other),
        by=who(milestone, row["by"], "signatory"),
        verdict=row["verdict"],
        reason=row.get("reason", ""),
    )


def publish(milestone: Milestone, row: dict[str, Any]) -> None:
    by = who(milestone, row["by"], "signatory")
    actions.publish_progress(report=report_of(milestone, row["by"]), by=by)


def comment(milestone: Milestone, row: dict[str, Any]) -> None:
    by = who(milestone, row["by"])
    actions.add_comment(milestone=milestone, by=by, language=row["language"], text=row["text"])


def replan(milestone: Milestone, row: dict[str, Any]) -> None:
    actions.replan_milestone(
        milestone=milestone,
        by=who(milestone, row["by"]),
        month=row["to"],
        reason=row["reason"],
        explanation=row["explanation"],
    )


def drop(milestone: Milestone, row: dict[str, Any]) -> None:
    actions.drop_milestone(
        milestone=milestone,
        by=who(milestone, row["by"]),
        reason=row["reason"],
        explanation=row["explanation"],
    )

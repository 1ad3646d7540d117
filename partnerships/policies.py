"""Who may. Each answers from roles alone; what may follow what is asked of the models.

A right does not look at a report's state: somebody who posts a text a moment too late gets the
reason and the text back, not a closed door.
"""

from partnerships.models import (
    LEAVES,
    Adoption,
    Assessment,
    Deed,
    Document,
    Duty,
    Evidence,
    Indicator,
    Lesson,
    Mandate,
    Membership,
    Milestone,
    Page,
    Photo,
    Post,
    ProgressReport,
    Promise,
    Reporter,
    Role,
    Session,
    Side,
    Spoken,
    Story,
    Trajectory,
    Translation,
    Twinning,
    grants_of,
    reporters_of,
    sides_behind,
)
from stedenband.accounts.models import User

WRITERS = (Role.EDITOR, Role.SIGNATORY)


def acts_for(user: object, twinning: Twinning, side: str) -> bool:
    """An editor or signatory of that side."""
    return grants_of(user).holds(twinning.organisation_of(side).pk, *WRITERS)


def side_written_for(user: object, twinning: Twinning) -> Side | None:
    """The side of a twinning for which somebody writes, if for any."""
    return next((side for side in LEAVES if acts_for(user, twinning, side)), None)


def writes_in(user: object, twinning: Twinning) -> bool:
    """An editor or signatory of either side."""
    return side_written_for(user, twinning) is not None


def sides_of_duty(duty: str) -> tuple[Side, ...]:
    """The sides that a milestone asks something of."""
    return tuple(Side(reporter) for reporter in reporters_of(duty) if reporter in Side.values)


def may_see_inside(user: object, twinning: Twinning) -> bool:
    """More than the public: members of either side, coordinators and facilitators."""
    grants = grants_of(user)
    mine = {twinning.flemish_id, twinning.partner_id} & grants.organisations
    return grants.reads_all or bool(mine)


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


def may_remove_evidence(user: User, evidence: Evidence) -> bool:
    if evidence.side == Reporter.COORDINATION:
        return grants_of(user).reads_all
    return acts_for(user, evidence.twinning, evidence.side)


def may_replan_milestone(user: User, milestone: Milestone) -> bool:
    """A coordinator, and the sides whose duty it is."""
    if grants_of(user).is_coordinator:
        return True
    sides = sides_of_duty(milestone.duty)
    return any(acts_for(user, milestone.twinning, side) for side in sides)


def may_add_milestone(user: object, trajectory: Trajectory) -> bool:
    """A coordinator, and both sides."""
    return grants_of(user).is_coordinator or writes_in(user, trajectory.twinning)


def may_set_duty(user: User, trajectory: Trajectory, duty: str) -> bool:
    """A side plans for itself or for both; for the other side only a coordinator does."""
    if grants_of(user).is_coordinator:
        return True
    own = [side for side in LEAVES if acts_for(user, trajectory.twinning, side)]
    return duty == Duty.JOINT or duty in own


def may_shift_trajectory(user: object) -> bool:
    return grants_of(user).is_coordinator


def may_comment(user: object, about: Milestone | Deed) -> bool:
    """Whoever works on it: both sides' writers, coordinators and facilitators."""
    return grants_of(user).reads_all or writes_in(user, about.twinning)


def may_change_deed(user: object, twinning: Twinning, side: str) -> bool:
    """The side that does it, and nobody else."""
    return acts_for(user, twinning, side)


def may_name_goals(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_open_assessment(user: User, twinning: Twinning) -> bool:
    """A coordinator, and both sides."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_answer_assessment(user: User, assessment: Assessment) -> bool:
    """Editors and signatories for their side; nobody answers in its place."""
    return writes_in(user, assessment.twinning)


def may_add_indicator(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_write_indicator(user: object, indicator: Indicator) -> bool:
    """The side that measures it, and nobody else."""
    return acts_for(user, indicator.twinning, indicator.side)


def may_see_translations(user: object, twinning: Twinning) -> bool:
    """Anybody of either side, coordinators and facilitators."""
    return may_see_inside(user, twinning)


def may_translate(user: object, thing: Spoken) -> bool:
    """The same people; what is of all twinnings, anybody who works in one."""
    concerned = thing.twinnings_concerned
    if not concerned:
        return bool(grants_of(user).by_role)
    return any(may_see_translations(user, twinning) for twinning in concerned)


def may_check_translation(user: User, translation: Translation) -> bool:
    """The same, and nobody their own translation."""
    return translation.by_id != user.pk and may_translate(user, translation.thing)


def sides_telling(user: object, twinning: Twinning) -> list[Side]:
    """For whom somebody writes lessons: their side, or both together; empty for others."""
    own = [side for side in LEAVES if acts_for(user, twinning, side)]
    return [*own, Side.JOINT] if own else []


def may_add_lesson(user: object, twinning: Twinning) -> bool:
    return bool(sides_telling(user, twinning))


def may_write_lesson(user: object, lesson: Lesson) -> bool:
    """The side that wrote it; either side what both wrote together."""
    return any(acts_for(user, lesson.twinning, side) for side in sides_behind(lesson.side))


def may_publish_lesson(user: object, lesson: Lesson) -> bool:
    """Who writes it, and nobody else: not even VVSG makes a lesson public."""
    return may_write_lesson(user, lesson)


def side_publishing(user: object, lesson: Lesson) -> Side | None:
    """The side for which somebody publishes a lesson; of both, the one that has not said so yet."""
    own = [side for side in sides_behind(lesson.side) if acts_for(user, lesson.twinning, side)]
    return min(own, key=lambda side: side == lesson.agreed_by, default=None)


def takers_of(user: object, lesson: Lesson) -> list[tuple[Twinning, Side]]:
    """The other twinnings, each with the side, for which somebody may take a lesson over."""
    others = Twinning.objects.of_member(user).exclude(pk=lesson.twinning_id).with_sides()
    return [(one, side) for one in others for side in LEAVES if acts_for(user, one, side)]


def may_adopt_lesson(user: object, lesson: Lesson) -> bool:
    """Writers of a side of another twinning."""
    return bool(takers_of(user, lesson))


def may_report_adoption(user: object, adoption: Adoption) -> bool:
    """The side that took the lesson over, and nobody else."""
    return acts_for(user, adoption.twinning, adoption.side)


def may_hold_forum(user: object) -> bool:
    return grants_of(user).is_coordinator


def may_write_story(user: object, story: Story) -> bool:
    """The side that tells it, and nobody else: to change it, publish it and take it offline."""
    return acts_for(user, story.twinning, story.side)


def may_review_story(user: User, story: Story) -> bool:
    """A coordinator, and nobody their own story or that of their own organisation."""
    grants = grants_of(user)
    if not grants.is_coordinator or user.pk in story.authors:
        return False
    return story.organisation.pk not in grants.organisations


def may_write_photo(user: object, photo: Photo) -> bool:
    """Whoever writes its story, or reports on its session."""
    if photo.session:
        return may_lead_session(user, photo.session)
    return photo.story is not None and may_write_story(user, photo.story)


def may_withdraw_photo(user: object, photo: Photo) -> bool:
    """The same people, and a coordinator: who withdraws consent is heard at once."""
    return grants_of(user).is_coordinator or may_write_photo(user, photo)


def may_write_document(user: object, document: Document) -> bool:
    """The side that put it here, and nobody else."""
    return acts_for(user, document.twinning, document.side)


def may_plan_session(user: object, twinning: Twinning) -> bool:
    """Both sides, coordinators and facilitators."""
    return grants_of(user).reads_all or writes_in(user, twinning)


def may_lead_session(user: object, session: Session) -> bool:
    """Change, cancel or report on it: who may plan one for a twinning that takes part."""
    return any(may_plan_session(user, twinning) for twinning in session.bonds)


def may_contribute_session(user: object, session: Session) -> bool:
    """The same people: what somebody else would have said is entered by them."""
    return may_lead_session(user, session)


def seats_of(user: object, session: Session) -> list[tuple[Twinning, Side]]:
    """The sides, of the twinnings that take part, for which somebody writes."""
    return [(one, side) for one in session.bonds for side in LEAVES if acts_for(user, one, side)]


def may_agree_session(user: object, session: Session) -> bool:
    """Each side for itself alone, also to take that back; nobody in its place."""
    return bool(seats_of(user, session))


def may_make_promise(user: object, twinning: Twinning) -> bool:
    """Both sides, coordinators and facilitators."""
    return may_plan_session(user, twinning)


def may_change_promise(user: object, promise: Promise) -> bool:
    """Put it right, or settle it; the other side sees it and confirms anew."""
    return may_make_promise(user, promise.twinning)


def may_confirm_promise(user: object, promise: Promise) -> bool:
    """Editors and signatories, for their own side."""
    return writes_in(user, promise.twinning)


def may_write_agreement(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides: an agreement is of both."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_write_funding(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides: also what a funding covers, and its vouchers."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_write_customs(user: object, twinning: Twinning, side: str) -> bool:
    """The side whose unwritten rules they are, and nobody else."""
    return acts_for(user, twinning, side)


def may_keep_memberships(user: object) -> bool:
    """Give them, end them and say who takes over."""
    return grants_of(user).is_coordinator


def sides_of_posts(user: object, twinning: Twinning) -> list[Side]:
    """The sides whose posts somebody writes down: their own; a coordinator both."""
    is_coordinator = grants_of(user).is_coordinator
    return [side for side in LEAVES if is_coordinator or acts_for(user, twinning, side)]


def may_add_post(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides, each its own."""
    return bool(sides_of_posts(user, twinning))


def may_add_mandate(user: object, post: Post) -> bool:
    """The side whose post it is, and a coordinator."""
    return post.side in sides_of_posts(user, post.twinning)


def may_change_post(user: object, post: Post) -> bool:
    """The same; what is documented stands in public with its source: only a coordinator."""
    if post.source_id:
        return grants_of(user).is_coordinator
    return may_add_mandate(user, post)


def may_change_mandate(user: object, mandate: Mandate) -> bool:
    """The same, also to remove it."""
    if mandate.source_id:
        return grants_of(user).is_coordinator
    return may_add_mandate(user, mandate.post)


def may_change_state(user: object, twinning: Twinning) -> bool:
    """Either side says so for both, and so does a coordinator; the others hear of it."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_give_sign_of_life(user: object, twinning: Twinning) -> bool:
    """Each side for itself; nobody in its place."""
    return writes_in(user, twinning)


def may_edit_page(user: User, page: Page) -> bool:
    return acts_for(user, page.twinning, page.side)


def may_remind_side(user: User) -> bool:
    return grants_of(user).is_coordinator


def may_act(user: User) -> bool:
    """Whether somebody has any work here at all."""
    return bool(grants_of(user).by_role)

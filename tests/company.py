"""The people, and the twinning they work in: Edegem and San Jerónimo, in month 14."""

from datetime import timedelta
from functools import cached_property

from partnerships.models import Duty, Role
from stedenband import clock
from stedenband.staff import staff_group
from tests.factories import (
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    ProgrammeFactory,
    TrajectoryFactory,
    TwinningFactory,
    UserFactory,
    member,
    submitted,
)


class Company:
    """Each is made when it is first asked for; `tests/conftest.py` has a fixture of each."""

    # --- Places and roads -------------------------------------------------------------------------

    @cached_property
    def edegem(self):
        return OrganisationFactory(
            name="Edegem",
            slug="edegem",
            place="Antwerpen",
            latitude=51.157,
            longitude=4.445,
            precision="town",
        )

    @cached_property
    def san_jeronimo(self):
        return OrganisationFactory(
            name="San Jerónimo",
            slug="san-jeronimo",
            country="PE",
            place="Cusco",
            languages=["es", "qu"],
            time_zone="America/Lima",
            latitude=-13.55,
            longitude=-71.88,
            precision="town",
        )

    @cached_property
    def herent(self):
        return OrganisationFactory(name="Herent", slug="herent", place="Vlaams-Brabant")

    @cached_property
    def nimlahakok(self):
        return OrganisationFactory(
            name="Nimlaha'kok",
            slug="nimlahakok",
            country="GT",
            kind="region",
            precision="region",
            place="Cobán, Alta Verapaz",
            languages=["es", "kek"],
            time_zone="America/Guatemala",
            name_variants="Nimlajacoc\nNimlaha’ Kok",
            latitude=15.66,
            longitude=-90.37,
        )

    @cached_property
    def vvsg(self):
        return OrganisationFactory(name="VVSG", slug="vvsg", kind="association")

    @cached_property
    def cimic(self):
        return OrganisationFactory(name="Cimic", slug="cimic", kind="process_support")

    @cached_property
    def twinning(self):
        """Edegem – San Jerónimo, listed; neither side's page is public."""
        return TwinningFactory(
            flemish=self.edegem,
            partner=self.san_jeronimo,
            slug="edegem-san-jeronimo",
            is_listed=True,
        )

    @cached_property
    def other_twinning(self):
        """Herent – Nimlaha'kok, listed."""
        return TwinningFactory(
            flemish=self.herent, partner=self.nimlahakok, slug="herent-nimlahakok", is_listed=True
        )

    @cached_property
    def programme(self):
        """A sample programme of 36 months, of which today is month 14."""
        return ProgrammeFactory(slug="vervolg", is_sample=True)

    @cached_property
    def trajectory(self):
        """Running, in month 14."""
        return TrajectoryFactory(twinning=self.twinning, programme=self.programme, is_sample=True)

    @cached_property
    def other_trajectory(self):
        return TrajectoryFactory(
            twinning=self.other_twinning, programme=self.programme, is_sample=True
        )

    # --- The people -------------------------------------------------------------------------------

    @cached_property
    def editor(self):
        return member(self.edegem, Role.EDITOR, email="editor@edegem.example", name="Editor Edegem")

    @cached_property
    def signatory(self):
        return member(
            self.edegem, Role.SIGNATORY, email="signatory@edegem.example", name="Mayor Edegem"
        )

    @cached_property
    def reader(self):
        return member(self.edegem, Role.READER, email="reader@edegem.example", name="Reader Edegem")

    @cached_property
    def partner_editor(self):
        account = {"email": "editor@san-jeronimo.example", "language": "es"}
        return member(self.san_jeronimo, Role.EDITOR, name="Editora San Jerónimo", **account)

    @cached_property
    def partner_signatory(self):
        account = {"email": "signatory@san-jeronimo.example", "language": "es"}
        return member(self.san_jeronimo, Role.SIGNATORY, name="Alcaldía San Jerónimo", **account)

    @cached_property
    def stranger(self):
        """An editor of another twinning."""
        herent = self.other_twinning.flemish
        return member(herent, Role.EDITOR, email="editor@herent.example", name="Editor Herent")

    @cached_property
    def coordinator(self):
        return member(
            self.vvsg, Role.COORDINATOR, email="coordinator@vvsg.example", name="Coordination"
        )

    @cached_property
    def second_coordinator(self):
        return member(
            self.vvsg, Role.COORDINATOR, email="second@vvsg.example", name="Second coordination"
        )

    @cached_property
    def facilitator(self):
        account = {"email": "facilitator@cimic.example", "language": "fr"}
        return member(self.cimic, Role.FACILITATOR, name="Process support", **account)

    @cached_property
    def staff(self):
        """VVSG staff in the admin: the group's rights, no superuser, no membership."""
        user = UserFactory(email="staff@vvsg.example", name="Staff", is_staff=True)
        user.groups.add(staff_group())
        return user

    @cached_property
    def superuser(self):
        return UserFactory(
            email="root@vvsg.example", name="Superuser", is_staff=True, is_superuser=True
        )

    @cached_property
    def former(self):
        """Somebody whose membership of Edegem ended yesterday."""
        user = UserFactory(email="former@edegem.example", name="Former editor")
        yesterday = clock.today() - timedelta(days=1)
        MembershipFactory(user=user, organisation=self.edegem, role=Role.EDITOR, ends_on=yesterday)
        return user

    @cached_property
    def nobody(self):
        """An account without any membership."""
        return UserFactory(email="nobody@elsewhere.example", name="Nobody")

    # --- What they work on ------------------------------------------------------------------------

    @cached_property
    def milestone(self):
        """The partner's, due in month 13: late."""
        return MilestoneFactory(
            trajectory=self.trajectory,
            month=13,
            duty=Duty.PARTNER,
            title_nl="Sorteerstraat geopend",
            title_es="Calle de reciclaje abierta",
            targets=["11.6", "12.5"],
        )

    @cached_property
    def joint_milestone(self):
        return MilestoneFactory(
            trajectory=self.trajectory,
            month=15,
            duty=Duty.JOINT,
            title_nl="Startdialoog",
            targets=["16.7"],
        )

    @cached_property
    def coordination_milestone(self):
        return MilestoneFactory(
            trajectory=self.trajectory,
            month=16,
            duty=Duty.COORDINATION,
            title_nl="Tussentijds verslag",
        )

    @cached_property
    def report(self):
        """San Jerónimo's report on `self.milestone`, handed in."""
        return submitted(self.milestone, self.partner_editor)

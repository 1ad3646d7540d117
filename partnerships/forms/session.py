"""Forms on sessions: planned, cancelled, reported on, contributed to beforehand."""

from datetime import date, time
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerships.forms.deed import CLOSE_DETAILS, OPEN_DETAILS
from partnerships.forms.progress import long_text
from partnerships.forms.twinning import OfTwinningFilter
from partnerships.models import Group, Minutes, Organisation, Session, Side, Twinning
from partnerships.models.minutes import LARGEST_GROUP
from partnerships.models.session import HOME_KINDS, SEEN_BY
from partnerships.models.twinning import TwinningQuerySet
from stedenband.fields import DayField, HourField, RichTextField
from stedenband.forms import PageForm, VersionedForm
from stedenband.texts import WrittenLanguage
from stedenband.zones import moment_of, wall_clock

WORDS = (
    "kind",
    "title",
    "language",
    "host",
    "place",
    "languages",
    "is_interpreted",
    "interpretation",
    "agenda",
    "is_online",
    "link",
    "visibility",
)


class SessionForm(VersionedForm):
    """When, where and about what; the hours are those of the host's clock."""

    button = _("Plan this session")
    more = _("More about it: online, interpreter, other twinnings, who sees it")

    kind = forms.ChoiceField(label=_("What is it?"), choices=Session.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    host = forms.ModelChoiceField(
        label=_("Who hosts it?"),
        queryset=Organisation.objects.none(),
        help_text=_("The hours below are those of the host's clock; each side reads its own."),
    )
    place = forms.CharField(
        label=_("Place"), max_length=150, required=False, help_text=_("May stay empty.")
    )
    starts_on = DayField(label=_("Day"))
    starts_time = HourField(label=_("From"))
    ends_on = DayField(
        label=_("Last day"), required=False, help_text=_("Only if it takes more than one day.")
    )
    ends_time = HourField(label=_("Until"))
    languages = forms.MultipleChoiceField(
        label=_("Which languages are spoken?"),
        choices=WrittenLanguage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agenda = RichTextField(
        label=_("Agenda"), rows=6, required=False, help_text=_("May stay empty.")
    )
    is_online = forms.BooleanField(label=_("It is (also) online"), required=False)
    link = forms.URLField(
        label=_("Link to the meeting"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Only the twinnings that take part see it."),
    )
    is_interpreted = forms.BooleanField(label=_("There is an interpreter"), required=False)
    interpretation = forms.CharField(
        label=_("Between which languages?"), max_length=200, required=False
    )
    invited = forms.ModelMultipleChoiceField(
        label=_("Together with these twinnings"),
        queryset=Twinning.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their writers get mail, and may change the session too."),
    )
    visibility = forms.ChoiceField(
        label=_("Who sees that it takes place?"),
        choices=SEEN_BY,
        help_text=_(
            "Everybody reads it only when every side of every twinning that takes part agrees."
        ),
    )

    def __init__(
        self,
        *args: Any,
        twinnings: list[Twinning],
        others: TwinningQuerySet,
        initial: dict[str, Any],
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        now = self.now_of(session) if session else {"version": 0}
        super().__init__(*args, initial={**initial, **now}, **kwargs)
        if session:
            self.button = _("Save the session")  # type: ignore[misc]
        self.offer(twinnings, others)
        names = ("link", "is_interpreted", "invited")
        self.has_more = self.has_typed or any(self.initial.get(name) for name in names)
        self.lay_out()

    def now_of(self, session: Session) -> dict[str, Any]:
        starts, ends = (
            wall_clock(moment, session.time_zone) for moment in (session.starts_at, session.ends_at)
        )
        return {
            **{name: getattr(session, name) for name in WORDS},
            "starts_on": starts.date(),
            "starts_time": starts.time(),
            "ends_on": ends.date() if ends.date() != starts.date() else None,
            "ends_time": ends.time(),
            "version": session.version,
        }

    def offer(self, twinnings: list[Twinning], others: TwinningQuerySet) -> None:
        """The sides of all that can take part, and who may host anywhere."""
        fields: dict[str, Any] = self.fields
        sides = {pk for one in twinnings for pk in (one.flemish_id, one.partner_id)}
        invited = Q(twinnings_as_flemish__in=others) | Q(twinnings_as_partner__in=others)
        hosts = Organisation.objects.filter(
            Q(pk__in=sides) | invited | ~Q(kind__in=[*HOME_KINDS, Organisation.Kind.FUNDER])
        )
        fields["host"].queryset = hosts.distinct()
        fields["invited"].queryset = others
        if not others.exists():
            del fields["invited"]

    def lay_out(self) -> None:
        invited = ["invited"] if "invited" in self.fields else []
        self.layout = Layout(
            "kind",
            "title",
            "language",
            "host",
            "place",
            Div("starts_on", "starts_time", "ends_time", css_class="when"),
            "ends_on",
            "languages",
            Field("agenda", rows=6),
            OPEN_DETAILS,
            "is_online",
            "link",
            "is_interpreted",
            "interpretation",
            *invited,
            "visibility",
            CLOSE_DETAILS,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        host, day = cleaned.get("host"), cleaned.get("starts_on")
        if host and day:
            self.read_clock("starts", host.time_zone, day, cleaned.get("starts_time"))
            last = cleaned.get("ends_on") or day
            self.read_clock("ends", host.time_zone, last, cleaned.get("ends_time"))
        return cleaned

    def read_clock(self, name: str, zone: str, day: date, hour: time | None) -> None:
        """From the host's clock to a moment; an hour that is none says so on its field."""
        if hour is None:
            return
        try:
            self.cleaned_data[f"{name}_at"] = moment_of(day, hour, zone)
        except ValidationError as refusal:
            self.add_error(f"{name}_time", refusal)

    def deed(self) -> dict[str, Any]:
        clock = ("starts_on", "starts_time", "ends_on", "ends_time")
        return {name: value for name, value in super().deed().items() if name not in clock}

    def differences(self) -> list[tuple[str, str, str]]:
        """The words that differ, and the hours."""
        found = super().differences()
        if isinstance(self.stale, Session):
            now, typed = self.now_of(self.stale), self.cleaned_data
            for name in ("starts_on", "starts_time", "ends_on", "ends_time"):
                pair = (str(now[name] or ""), str(typed.get(name) or ""))
                if pair[0] != pair[1]:
                    found.append((str(self.fields[name].label), *pair))
        return found


class CancelSessionForm(VersionedForm):
    button = _("Cancel this session")
    layout = Layout(Field("reason", rows=3), "language")

    reason = long_text(_("Why does it not take place?"), 3, 500)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(self, *args: Any, session: Session, language: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": session.version, "language": language}
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: ValidationError) -> None:
        """A cancelled session calls its reason otherwise."""
        if hasattr(refusal, "error_dict") and "cancel_reason" in refusal.error_dict:
            refusal.error_dict["reason"] = refusal.error_dict.pop("cancel_reason")
        super().refuse(refusal)


class ContributionForm(PageForm):
    button = _("Send our contribution")
    layout = Layout(Field("text", rows=8), "language")

    text = RichTextField(label=_("What would you have said there?"), rows=8)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": language}
        super().__init__(*args, **kwargs)


class SeenForm(VersionedForm):
    """Nothing to fill in: one button, about what stood on the page."""

    layout = Layout()

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": version}
        super().__init__(*args, **kwargs)


def number_name(side: str, group: str) -> str:
    return f"number_{side}_{group}"


class ReportForm(VersionedForm):
    """The minutes in one language, who was missing, and how many of each group were there."""

    button = _("Save the report")
    room = _("Who was in the room?")
    overlap = _(
        "Numbers only, never names. A group that you did not count stays empty. Groups overlap: "
        "a young woman who chairs an association counts three times."
    )
    layout = Layout()

    text = RichTextField(label=_("Minutes"), rows=12, required=False)
    missing_voices = long_text(
        _("Which voices were missing?"),
        3,
        2_000,
        required=False,
        help_text=_("Groups, not people. Who should be asked next time?"),
    )

    def __init__(self, *args: Any, session: Session, language: str, **kwargs: Any) -> None:
        self.session, self.language = session, language
        super().__init__(*args, initial=words_of(session, language), **kwargs)
        for side in Side:
            for group in Group:
                self.fields[number_name(side, group)] = forms.IntegerField(
                    label=capfirst(group.label),
                    min_value=0,
                    max_value=LARGEST_GROUP,
                    required=False,
                )

    @property
    def helper(self) -> FormHelper:
        """Laid out late: the names of the places stand above their numbers."""
        self.layout = Layout(
            Field("text", rows=12),
            Field("missing_voices", rows=3),
            HTML('<h2>{{ form.room }}</h2><p class="form-text">{{ form.overlap }}</p>'),
            *(self.numbers_of(side) for side in Side),
        )
        return super().helper

    @property
    def names(self) -> dict[str, str]:
        """Whose numbers, by side."""
        both = _("For both sides together (interpreters, experts…)")
        return {side: self.session.names_of(side) or str(both) for side in Side}

    def numbers_of(self, side: Side) -> Fieldset:
        """A legend is read as a template: what people called a place is told to it, not put in."""
        fields = (number_name(side, group) for group in Group)
        return Fieldset(f"{{{{ form.names.{side} }}}}", Div(*fields, css_class="numbers"))

    def deed(self) -> dict[str, Any]:
        """The numbers that were given, by side and group; the rest as it is."""
        given = super().deed()
        numbers = {
            (side.value, group.value): given.pop(number_name(side, group))
            for side in Side
            for group in Group
        }
        given["numbers"] = {key: one for key, one in numbers.items() if one is not None}
        return given

    def differences(self) -> list[tuple[str, str, str]]:
        if not isinstance(self.stale, Session):
            return []
        now, typed = words_of(self.stale, self.language), self.cleaned_data
        shown = {name: field for name, field in self.fields.items() if not field.widget.is_hidden}
        pairs = [
            (str(field.label), in_words(now.get(name)), in_words(typed.get(name)))
            for name, field in shown.items()
        ]
        return [row for row in pairs if row[1] != row[2]]


def in_words(value: Any) -> str:
    return "" if value is None else str(value)


def words_of(session: Session, language: str) -> dict[str, Any]:
    """What the report says so far, as the form has it."""
    minutes = Minutes.objects.filter(session=session, language=language).first()
    numbers = {number_name(row.side, row.group): row.number for row in session.attendance.all()}
    words = {"text": minutes.text, "missing_voices": minutes.missing_voices} if minutes else {}
    return {**words, **numbers, "version": session.version}


class SessionFilter(OfTwinningFilter):
    """What a reader looks for; what cannot be understood is left out."""

    field_order = ("kind", "twinning")

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("any")), *Session.Kind.choices]
    )

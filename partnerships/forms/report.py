"""Forms on reports: which one somebody wants, and that it is to be kept."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models import LEAVES, Programme, Report, Session, Twinning
from partnerships.reports.kinds import KINDS, Asked, Kind
from stedenband import clock
from stedenband.accounts.models import Language
from stedenband.fields import DayField
from stedenband.forms import FilterForm, PageForm
from stedenband.texts import LANGUAGES, interface_language

FIRST_HALF = 6  # till June a yearly report is about the year before
WANTED = ("kind", "language", "first", "last", "side", "session")


def proposed_days(
    kind: str, twinning: Twinning | None, programme: Programme | None
) -> tuple[date, date]:
    """The days that a kind is usually about: the whole road, or a year."""
    today = clock.today()
    roads = twinning.trajectories if twinning else programme.trajectories if programme else None
    if kind in ("midterm", "final") and roads:
        starts = roads.order_by("state", "first_month").values_list("first_month", flat=True)
        newest = starts.filter(first_month__lte=today).order_by("-first_month").first()
        return newest or date(today.year, 1, 1), today
    if today.month <= FIRST_HALF:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return date(today.year, 1, 1), today


class ReportFilter(FilterForm):
    """Which report, over which days, in which language: what is not said is proposed."""

    kind = forms.ChoiceField(label=_("Which report?"), choices=())
    language = forms.ChoiceField(label=_("In which language?"), choices=Language.choices)
    first = DayField(label=_("From"))
    last = DayField(label=_("Up to and including"))
    side = forms.ChoiceField(label=_("For which municipality?"), choices=(), required=False)
    session = forms.ModelChoiceField(
        label=_("About which session?"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=pgettext_lazy("session", "none"),
    )

    def __init__(
        self,
        data: Any,
        *,
        user: object,
        twinning: Twinning | None = None,
        programme: Programme | None = None,
    ) -> None:
        self.twinning, self.programme = twinning, programme
        given = {name: data.get(name) for name in WANTED if data.get(name)}
        kind = KINDS.get(str(given.get("kind")), KINDS["yearly"])
        super().__init__({**self.proposed(kind, user, given.get("side")), **given})
        self.offer(kind, user)

    def proposed(self, kind: Kind, user: object, side: Any) -> dict[str, Any]:
        first, last = proposed_days(kind.key, self.twinning, self.programme)
        language = interface_language()
        if self.twinning and kind.is_of_side:
            side = side if side in LEAVES else self.twinning.side_of(user) or LEAVES[0]
            spoken = self.twinning.organisation_of(side).languages
            language = next((code for code in spoken if code in LANGUAGES), language)
        return {
            "kind": kind.key,
            "language": language,
            "first": str(first),
            "last": str(last),
            "side": side or "",
        }

    def offer(self, kind: Kind, user: object) -> None:
        """Ask only what the kind needs."""
        fields: dict[str, Any] = self.fields
        kinds = (
            KINDS.values() if self.twinning else [k for k in KINDS.values() if k.is_of_programme]
        )
        fields["kind"].choices = [(one.key, one.label) for one in kinds]
        if self.twinning and kind.is_of_side:
            names = [(side, self.twinning.name_of(side)) for side in LEAVES]
            fields["side"].choices = names
        else:
            del fields["side"]
        if self.twinning and kind.is_of_session:
            held = Session.objects.visible_to(user).of_twinning(self.twinning)
            fields["session"].queryset = held.standing().past()
            fields["session"].required = True
        else:
            del fields["session"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The period ends before it starts."))
        return cleaned

    @property
    def lacks_session(self) -> bool:
        """Whether it would be about a session, and none was held yet."""
        field: Any = self.fields.get("session")
        return field is not None and not field.queryset.exists()

    def asked(self) -> Asked | None:
        """What is wanted; None while something is missing or cannot be."""
        if not self.is_valid():
            return None
        given = self.cleaned_data
        return Asked(
            given["kind"],
            given["language"],
            given["first"],
            given["last"],
            self.twinning,
            self.programme,
            given.get("side") or "",
            given.get("session"),
        )

    def given(self) -> dict[str, Any]:
        """The same as it is handed on to be kept."""
        return {name: self.data.get(name, "") for name in WANTED}


class ReportForm(PageForm):
    """That the report is to be kept as it stands now; what it is about was chosen before."""

    button = _("Generate this report")
    layout: Any = WANTED

    kind = forms.ChoiceField(choices=Report.Kind.choices, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=Language.choices, widget=forms.HiddenInput)
    first = DayField(label=_("From"), widget=forms.HiddenInput)
    last = DayField(label=_("Up to and including"), widget=forms.HiddenInput)
    side = forms.ChoiceField(
        choices=[("", ""), *((side.value, side.label) for side in LEAVES)],
        widget=forms.HiddenInput,
        required=False,
    )
    session = forms.ModelChoiceField(
        queryset=Session.objects.none(), widget=forms.HiddenInput, required=False
    )

    def __init__(
        self, *args: Any, user: object, twinning: Twinning | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="keep_%s", **kwargs)
        fields: dict[str, Any] = self.fields
        if twinning:
            held = Session.objects.visible_to(user).of_twinning(twinning)
            fields["session"].queryset = held.standing().past()
        else:
            kinds = [one for one in KINDS.values() if one.is_of_programme]
            fields["kind"].choices = [(one.key, one.label) for one in kinds]

    def clean(self) -> dict[str, Any]:
        """A kind that is of no side or no session is kept without."""
        cleaned = super().clean() or self.cleaned_data
        kind = KINDS.get(cleaned.get("kind", ""))
        if kind and not kind.is_of_side:
            cleaned["side"] = ""
        if kind and not kind.is_of_session:
            cleaned["session"] = None
        return cleaned

"""Forms on milestones and on a trajectory's start."""

import re
from datetime import date
from typing import Any

from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from partnerships.models import Duty, Milestone, Replanning, Trajectory
from partnerships.models.trajectory import add_months
from sdg.models import Target, parse_code
from stedenband.forms import VersionedForm
from stedenband.texts import LANGUAGES, columns, interface_language

MORE_LANGUAGES = HTML("<details><summary>{{ form.more_languages }}</summary>")


class TargetsField(forms.CharField):
    """Targets by their codes, as people type them: `11.6, 12.5`; `4-A` is 4.a."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("SDG targets"))
        kwargs.setdefault(
            "help_text", _("Codes with a comma between them: 11.6, 12.5. May stay empty.")
        )
        super().__init__(required=False, max_length=200, **kwargs)

    def clean(self, value: Any) -> list[Target]:
        text = str(super().clean(value))
        codes = [parse_code(part) for part in re.split(r"[,;\s]+", text) if part]
        found = {target.code: target for target in Target.objects.filter(code__in=codes)}
        if missing := [code for code in codes if code not in found]:
            raise ValidationError(
                _("There is no target %(codes)s."), params={"codes": ", ".join(missing)}
            )
        return list(found.values())


class MonthField(forms.TypedChoiceField):
    """A month of the trajectory: `M18 · June 2027`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)

    def offer(self, trajectory: Trajectory) -> None:
        self.choices = [
            (number, f"M{number} · {MONTHS[day.month]} {day.year}")
            for number, day in trajectory.months()
        ]


class MilestoneForm(VersionedForm):
    """A milestone of a trajectory's own; a title in one language is enough."""

    button = _("Save the milestone")
    more_languages = _("In other languages too")
    layout = Layout("month", "duty", *columns("title"), *columns("closing"), "targets")

    month = MonthField(label=_("Month"))
    duty = forms.ChoiceField(label=_("Whose duty?"), choices=Duty.choices)
    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=200, required=False)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    closing_nl = forms.CharField(label=_("Closes when (Dutch)"), max_length=300, required=False)
    closing_es = forms.CharField(label=_("Closes when (Spanish)"), max_length=300, required=False)
    closing_fr = forms.CharField(label=_("Closes when (French)"), max_length=300, required=False)
    closing_en = forms.CharField(label=_("Closes when (English)"), max_length=300, required=False)
    targets = TargetsField()

    def __init__(
        self,
        *args: Any,
        trajectory: Trajectory,
        duties: list[str],
        milestone: Milestone | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"version": 0, "month": max(trajectory.current_month, 1)}
        if milestone:
            texts = {
                name: getattr(milestone, name) for name in columns("title") + columns("closing")
            }
            codes = ", ".join(milestone.targets.values_list("code", flat=True))
            kwargs["initial"] = {"version": milestone.version, "targets": codes, **texts}
        super().__init__(*args, **kwargs)
        self.fields["month"].offer(trajectory)  # type: ignore[attr-defined]
        names = {
            Duty.FLEMISH: trajectory.twinning.flemish,
            Duty.PARTNER: trajectory.twinning.partner,
        }
        self.fields["duty"].choices = [  # type: ignore[attr-defined]
            (duty, names.get(Duty(duty), Duty(duty).label)) for duty in duties
        ]
        if milestone:
            del self.fields["month"], self.fields["duty"]
        self.own_language_first()

    def own_language_first(self) -> None:
        """The reader's language comes first, on screen and by keyboard."""
        own = interface_language()
        first = [name for name in ("month", "duty") if name in self.fields]
        others = [f"{name}_{code}" for code in LANGUAGES for name in ("title", "closing")]
        others = [name for name in others if not name.endswith(own)]
        self.layout = Layout(
            *first,
            f"title_{own}",
            f"closing_{own}",
            "targets",
            MORE_LANGUAGES,
            *others,
            HTML("</details>"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in columns("title")):
            own = f"title_{interface_language()}"
            self.add_error(own, _("Give the milestone a title in one language at least."))
        return cleaned


class DropForm(VersionedForm):
    button = _("Drop this milestone")
    layout = Layout("reason", Field("explanation", rows=4))

    reason = forms.ChoiceField(label=_("Reason"), choices=Replanning.Reason.choices)
    explanation = long_text(_("Explanation"), 4, 2_000, required=False)

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": milestone.version, "month": milestone.month}
        super().__init__(*args, **kwargs)
        if "month" in self.fields:
            self.fields["month"].offer(milestone.trajectory)  # type: ignore[attr-defined]


class ReplanForm(DropForm):
    button = _("Move this milestone")
    layout = Layout("month", "reason", Field("explanation", rows=4))

    month = MonthField(label=_("To month"))


class ReinstateForm(ReplanForm):
    button = _("Take this milestone up again")


class ShiftForm(VersionedForm):
    """A trajectory's start moves by whole months."""

    button = _("Shift the start")
    layout = Layout("first_month", Field("explanation", rows=3))

    first_month = forms.ChoiceField(label=_("Month 1 becomes"))
    explanation = long_text(_("Explanation"), 3, 2_000, required=False)

    def __init__(self, *args: Any, trajectory: Trajectory, **kwargs: Any) -> None:
        now = trajectory.first_month
        kwargs["initial"] = {"version": trajectory.version, "first_month": now.isoformat()}
        super().__init__(*args, **kwargs)
        days = [add_months(now, shift) for shift in range(-24, 25)]
        self.fields["first_month"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), f"{MONTHS[day.month]} {day.year}") for day in days
        ]

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        return {**given, "first_month": date.fromisoformat(given["first_month"])}

"""Forms on indicators and on what was measured."""

from decimal import Decimal
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from partnerships.forms.progress import long_text
from partnerships.models import GROUPS, Indicator, Measurement
from stedenband import clock
from stedenband.fields import DayField, FilesField, NumberField
from stedenband.forms import PageForm, VersionedForm
from stedenband.texts import LANGUAGES, WrittenLanguage, columns, interface_language

USUAL_STEPS = (_("not yet"), _("first steps"), _("under way"), _("part of daily work"))
WORDS = (
    "what",
    "language",
    "kind",
    "unit",
    "direction",
    "baseline_value",
    "baseline_on",
    "baseline_source",
    "target_value",
    *columns("scale"),
)
FIGURES = ("measured_on", "value", *GROUPS, "source", "note")


def own_first(name: str) -> list[str]:
    """The four columns of a text, the reader's language first."""
    own = f"{name}_{interface_language()}"
    return [own, *(column for column in columns(name) if column != own)]


class IndicatorPairForm(PageForm):
    """What a pair is about; a title in one language is enough."""

    button = _("Add this pair")
    more_languages = _("In other languages too")
    layout = Layout()

    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=200, required=False)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, *others = own_first("title")
        more = HTML("<details><summary>{{ form.more_languages }}</summary>")
        self.layout = Layout(own, more, *others, HTML("</details>"))


class IndicatorForm(VersionedForm):
    """What a side measures at home, from where and to where."""

    button = _("Save what we measure")
    about_scale = _("The steps of the scale")
    about_scale_help = _(
        "Only for a step on a scale of words: one step on each line, from the lowest upwards; "
        "the same number in each language."
    )
    layout = Layout()

    what = forms.CharField(
        label=_("What do you measure at home?"),
        max_length=300,
        help_text=_("One thing that you can count or judge again every year."),
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    kind = forms.ChoiceField(
        label=_("It is"), choices=Indicator.Kind.choices, widget=forms.RadioSelect
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=60,
        required=False,
        help_text=_("For a number: kg per inhabitant, schools, share of households…"),
    )
    direction = forms.ChoiceField(
        label=_("Direction"), choices=Indicator.Direction.choices, widget=forms.RadioSelect
    )
    baseline_value = NumberField(
        label=_("Baseline"),
        required=False,
        help_text=_("Where you start from. On a scale: the number of the step, 1 for the lowest."),
    )
    baseline_on = DayField(label=_("Date of the baseline"), required=False)
    baseline_source = forms.CharField(
        label=_("Source of the baseline"), max_length=200, required=False
    )
    target_value = NumberField(
        label=_("Target value"), required=False, help_text=_("Where you want to be.")
    )
    scale_nl = long_text(_("Steps in Dutch"), 4, 500, required=False)
    scale_es = long_text(_("Steps in Spanish"), 4, 500, required=False)
    scale_fr = long_text(_("Steps in French"), 4, 500, required=False)
    scale_en = long_text(_("Steps in English"), 4, 500, required=False)

    def __init__(self, *args: Any, indicator: Indicator, language: str, **kwargs: Any) -> None:
        now = {name: getattr(indicator, name) for name in WORDS}
        if not indicator.is_written:
            now["language"] = language
        if not indicator.steps:
            now |= usual_scale()
        kwargs["initial"] = {**now, "version": indicator.version}
        super().__init__(*args, **kwargs)
        scale = HTML(
            "<details><summary>{{ form.about_scale }}</summary>"
            "<p class='small muted'>{{ form.about_scale_help }}</p>"
        )
        self.layout = Layout(
            "what",
            "language",
            InlineRadios("kind"),
            "unit",
            InlineRadios("direction"),
            Div("baseline_value", "baseline_on", css_class="pair-of-fields"),
            "baseline_source",
            "target_value",
            scale,
            *(Field(name, rows=4) for name in own_first("scale")),
            HTML("</details>"),
        )

    def deed(self) -> dict[str, Any]:
        """A number has no scale, and a step no unit."""
        given = super().deed()
        if given["kind"] == Indicator.Kind.QUANTITATIVE:
            return given | dict.fromkeys(columns("scale"), "")
        return given | {"unit": ""}


def usual_scale() -> dict[str, str]:
    """Four steps that many use, in the four languages of the interface."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[f"scale_{code}"] = "\n".join(str(step) for step in USUAL_STEPS)
    return found


class MeasurementForm(VersionedForm):
    """What was measured on a day. That it was not measured is an answer too."""

    button = _("Save this value")
    about_groups = _("By group")
    about_groups_help = _(
        "May stay empty. Sums that differ from the value are shown as such, not refused: "
        "somebody may belong to two groups."
    )
    layout = Layout()

    measured_on = DayField(label=_("Measured on"))
    value = NumberField(label=_("Measured value"), required=False)
    not_measured = forms.BooleanField(label=_("It was not measured"), required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Who counted, and where it is written down: a service, a register, a survey."),
    )
    note = long_text(_("Note"), 3, 1_000, required=False, help_text=_("May stay empty."))
    women = NumberField(label=GROUPS["women"], required=False)
    men = NumberField(label=GROUPS["men"], required=False)
    young = NumberField(label=GROUPS["young"], required=False)
    other = NumberField(label=GROUPS["other"], required=False)
    uploads = FilesField(
        label=_("Evidence: files"),
        required=False,
        help_text=_("PDF, photo, Word or spreadsheet; at most 10 MB each."),
    )
    link = forms.URLField(
        label=_("Evidence: a link"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        measurement: Measurement | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"version": 0, "measured_on": clock.today()}
        if measurement:
            now = {name: getattr(measurement, name) for name in FIGURES}
            missing = not measurement.is_measured
            kwargs["initial"] = {**now, "version": measurement.version, "not_measured": missing}
        super().__init__(*args, **kwargs)
        self.is_new = measurement is None
        self.ask_as(indicator)
        groups = HTML(
            "<details{% if form.groups_are_open %} open{% endif %}>"
            "<summary>{{ form.about_groups }}</summary>"
            "<p class='small muted'>{{ form.about_groups_help }}</p>"
        )
        split = [groups, Div(*GROUPS, css_class="pair-of-fields"), HTML("</details>")]
        self.layout = Layout(
            "measured_on",
            "value",
            "not_measured",
            "source",
            *([] if indicator.is_qualitative else split),
            Field("note", rows=3),
            "uploads",
            "link",
        )

    def ask_as(self, indicator: Indicator) -> None:
        """A number in its unit, or one of the steps; a step is not split by group."""
        if not indicator.is_qualitative:
            self.fields["value"].help_text = indicator.unit
            return
        steps = [(str(number), step) for number, step in enumerate(indicator.steps, 1)]
        self.fields["value"] = StepField(
            label=self.fields["value"].label, required=False, choices=[("", "—"), *steps]
        )
        for name in GROUPS:
            del self.fields[name]

    @property
    def groups_are_open(self) -> bool:
        return any(self[name].value() not in (None, "") for name in GROUPS if name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "value" in self.errors:
            return cleaned
        is_given, is_missing = cleaned.get("value") is not None, cleaned.get("not_measured")
        if not is_given and not is_missing:
            message = _("Give the measured value, or tick that it was not measured.")
            self.add_error("value", message)
        if is_given and is_missing:
            message = _("There is a value, and “not measured” is ticked: choose one.")
            self.add_error("value", message)
        return cleaned

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        del given["not_measured"]
        if self.is_new:
            del given["version"]
        return given


class StepField(forms.TypedChoiceField):
    """A step of a scale, by its word."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=Decimal, empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(int(value)) if isinstance(value, Decimal) else value

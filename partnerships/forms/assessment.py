"""Forms on self-assessments: one is opened, and a side answers its statements."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Field, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from partnerships.models import AnswerSheet, Degree, Statement, Trajectory
from partnerships.models.assessment import LONGEST_REMARK, degree_name
from stedenband import clock
from stedenband.fields import DayField
from stedenband.forms import PageForm, VersionedForm
from stedenband.texts import WrittenLanguage, validate_plain

DEGREES = [(degree.value, capfirst(degree.label)) for degree in Degree]


def remark_name(statement: int) -> str:
    return f"remark_{statement}"


class OpenForm(PageForm):
    """A title and a date; the trajectory is chosen only where several are running."""

    button = _("Open the self-assessment")
    layout = Layout("trajectory", "title", "held_on")

    trajectory = forms.ModelChoiceField(
        label=_("Trajectory"), queryset=Trajectory.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("For example: halfway, or M18.")
    )
    held_on = DayField(
        label=_("Date"), help_text=_("The day about which both sides say how they see it.")
    )

    def __init__(self, *args: Any, trajectories: QuerySet[Trajectory], **kwargs: Any) -> None:
        kwargs["initial"] = {"held_on": clock.today()}
        super().__init__(*args, **kwargs)
        found = list(trajectories)
        self.only = found[0] if len(found) == 1 else None
        choice: Any = self.fields["trajectory"]
        choice.queryset = trajectories
        choice.label_from_instance = lambda one: str(one.programme.name)
        if self.only:
            choice.required, choice.widget = False, forms.HiddenInput()

    def clean_trajectory(self) -> Trajectory | None:
        return self.only or self.cleaned_data["trajectory"]


class AnswerForm(VersionedForm):
    """Ten statements. A draft needs no answer at all; to hand in, each needs one."""

    button = _("Hand in and seal")
    layout = Layout(
        "language",
        *(
            piece
            for one in Statement
            for piece in (InlineRadios(degree_name(one)), Field(remark_name(one), rows=2))
        ),
    )

    hand_in = forms.BooleanField(required=False, widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(self, *args: Any, sheet: AnswerSheet | None, language: str, **kwargs: Any) -> None:
        kwargs["initial"] = words_of(sheet) if sheet else {"language": language, "version": 0}
        super().__init__(*args, **kwargs)
        for one in Statement:
            self.fields[degree_name(one)] = degree_field(one)
            self.fields[remark_name(one)] = remark_field(one)

    def deed(self) -> dict[str, Any]:
        """The answers by statement, and the rest as it is."""
        given = super().deed()
        pairs = {
            one: (given.pop(degree_name(one)), given.pop(remark_name(one))) for one in Statement
        }
        return {**given, "answers": pairs}

    def differences(self) -> list[tuple[str, str, str]]:
        """What stands now and what was typed, of each statement answered otherwise meanwhile."""
        if not isinstance(self.stale, AnswerSheet):
            return []
        now, typed = words_of(self.stale), self.cleaned_data
        found = []
        for one in Statement:
            names = (degree_name(one), remark_name(one))
            if any(now.get(name, "") != typed.get(name, "") for name in names):
                label = str(self.fields[names[0]].label)
                found.append((label, in_words(now, one), in_words(typed, one)))
        return found


def degree_field(statement: Statement) -> forms.ChoiceField:
    label = format_lazy("{}. {}", statement.value, statement.label)
    return forms.ChoiceField(label=label, choices=DEGREES, required=False, widget=forms.RadioSelect)


def remark_field(statement: Statement) -> forms.CharField:
    label = format_lazy(_("Remark on statement {} (may stay empty)"), statement.value)
    return long_text(label, 2, LONGEST_REMARK, required=False, validators=[validate_plain])


def words_of(sheet: AnswerSheet) -> dict[str, Any]:
    """A side's answers as the form has them."""
    words: dict[str, Any] = {"language": sheet.language, "version": sheet.version}
    for answer in sheet.answers.all():
        words[degree_name(answer.statement)] = answer.degree
        words[remark_name(answer.statement)] = answer.remark
    return words


def in_words(words: dict[str, Any], statement: Statement) -> str:
    degree, remark = words.get(degree_name(statement)), words.get(remark_name(statement))
    said = str(capfirst(Degree(degree).label)) if degree else ""
    return "\n".join(part for part in (said, remark) if part)

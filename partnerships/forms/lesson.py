"""Forms on lessons: written, looked for, taken offline, taken over."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.deed import CLOSE_DETAILS, OPEN_DETAILS
from partnerships.forms.milestone import TargetsField
from partnerships.forms.progress import long_text
from partnerships.forms.twinning import named_countries
from partnerships.models import (
    Adoption,
    Direction,
    Lesson,
    Milestone,
    Side,
    Twinning,
    Visibility,
    reading_order,
)
from partnerships.models.lesson import LONGEST_PART, changed_in, direction_words
from sdg.models import Goal
from stedenband.fields import RichTextField
from stedenband.forms import FilterForm, PageForm, VersionedForm
from stedenband.texts import WrittenLanguage

MORE = ("targets", "milestone", "deed")
# What a form offers: to publish is a deed of its own.
OFFERED = [(one.value, one.label) for one in Visibility if one != Visibility.PUBLIC]


def part(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("required", False)
    return RichTextField(label=label, rows=rows, max_length=LONGEST_PART, **kwargs)


class LessonForm(VersionedForm):
    """What a side learned; four answers make it a lesson."""

    button = _("Save this lesson")
    more = _("More about it: targets, and what it came from")

    title = forms.CharField(label=_("The lesson in one sentence"), max_length=200)
    side = forms.ChoiceField(label=_("Who tells it?"))
    direction = forms.ChoiceField(label=_("Who learned from whom?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    situation = part(_("What was the situation?"), required=True)
    tried = part(_("What did we try?"))
    changed_flemish = part("")
    changed_partner = part("")
    again = forms.ChoiceField(
        label=_("Would we do it again?"), choices=Lesson.Again.choices, widget=forms.RadioSelect
    )
    again_why = long_text(
        _("Why?"), 3, 1_000, required=False, help_text=_("May stay empty after “yes”.")
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=OFFERED,
        help_text=_("Publishing it for everybody is a step of its own, afterwards."),
    )
    targets = TargetsField()
    milestone = forms.ModelChoiceField(
        label=_("It came from this milestone"), queryset=Milestone.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        twinning: Twinning,
        own: str,
        initial: dict[str, Any],
        sides: list[Side] | None = None,
        lesson: Lesson | None = None,
        **kwargs: Any,
    ) -> None:
        first = {"version": 0, "visibility": Visibility.TWINNING, **initial}
        kwargs["initial"] = self.now_of(lesson) if lesson else first
        super().__init__(*args, **kwargs)
        self.offer("side", [(side, telling(twinning, side)) for side in sides or ()])
        self.offer("direction", [(one, direction_words(twinning, one)) for one in Direction])
        self.offer_origins(twinning)
        if not sides:
            del self.fields["side"]
        if lesson and lesson.is_public:
            del self.fields["visibility"]
        self.lay_out(twinning, own)

    def offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def offer_origins(self, twinning: Twinning) -> None:
        own = Milestone.objects.filter(trajectory__twinning=twinning)
        self.fields["milestone"].queryset = own  # type: ignore[attr-defined]
        self.fields["deed"] = forms.ModelChoiceField(  # `deed` is a method of every form
            label=_("It came from this deed at home"),
            queryset=twinning.deeds.all(),
            required=False,
        )

    def now_of(self, lesson: Lesson) -> dict[str, Any]:
        now = {name: getattr(lesson, name) for name in self.base_fields if name != "once"}
        codes = lesson.targets.values_list("code", flat=True)
        return {**now, "targets": ", ".join(codes), "deed": lesson.deed_id}

    def lay_out(self, twinning: Twinning, own: str) -> None:
        """Our own side first: what changed here, then what changed there."""
        order = reading_order(twinning, own)
        for side in order:
            self.fields[f"changed_{side}"].label = changed_in(twinning, side)
        self.has_more = self.has_typed or any(self.initial.get(name) for name in MORE)
        self.layout = Layout(
            "title",
            *(["side"] if "side" in self.fields else []),
            "direction",
            "language",
            *(Field(name, rows=4) for name in ("situation", "tried")),
            *(Field(f"changed_{side}", rows=4) for side in order),
            InlineRadios("again"),
            "again_why",
            *(["visibility"] if "visibility" in self.fields else []),
            OPEN_DETAILS,
            *MORE,
            CLOSE_DETAILS,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("again") not in (None, "yes") and not cleaned.get("again_why"):
            self.add_error("again_why", _("Say why not, or what you would do differently."))
        return cleaned


def telling(twinning: Twinning, side: Side) -> str:
    """For whom a lesson is told: the place, or both places together."""
    if side != Side.JOINT:
        return twinning.name_of(side)
    one, other = (twinning.name_of(leaf) for leaf in reading_order(twinning))
    return _("%(one)s and %(other)s together") % {"one": one, "other": other}


class LessonFilter(FilterForm):
    """What a reader looks for in the library; what cannot be understood is left out."""

    q = forms.CharField(label=_("Words or a place"), max_length=200, required=False)
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.all(), required=False, empty_label=_("all goals")
    )
    direction = forms.ChoiceField(
        label=_("Who learned from whom"),
        required=False,
        choices=[("", _("whoever")), *Direction.choices],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("all languages")), *WrittenLanguage.choices],
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = named_countries(codes)  # type: ignore[attr-defined]


class WithdrawLessonForm(PageForm):
    button = _("Take offline")
    layout = Layout("visibility")

    visibility = forms.ChoiceField(
        label=_("Who may still read it?"), choices=OFFERED, initial=Visibility.TWINNINGS
    )


class AdoptForm(PageForm):
    """Why another twinning takes a lesson over, and for which side of which twinning."""

    button = _("We take this over")

    taker = forms.ChoiceField(label=_("Who takes it over?"))
    why = part(_("Why, and how?"), 5, required=True)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(
        self, *args: Any, takers: list[tuple[Twinning, Side]], language: str, **kwargs: Any
    ) -> None:
        self.takers = {f"{twinning.pk}-{side}": (twinning, side) for twinning, side in takers}
        kwargs["initial"] = {"language": language}
        super().__init__(*args, **kwargs)
        self.layout = Layout("taker", Field("why", rows=5), "language")
        self.fields["taker"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.name_of(side)} ({one})") for key, (one, side) in self.takers.items()
        ]

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        twinning, side = self.takers[given.pop("taker")]
        return {**given, "twinning": twinning, "side": side}


class AdoptionForm(VersionedForm):
    """What came of a lesson that was taken over."""

    button = _("Tell what came of it")
    layout = Layout("state", "reason", Field("result", rows=6), "language")

    state = forms.ChoiceField(label=_("How far is it?"), choices=Adoption.State.choices)
    reason = forms.CharField(
        label=_("Why did it stop?"),
        max_length=500,
        required=False,
        help_text=_("Only if it was stopped."),
    )
    result = part(_("What came of it?"), 6)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        names = ("version", "state", "reason", "result", "language")
        kwargs["initial"] = {name: getattr(adoption, name) for name in names}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == Adoption.State.STOPPED and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it stopped."))
        if cleaned.get("state") == Adoption.State.DONE and not cleaned.get("result"):
            self.add_error("result", _("Say what came of it."))
        return cleaned

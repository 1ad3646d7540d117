"""Forms on deeds at home, own goals and local targets."""

from typing import Any

from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.milestone import TargetsField
from partnerships.forms.progress import long_text
from partnerships.models import Deed, LocalTarget, OwnGoal, Side, Twinning
from partnerships.models.deed import CODE_LENGTH
from partnerships.models.own_goal import FIRST_OWN_NUMBER
from sdg.models import Target, parse_code
from stedenband.fields import DayField, FilesField
from stedenband.forms import PageForm, VersionedForm
from stedenband.texts import LANGUAGES, WrittenLanguage, interface_language

OPEN_DETAILS = HTML(
    "<details{% if form.has_more %} open{% endif %}><summary>{{ form.more }}</summary>"
)
CLOSE_DETAILS = HTML("</details>")
NO_GOAL = _("Write the code of the target that it serves, like 11.6, or choose your own goal.")
MORE = ("side_targets", "own_goal", "local_target", "level", "since", "until")


class TargetField(forms.CharField):
    """One target by its code, as people type it: `11.6`, `4-A`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, **kwargs)

    def clean(self, value: Any) -> Target | None:
        text = str(super().clean(value) or "")
        if not text:
            return None
        code = parse_code(text)
        if found := Target.objects.filter(code=code).first():
            return found
        raise ValidationError(_("There is no target %(codes)s."), params={"codes": code})


class DeedForm(VersionedForm):
    """What a side does at home: a title and a target are enough."""

    button = _("Save")
    more = _("More about it: side targets, level, dates, plan codes, evidence")

    title = forms.CharField(label=_("What do we do at home?"), max_length=200)
    main_target = TargetField(
        label=_("Main target"), required=False, help_text=_("A code like 11.6 or 4.a.")
    )
    state = forms.ChoiceField(label=_("How far is it?"), choices=Deed.State.choices)
    reason = forms.CharField(
        label=_("Why did it stop?"),
        max_length=500,
        required=False,
        help_text=_("Only if it was stopped."),
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    description = long_text(_("Description"), 5, required=False, help_text=_("May stay empty."))
    side_targets = TargetsField(label=_("Side targets"))
    own_goal = forms.ModelChoiceField(
        label=_("Our own goal"), queryset=OwnGoal.objects.none(), required=False
    )
    local_target = forms.ModelChoiceField(
        label=_("Our local target"), queryset=LocalTarget.objects.none(), required=False
    )
    level = forms.ChoiceField(label=_("Where does it work?"), choices=Deed.Level.choices)
    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False)
    objective_code = forms.CharField(
        label=_("Code of the policy objective"), max_length=CODE_LENGTH, required=False
    )
    plan_code = forms.CharField(
        label=_("Code of the action plan"), max_length=CODE_LENGTH, required=False
    )
    action_code = forms.CharField(
        label=_("Code of the action"), max_length=CODE_LENGTH, required=False
    )
    plan_name = forms.CharField(label=_("Name of our plan"), max_length=150, required=False)
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
        twinning: Twinning,
        side: str,
        language: str,
        deed: Deed | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = self.now_of(deed) if deed else {"version": 0, "language": language}
        super().__init__(*args, **kwargs)
        self.fields["own_goal"].queryset = twinning.own_goals.all()  # type: ignore[attr-defined]
        local = twinning.local_targets.all()
        self.fields["local_target"].queryset = local  # type: ignore[attr-defined]
        self.lay_out(side)

    def now_of(self, deed: Deed) -> dict[str, Any]:
        names = [name for name in self.base_fields if name not in ("once", "uploads", "link")]
        now = {name: getattr(deed, name) for name in names}
        codes = deed.side_targets.values_list("code", flat=True)
        main = deed.main_target_id or ""
        return {**now, "side_targets": ", ".join(codes), "main_target": main}

    def lay_out(self, side: str) -> None:
        """A Flemish side gives the three codes of its plan; the partner a plan and one code."""
        flemish = ["objective_code", "plan_code", "action_code"]
        codes = flemish if side == Side.FLEMISH else ["plan_name", "plan_code"]
        for name in ({*flemish, "plan_name"}) - set(codes):
            del self.fields[name]
        if side == Side.PARTNER:
            self.fields["plan_code"].label = _("Code in our plan")
        self.has_more = any(self.initial.get(name) for name in (*MORE, *codes)) or self.has_typed
        self.layout = Layout(
            "title",
            "main_target",
            "state",
            "reason",
            "language",
            Field("description", rows=5),
            OPEN_DETAILS,
            *MORE,
            *codes,
            "uploads",
            "link",
            CLOSE_DETAILS,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        served = cleaned.get("main_target") or cleaned.get("own_goal")
        if not served and "main_target" not in self.errors:
            self.add_error("main_target", NO_GOAL)
        if cleaned.get("state") == Deed.State.STOPPED and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it stopped."))
        return cleaned


class OwnGoalForm(PageForm):
    """A goal outside the seventeen; a name in one language is enough."""

    button = _("Name this goal")
    layout = Layout("number", *(f"name_{code}" for code in LANGUAGES))

    number = forms.IntegerField(
        label=_("Number"),
        min_value=FIRST_OWN_NUMBER,
        max_value=99,
        help_text=_("The seventeen official goals stop at 17; yours starts at 18."),
    )
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=120, required=False)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=120, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def __init__(self, *args: Any, twinning: Twinning, **kwargs: Any) -> None:
        last = twinning.own_goals.order_by("-number").values_list("number", flat=True).first()
        kwargs["initial"] = {"number": (last or FIRST_OWN_NUMBER - 1) + 1}
        super().__init__(*args, **kwargs)
        own = interface_language()
        order = sorted(LANGUAGES, key=lambda code: code != own)
        self.layout = Layout("number", *(f"name_{code}" for code in order))


class LocalTargetForm(PageForm):
    """What a twinning wants to reach under an official target or its own goal."""

    button = _("Add this target")
    layout = Layout("code", "label", "language")

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        help_text=_("11.6.1 under the official target 11.6, or 18.1 under your own goal 18."),
    )
    label = forms.CharField(label=_("What do we want to reach?"), max_length=250)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(self, *args: Any, twinning: Twinning, language: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": language}
        self.twinning = twinning
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """The code tells where the target lies: under an official one, or under an own goal."""
        code = str(self.cleaned_data["code"]).strip().lower()
        above, dot, _own = code.rpartition(".")
        is_number = above.isascii() and above.isdecimal()
        number = above if dot and is_number else ""
        self.above = Target.objects.filter(code=above).first()
        self.own = self.twinning.own_goals.filter(number=number).first() if number else None
        if not self.above and not self.own:
            raise ValidationError(_("Write a code like 11.6.1, or 18.1 under an own goal."))
        return code

    def deed(self) -> dict[str, Any]:
        return {**super().deed(), "target": self.above, "own_goal": self.own}

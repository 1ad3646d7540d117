"""Forms on recommendations: what is advised, and what a side answers."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models import Assessment, Recommendation, Response, Side, Twinning
from partnerships.models.recommendation import LONGEST
from stedenband.fields import DayField
from stedenband.forms import VersionedForm
from stedenband.texts import WrittenLanguage

ADVICE = ("text", "language", "side", "given_on", "given_by", "assessment")
ANSWER = ("answer", "why", "action", "due_on", "language")


class RecommendationForm(VersionedForm):
    """What a review advises, and whom."""

    button = _("Save the recommendation")
    layout = Layout(
        Field("text", rows=5),
        Div("language", "side", css_class="pair-of-fields"),
        Div("given_on", "given_by", css_class="pair-of-fields"),
        "assessment",
    )

    text = forms.CharField(
        label=_("What is recommended?"), max_length=LONGEST, widget=forms.Textarea
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    side = forms.ChoiceField(label=_("Whom does it address?"), choices=())
    given_on = DayField(label=_("Given on"))
    given_by = forms.CharField(
        label=_("By whom?"),
        max_length=150,
        required=False,
        help_text=_("An organisation or a role, such as “external evaluation”; no names."),
    )
    assessment = forms.ModelChoiceField(
        label=_("From which self-assessment?"),
        queryset=Assessment.objects.none(),
        required=False,
        empty_label=pgettext_lazy("assessment", "none"),
    )

    def __init__(
        self,
        *args: Any,
        twinning: Twinning,
        language: str,
        user: object,
        recommendation: Recommendation | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"language": language, "side": Side.JOINT, "version": 0}
        if recommendation:
            initial = {name: getattr(recommendation, name) for name in ADVICE}
            initial |= {"version": recommendation.version}
        super().__init__(*args, initial=initial, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["side"].choices = [(side.value, twinning.name_of(side)) for side in Side]
        held = Assessment.objects.visible_to(user).of_twinning(twinning)
        fields["assessment"].queryset = held


class ResponseForm(VersionedForm):
    """What a side answers, and what it will do by when."""

    button = _("Save our answer")
    layout = Layout(
        InlineRadios("answer"),
        Field("why", rows=4),
        Field("action", rows=4),
        Div("due_on", "language", css_class="pair-of-fields"),
    )

    answer = forms.ChoiceField(
        label=_("What do you answer?"), choices=Response.Answer.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea,
        help_text=_("Needed where you do not agree, or only in part."),
    )
    action = forms.CharField(
        label=_("What will you do?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea,
        help_text=_("Needed unless you do not agree."),
    )
    due_on = DayField(label=_("By when?"), required=False)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(
        self, *args: Any, language: str, response: Response | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"language": language, "version": 0}
        if response:
            initial = {name: getattr(response, name) for name in ANSWER}
            initial |= {"version": response.version}
        super().__init__(*args, initial=initial, **kwargs)

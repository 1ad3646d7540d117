"""Forms on stories and their photos."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import DecisionForm, long_text
from partnerships.models import Decision, Photo, Session, Story
from partnerships.models.photo import MOST_PHOTOS
from partnerships.models.story import LONGEST_LEAD, validate_read_aloud
from stedenband.fields import DayField, MomentField, PhotoField, RichTextField
from stedenband.forms import VersionedForm
from stedenband.texts import WrittenLanguage

WORDS = ("title", "language", "lead", "text", "read_aloud", "embargo_until")
SAID = ("position", "written_in", "alt", "caption", "credit", "taken_on")
CONSENT = ("consent", "consent_how", "consent_on", "consent_by")


class StoryForm(VersionedForm):
    """What a side tells. A title makes a draft; lead and text are needed to hand it in."""

    button = _("Save the draft")
    layout = Layout(
        "title",
        "language",
        Field("lead", rows=3),
        Field("text", rows=14),
        Field("read_aloud", rows=6),
        "embargo_until",
    )

    title = forms.CharField(label=_("Title"), max_length=150)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    lead = long_text(
        _("Lead"),
        3,
        LONGEST_LEAD,
        required=False,
        help_text=_("One paragraph that says what happened, where and for whom."),
    )
    text = RichTextField(label=_("Text"), rows=14, required=False)
    read_aloud = long_text(
        _("To be read aloud"),
        6,
        4_000,
        required=False,
        validators=[validate_read_aloud],
        help_text=_(
            "For local radio: at most 200 words, short sentences. May stay empty; it is printed "
            "on one sheet."
        ),
    )
    embargo_until = MomentField(
        label=_("Not to be shown before"),
        required=False,
        help_text=_("Day and hour in your own time zone. May stay empty."),
    )

    def __init__(
        self, *args: Any, language: str, story: Story | None = None, **kwargs: Any
    ) -> None:
        now = {name: getattr(story, name) for name in WORDS} if story else {"language": language}
        kwargs["initial"] = {**now, "version": story.version if story else 0}
        super().__init__(*args, **kwargs)


class StoryReviewForm(DecisionForm):
    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": story.version}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_returned = cleaned.get("decision") == Decision.RETURNED
        if is_returned and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say what is missing before you return it."))
        return cleaned


class PhotoForm(VersionedForm):
    """A photo with what is to be seen on it, and the consent of who can be recognised."""

    button = _("Save the photo")
    layout = Layout()

    picture = PhotoField(
        label=_("Photo"),
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB. Where and with what it was taken is removed."
        ),
    )
    alt = forms.CharField(
        label=_("What is to be seen?"),
        max_length=250,
        help_text=_("One sentence for whoever cannot see it, in the language of the story."),
    )
    written_in = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    caption = forms.CharField(label=_("Caption"), max_length=300, required=False)
    credit = forms.CharField(
        label=_("Credit"),
        max_length=120,
        required=False,
        help_text=_("A service or an organisation."),
    )
    taken_on = DayField(label=_("Taken on"), required=False)
    position = forms.IntegerField(
        label=_("Place in the row"), min_value=1, max_value=MOST_PHOTOS, initial=1
    )
    consent = forms.ChoiceField(
        label=_("Can somebody be recognised?"),
        choices=[*Photo.Consent.choices, ("", _("Consent is not recorded yet"))],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Without one of the first two answers the photo is never shown in public."),
    )
    consent_how = forms.ChoiceField(
        label=_("How was consent given?"), choices=[("", "—"), *Photo.How.choices], required=False
    )
    consent_on = DayField(label=_("On which day?"), required=False)
    consent_by = forms.CharField(
        label=_("By whom?"),
        max_length=100,
        required=False,
        help_text=_("A role, never a name: participants, the school, the market traders."),
    )

    def __init__(
        self,
        *args: Any,
        about: Story | Session,
        language: str = "",
        photo: Photo | None = None,
        **kwargs: Any,
    ) -> None:
        shown = {name: getattr(photo, name) for name in (*SAID, *CONSENT)} if photo else {}
        position = about.photos.standing().count() + 1
        version = photo.version if photo else 0
        now = {"written_in": language, "position": position, **shown, "version": version}
        super().__init__(*args, initial=now, **kwargs)
        self.leave_out(about, photo)

    def leave_out(self, about: Story | Session, photo: Photo | None) -> None:
        """A photo keeps its picture; a story's photo has the language of the story."""
        if photo is not None:
            del self.fields["picture"]
        if isinstance(about, Story):
            del self.fields["written_in"]
        else:
            self.fields["alt"].help_text = _("One sentence for whoever cannot see it.")
        asked = [name for name in ("picture", "written_in") if name in self.fields]
        self.layout = Layout(
            *asked,
            "alt",
            "caption",
            "consent",
            Div("consent_how", "consent_on", css_class="pair-of-fields"),
            "consent_by",
            "credit",
            Div("taken_on", "position", css_class="pair-of-fields"),
        )

    def clean(self) -> dict[str, Any]:
        """Consent that was given says how, when and by whom."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("consent") == Photo.Consent.GIVEN:
            for name in CONSENT[1:]:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Say how consent was given, when and by whom."))
        return cleaned

    def deed(self) -> dict[str, Any]:
        """A new photo has no version; only consent that was given has particulars."""
        given = super().deed()
        if "picture" in given:
            del given["version"]
        if given["consent"] != Photo.Consent.GIVEN:
            given |= {"consent_how": "", "consent_on": None, "consent_by": ""}
        return given

"""Forms on forums."""

from typing import Any

from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from partnerships.models import Forum, Lesson
from partnerships.models.forum import LONGEST_PROGRAMME
from stedenband.fields import DayField, RichTextField
from stedenband.forms import FilterForm, VersionedForm
from stedenband.texts import WrittenLanguage

NAMES = ("title", "held_on", "place", "programme", "language", "is_public", "version")
MOST_PLACES = 200


class ForumForm(VersionedForm):
    button = _("Save this forum")
    layout = Layout(
        "title", "held_on", "place", Field("programme", rows=8), "language", "is_public"
    )

    title = forms.CharField(label=_("Title"), max_length=200)
    held_on = DayField(label=_("Date"))
    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    programme = RichTextField(
        label=_("Programme of the day"), rows=8, max_length=LONGEST_PROGRAMME, required=False
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    is_public = forms.BooleanField(
        label=_("Everybody may read this page"),
        required=False,
        help_text=_("Of its lessons, the public sees only those that their side published."),
    )

    def __init__(
        self, *args: Any, language: str, forum: Forum | None = None, **kwargs: Any
    ) -> None:
        first = {"version": 0, "language": language}
        kwargs["initial"] = {name: getattr(forum, name) for name in NAMES} if forum else first
        super().__init__(*args, **kwargs)


class WordsForm(FilterForm):
    """Which lessons to offer; what cannot be understood is left out."""

    q = forms.CharField(label=_("Look for lessons"), max_length=200, required=False)


class PickForm(VersionedForm):
    """The lessons of a forum: a place in the order for each, and lessons to add at the end."""

    button = _("Save the choice")

    def __init__(
        self, *args: Any, forum: Forum, chosen: list[Lesson], found: list[Lesson], **kwargs: Any
    ) -> None:
        self.chosen, self.found = chosen, found
        kwargs["initial"] = {"version": forum.version}
        super().__init__(*args, **kwargs)
        for number, lesson in enumerate(chosen, 1):
            self.fields[f"place_{lesson.pk}"] = place_field(lesson, number)
        for lesson in found:
            self.fields[f"add_{lesson.pk}"] = forms.BooleanField(
                label=lesson.title, help_text=escape(lesson.authors), required=False
            )
        self.layout = Layout(
            *self.part(_("In this order"), _("No lesson chosen yet."), "place", chosen),
            *self.part(_("To add at the end"), _("No other lesson answers."), "add", found),
        )

    def part(self, heading: Any, empty: Any, name: str, lessons: list[Lesson]) -> list[Any]:
        rows = [f"{name}_{lesson.pk}" for lesson in lessons]
        return [HTML(f"<h2>{heading}</h2>"), *(rows or [HTML(f'<p class="empty">{empty}</p>')])]

    def deed(self) -> dict[str, Any]:
        """The lessons with a place, by that place, then those to add."""
        given = self.cleaned_data
        placed = [one for one in self.chosen if given[f"place_{one.pk}"]]
        placed.sort(key=lambda one: given[f"place_{one.pk}"])
        added = [one for one in self.found if given[f"add_{one.pk}"]]
        return {"version": given["version"], "lessons": [*placed, *added]}


def place_field(lesson: Lesson, number: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=lesson.title,
        help_text=escape(lesson.authors),
        initial=number,
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
    )

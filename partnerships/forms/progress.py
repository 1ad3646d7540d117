"""Forms on reports."""

from datetime import timedelta
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.models import Decision, ProgressReport, Verdict
from partnerships.models.progress import NOTE_FIELDS
from partnerships.models.report_text import LONGEST_TEXT
from stedenband import clock
from stedenband.fields import DayField, FilesField
from stedenband.forms import PageForm, VersionedForm
from stedenband.texts import WrittenLanguage


def long_text(
    label: Any, rows: int = 5, longest: int = LONGEST_TEXT, **kwargs: Any
) -> forms.CharField:
    """A text of several lines; the limit is checked here and in the model."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=longest, **kwargs)


class ProgressForm(VersionedForm):
    """What a side says was done. Two answers make it valid; a draft needs none."""

    button = _("Hand in for review")
    layout = Layout(
        Field("what_happened", rows=8),
        "happened_on",
        "language",
        "we_learned",
        "changed_at_home",
        Field("summary", rows=3),
        "summary_language",
        "uploads",
        "link",
    )

    hand_in = forms.BooleanField(required=False, widget=forms.HiddenInput)
    what_happened = long_text(
        _("What happened?"),
        required=False,
        help_text=_("Write in your own language; the other side sees which language it is."),
    )
    happened_on = DayField(label=_("When?"), required=False)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    we_learned = long_text(
        _("What did we learn?"), 4, required=False, help_text=_("May stay empty.")
    )
    changed_at_home = long_text(
        _("What changed at home?"),
        4,
        required=False,
        help_text=_("A rule, a habit or a decision in your own municipality. May stay empty."),
    )
    summary = long_text(
        _("Short summary for the other side"),
        3,
        1_000,
        required=False,
        help_text=_(
            "Two or three sentences in the other side's language, if you can. May stay empty."
        ),
    )
    summary_language = forms.ChoiceField(
        label=_("The summary is in"), required=False, choices=WrittenLanguage.choices
    )
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
        report: ProgressReport | None,
        language: str,
        other_language: str,
        **kwargs: Any,
    ) -> None:
        now = report.words if report else {"language": language}
        if not now.get("summary_language"):
            now["summary_language"] = other_language
        kwargs["initial"] = {**now, "version": report.version if report else 0}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Handing in asks what happened, and when; a draft asks nothing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("hand_in"):
            if not cleaned.get("what_happened") and "what_happened" not in self.errors:
                self.add_error("what_happened", _("Write what happened before you hand it in."))
            if not cleaned.get("happened_on") and "happened_on" not in self.errors:
                self.add_error("happened_on", _("Say when it happened before you hand it in."))
        return cleaned


class EvidenceForm(PageForm):
    """Files for a report whose text stands already."""

    button = _("Add to our report")
    layout = Layout("uploads")

    uploads = FilesField(
        label=_("Evidence: files"),
        help_text=_("PDF, photo, Word or spreadsheet; at most 10 MB each."),
    )


class DecisionForm(VersionedForm):
    """What a coordinator decides on what somebody wrote, and a note."""

    button = _("Send my decision")
    layout = Layout(InlineRadios("decision"), Field("note", rows=4))

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Decision.APPROVED, _("Approve")),
            (Decision.RETURNED, _("Return with a note")),
        ],
        widget=forms.RadioSelect,
    )
    note = long_text(
        _("Note"), 4, 4_000, required=False, help_text=_("Say what is missing if you return it.")
    )


class ReviewForm(DecisionForm):
    layout = Layout(InlineRadios("decision"), Field("note", rows=4), "note_field", "answer_by")

    note_field = forms.ChoiceField(
        label=_("The note is about"),
        required=False,
        choices=[("", _("the whole report")), *NOTE_FIELDS.items()],
    )
    answer_by = DayField(label=_("Answer by"), required=False)

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any) -> None:
        in_two_weeks = clock.today() + timedelta(days=14)
        kwargs["initial"] = {"version": report.version, "answer_by": in_two_weeks}
        super().__init__(*args, **kwargs)

    def clean_answer_by(self) -> Any:
        day = self.cleaned_data["answer_by"]
        if day and day < clock.today():
            raise ValidationError(_("This day is past: choose a later one."))
        return day

    def deed(self) -> dict[str, Any]:
        """Only what is returned is answered by a day."""
        given = super().deed()
        if given["decision"] == Decision.APPROVED:
            given["answer_by"], given["note_field"] = None, ""
        return given


class ConfirmForm(VersionedForm):
    button = _("Send our answer")
    layout = Layout(InlineRadios("verdict"), Field("reason", rows=4))

    verdict = forms.ChoiceField(
        label=_("Is this how you see it too?"),
        choices=[
            (Verdict.AGREED, _("Yes, we confirm it")),
            (Verdict.CONTESTED, _("No, we contest it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = long_text(
        _("Why not?"), 4, 4_000, required=False, help_text=_("Only if you contest it.")
    )

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": report.version}
        super().__init__(*args, **kwargs)

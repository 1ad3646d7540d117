"""Form fields that people on an old PC and on a phone can both fill in."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from re import fullmatch
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from stedenband.files import ACCEPT, CheckedFile, check_upload
from stedenband.markdown import LONGEST, validate_length
from stedenband.numbers import parse_number, write_number
from stedenband.photos import PHOTO_ACCEPT, CheckedPhoto, check_photo
from stedenband.texts import interface_language

NO_SUCH_DAY = _("This date does not exist. Do you mean %(meant)s?")
NO_DATE = _("This is no date: write it like %(example)s.")
NO_MOMENT = _("This is no day and hour: write it like 2027-03-31 09:00.")
NO_HOUR = _("This is no hour: write it like 15:30.")
MOST_FILES = 10


def is_day(text: str) -> bool:
    """Whether a date picker takes it: of the form 2027-03-31, and a day that exists."""
    try:
        return bool(fullmatch(r"\d{4}-\d\d-\d\d", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


class DayInput(forms.DateInput):
    """The device's own date picker; what is no date comes back as the text that was typed."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["type"] = "date" if not shown or is_day(shown) else "text"
        return context


class DayField(forms.Field):
    """A day, from a date picker (2027-03-31) or as people type it (31-3-2027, 31/03/2027)."""

    widget = DayInput(format="%Y-%m-%d")

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        text = str(value).strip() if value not in self.empty_values else ""
        if not text:
            return None
        if found := fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
            year, month, day = map(int, found.groups())
        elif found := fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text):
            day, month, year = map(int, found.groups())
        else:
            raise ValidationError(NO_DATE, params={"example": "31-03-2027"})
        return existing_day(year, month, day)


def existing_day(year: int, month: int, day: int) -> date:
    """The day, or a ValidationError that names the nearest one that exists."""
    if not (1 <= month <= 12 and 1900 <= year <= 2200):
        raise ValidationError(NO_DATE, params={"example": "31-03-2027"})
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        meant = f"{min(max(day, 1), last):02}-{month:02}-{year}"
        raise ValidationError(NO_SUCH_DAY, params={"meant": meant})
    return date(year, month, day)


class MomentInput(forms.DateTimeInput):
    """The device's own picker; what is no moment comes back as the text that was typed."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        is_moment = not shown or fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", shown)
        context["widget"]["type"] = "datetime-local" if is_moment else "text"
        return context


class MomentField(forms.DateTimeField):
    """A day and an hour in the reader's zone; the cleaned value is in UTC."""

    widget = MomentInput(format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": NO_MOMENT}

    def to_python(self, value: Any) -> datetime | None:
        moment: datetime | None = super().to_python(value)
        if moment is None:
            return None
        if not 1900 <= moment.year <= 2200:
            raise ValidationError(NO_MOMENT)
        return moment.astimezone(UTC)


class HourInput(forms.TimeInput):
    """The device's own clock; what is no hour comes back as the text that was typed."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        is_hour = not shown or fullmatch(r"\d\d:\d\d", shown)
        context["widget"]["type"] = "time" if is_hour else "text"
        return context


class HourField(forms.Field):
    """An hour, from a clock (15:30) or as people type it (15.30, 15u30, 15h30, 15h)."""

    widget = HourInput(format="%H:%M")

    def to_python(self, value: Any) -> time | None:
        text = str(value).strip().lower() if value not in self.empty_values else ""
        if not text:
            return None
        found = fullmatch(r"(\d{1,2})(?:[:.uh](\d\d)?(?::\d\d)?)?", text)
        hour, minute = (int(part or 0) for part in found.groups()) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(NO_HOUR)
        return time(hour, minute)


class NumberField(forms.Field):
    """A number, as the reader's language writes it; what is none comes back as it was typed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return write_number(value, interface_language()) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value).strip() if value not in self.empty_values else ""
        return parse_number(text, interface_language()) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class RichTextInput(forms.Textarea):
    """A text with a little markup: the marks stand above it, and become buttons where they can."""

    template_name = "widgets/rich_text.html"

    class Media:
        js = [forms.Script("js/marks.js", type="module")]


class RichTextField(forms.CharField):
    """A text of several lines that may hold Markdown; at most 20 kB."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(widget=RichTextInput(attrs={"rows": rows}), **kwargs)
        self.validators.append(validate_length)


class FileInput(forms.ClearableFileInput):
    """A file; where the script runs it comes in pieces, a photo at the size that is kept."""

    template_name = "django/forms/widgets/file.html"

    class Media:
        js = [forms.Script("js/sending.js", type="module")]


class FilesInput(FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each looked into; the cleaned value is a list of CheckedFile."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        uploads: Sequence[UploadedFile[bytes]] = data if isinstance(data, list | tuple) else [data]
        chosen = [upload for upload in uploads if upload]
        if self.required and not chosen:
            raise ValidationError(_("Choose at least one file."), code="required")
        if len(chosen) > MOST_FILES:
            raise ValidationError(
                _("Choose at most %(most)s files at a time."), params={"most": MOST_FILES}
            )
        checked, errors = [], []
        for upload in chosen:
            try:
                checked.append(check_upload(upload))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return checked


class OneFileField(forms.FileField):
    """One file, looked into; the cleaned value is a CheckedFile."""

    widget = FileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        return check_upload(data) if data else super().clean(data, initial)


class PhotoField(forms.FileField):
    """One photo, looked into and drawn anew; the cleaned value is a CheckedPhoto."""

    widget = FileInput(attrs={"accept": PHOTO_ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> CheckedPhoto | None:
        return check_photo(data) if data else super().clean(data, initial)

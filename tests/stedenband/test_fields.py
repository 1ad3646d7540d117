"""Fields that people on an old PC and on a phone can both fill in."""

import io
from calendar import monthrange
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from stedenband.fields import MOST_FILES, DayField, FilesField

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
FORMATS = [
    "{0:%Y}-{0:%m}-{0:%d}",
    "{0:%d}-{0:%m}-{0:%Y}",
    "{0.day}-{0.month}-{0.year}",
    "{0:%d}/{0:%m}/{0:%Y}",
    "{0:%d}.{0:%m}.{0:%Y}",
    "{0.day} {0.month} {0.year}",
    "  {0.day}/{0.month}/{0.year} ",
]
PDF = b"%PDF-1.7\n%%EOF\n"


def day(text):
    return DayField(required=False).clean(text)


def refusal_of(text):
    with pytest.raises(ValidationError) as refusal:
        day(text)
    return refusal.value.messages


@pytest.mark.parametrize("written", FORMATS)
@given(real=DAYS)
def test_every_real_day_is_understood_in_every_way_of_writing(written, real):
    assert day(written.format(real)) == real


@given(real=DAYS)
def test_a_day_comes_back_as_it_was_shown(real):
    field = DayField()
    shown = field.widget.format_value(field.prepare_value(real))
    assert field.clean(shown) == real


@given(year=st.integers(1900, 2200), month=st.integers(1, 12), number=st.integers(0, 99))
def test_a_day_that_does_not_exist_names_one_that_does(year, month, number):
    last = monthrange(year, month)[1]
    if 1 <= number <= last:
        assert day(f"{number}-{month}-{year}") == date(year, month, number)
        return
    (message,) = refusal_of(f"{number}-{month}-{year}")
    meant = f"{1 if number < 1 else last:02}-{month:02}-{year}"
    assert message == f"This date does not exist. Do you mean {meant}?"


@given(text=st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_refused(text):
    try:
        found = day(text)
    except ValidationError:
        found = None
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31-02-2020", "29-02-2020"),
        ("31-02-2021", "28-02-2021"),
        ("31/04/2027", "30-04-2027"),
        ("2027-06-31", "30-06-2027"),
        ("0-1-2027", "01-01-2027"),
    ],
)
def test_the_nearest_day_is_suggested(typed, meant):
    assert refusal_of(typed) == [f"This date does not exist. Do you mean {meant}?"]


@pytest.mark.parametrize(
    "typed",
    [
        "tomorrow",
        "31",
        "31-13-2027",
        "1-1-1899",
        "1-1-2201",
        "31-03-27",
        "2027",
        "1-2-3-2027",
        "--",
    ],
)
def test_what_is_no_date_is_answered_with_an_example(typed):
    assert refusal_of(typed) == ["This is no date: write it like 31-03-2027."]


@pytest.mark.parametrize("typed", ["", None, "   "])
def test_no_day_is_none(typed):
    assert day(typed) is None


def test_a_day_that_is_asked_is_asked():
    with pytest.raises(ValidationError) as refusal:
        DayField().clean("")
    assert refusal.value.messages == ["This field is required."]


class DayForm(forms.Form):
    day = DayField()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2027-03-31", '<input type="date" name="day" value="2027-03-31"'),
        ("soon", '<input type="text" name="day" value="soon"'),
        ("31-02-2020", '<input type="text" name="day" value="31-02-2020"'),
    ],
)
def test_what_was_typed_is_shown_again(typed, shown):
    assert shown in str(DayForm({"day": typed})["day"])


# --- Several files --------------------------------------------------------------------------------


class FilesForm(forms.Form):
    uploads = FilesField(required=False)


def form_with(*uploads):
    return FilesForm({}, MultiValueDict({"uploads": list(uploads)}))


def pdf(name="acta.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def test_several_files_are_each_looked_into():
    out = io.BytesIO()
    Image.new("RGB", (3, 3)).save(out, "PNG")
    form = form_with(pdf(), SimpleUploadedFile("foto.pdf", out.getvalue()))
    form.full_clean()
    found = [(one.name, one.content_type) for one in form.cleaned_data["uploads"]]
    assert found == [("acta.pdf", "application/pdf"), ("foto.png", "image/png")]


def test_no_file_is_an_empty_list():
    form = form_with()
    form.full_clean()
    assert form.cleaned_data["uploads"] == []


def test_every_wrong_file_is_named():
    form = form_with(pdf("a.pdf", b"a"), pdf(), pdf("b.pdf", b"b"))
    message = "“{}” is not a PDF, photo (JPEG, PNG, WebP), DOCX, XLSX, ODT or ODS file."
    assert form.errors == {"uploads": [message.format("a.pdf"), message.format("b.pdf")]}


def test_too_many_files_are_refused():
    form = form_with(*[pdf() for _ in range(MOST_FILES + 1)])
    assert form.errors == {"uploads": ["Choose at most 10 files at a time."]}


def test_the_browser_is_told_which_files_and_that_there_may_be_several():
    html = str(form_with()["uploads"])
    assert ("multiple" in html, 'accept=".pdf' in html) == (True, True)

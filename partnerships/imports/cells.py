"""What a cell holds, read as what it should be; ValidationError says what is wrong with it."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stedenband.spreadsheets import Value, text_in
from stedenband.texts import LANGUAGES, fold, validate_plain

SPOILT_CODE = gettext_lazy(
    "The spreadsheet made a number of this code: make the column text, type it again."
)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def short_text(value: Value, longest: int) -> str:
    text = text_in(value)
    validate_plain(text)
    if len(text) > longest:
        raise ValidationError(
            ngettext(
                "At most %(n)s character fits here.", "At most %(n)s characters fit here.", longest
            )
            % {"n": longest}
        )
    return text


def text_of(longest: int) -> Callable[[Value], str]:
    return lambda value: short_text(unspoilt(value), longest)


def code_of(longest: int) -> Callable[[Value], str]:
    """A code as text; a spreadsheet that made a number of 1.10 has lost its nought."""

    def read(value: Value) -> str:
        if isinstance(value, float) and not value.is_integer():
            raise ValidationError(SPOILT_CODE)
        return short_text(unspoilt(value), longest)

    return read


def unspoilt(value: Value) -> Value:
    """What was typed, where a spreadsheet keeps a whole number as 1.0; a date is no text."""
    refuse_date(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else value


def refuse_date(value: Value) -> None:
    if isinstance(value, date):
        raise ValidationError(
            _("The spreadsheet made a date of this: make the column text and type it again.")
        )


def whole_of(least: int, most: int) -> Callable[[Value], int]:
    def read(value: Value) -> int:
        text = text_in(unspoilt(value)).replace("\u00a0", "").replace(" ", "")
        text = re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", text)
        if not re.fullmatch(r"-?[0-9]{1,15}", text) or not least <= int(text) <= most:
            raise ValidationError(
                _("This is no whole number from %(least)s to %(most)s.")
                % {"least": least, "most": most}
            )
        return int(text)

    return read


def number(value: Value) -> Decimal:
    """A number as it is typed in four languages; 1.234 alone could be two numbers."""
    refuse_date(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return finite(str(value))
    text = text_in(value).replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text) and (text.count(".") > 1 or "," in text):
        text = text.replace(".", "")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text) and (text.count(",") > 1 or "." in text):
        text = text.replace(",", "")
    if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", text):
        raise ValidationError(
            _("“%(text)s” can be two numbers: leave out the thousands sign, or add a digit.")
            % {"text": text}
        )
    return finite(text.replace(",", "."))


def finite(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= Decimal(10) ** 15:
        raise ValidationError(_("This is no number."))
    return found


def day(value: Value) -> date:
    """A date: a spreadsheet's own, or 2027-03-31, or 31/03/2027 with the day first."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_in(value)
    try:
        if ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
        if found := DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise ValidationError(_("This is no date: write it as 2027-03-31 or 31/03/2027."))


def load_day(kept: Any) -> date:
    return date.fromisoformat(kept)


def one_of(choices: Iterable[tuple[str, Any]]) -> Callable[[Value], str]:
    """One of a list: by its code or by its name in any of four languages."""
    pairs = list(choices)

    def read(value: Value) -> str:
        wanted = fold(text_in(unspoilt(value)))
        if found := by_name(pairs).get(wanted):
            return found
        names = ", ".join(str(label) for _code, label in pairs[:12])
        raise ValidationError(
            _("“%(text)s” is not known here. Known are: %(names)s.")
            % {"text": text_in(value)[:40], "names": names}
        )

    return read


def by_name(pairs: Iterable[tuple[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {fold(str(label)): str(code) for code, label in pairs}
    return found | {fold(str(code)): str(code) for code, _label in pairs}

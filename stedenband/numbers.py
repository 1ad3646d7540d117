"""Numbers as people write them: a comma or a point, as their language has it."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_DIGITS, DECIMALS = 15, 4
FINEST = 6  # of exchange rates
LARGEST = Decimal(10) ** (MOST_DIGITS - DECIMALS)
NARROW_SPACE = "\u202f"
POINT_AND_COMMA = (".", ",")
WRITTEN = {"nl": (",", "."), "es": (",", "."), "fr": (",", NARROW_SPACE), "en": POINT_AND_COMMA}
EXAMPLE = Decimal("1234.5")

NO_NUMBER = _("“%(typed)s” is no number: write figures only, like %(example)s.")
TOO_FINE = _("Give at most four figures after the decimal mark, like %(example)s.")
STILL_TOO_FINE = _("Give at most six figures after the decimal mark, like %(example)s.")
TOO_LARGE = _("This number is too large: choose a larger unit, like thousands or tonnes.")

SAME = {"\u2212": "-", "\u2013": "-", "’": "'", "\u00a0": " ", "\u2009": " ", NARROW_SPACE: " "}


def grammar(decimal: str, thousands: str) -> re.Pattern[str]:
    """A number in groups of three or in one piece; groups never start with a zero."""
    mark = re.escape(decimal)
    groups = rf"[1-9][0-9]{{0,2}}([{re.escape(thousands)} '])[0-9]{{3}}(?:\2[0-9]{{3}})*"
    return re.compile(rf"(-?)(?:{groups}|[0-9]+)(?:{mark}[0-9]+)?|-?{mark}[0-9]+")


GRAMMARS = {",": grammar(",", "."), ".": grammar(".", ",")}


def parse_number(typed: str, language: str, decimals: int = DECIMALS) -> Decimal:
    """The number that somebody typed, read as their language writes it.

    What could be two numbers is the one of the reader's language: `1.234` is 1234 in Dutch and
    1.234 in English. What can be one only is taken as that: `12.5` is twelve and a half in both.
    Raises ValidationError, with an example, for anything that is no number.
    """
    whole, rest = whole_and_rest(typed, language)
    return within(Decimal(f"{whole}.{rest}0"), language, decimals)


def whole_and_rest(typed: str, language: str) -> tuple[str, str]:
    """The figures before the decimal mark, with their sign, and those after it, as typed."""
    text = "".join(SAME.get(c, c) for c in typed.strip())
    text = re.sub(r"^([-+]) +", r"\1", text).removeprefix("+")
    own = WRITTEN[language][0]
    for decimal in (own, "." if own == "," else ","):
        if len(text) <= 60 and GRAMMARS[decimal].fullmatch(text):
            whole, _mark, rest = text.partition(decimal)
            return re.sub("[^-0-9]", "", whole), rest
    params = {"typed": typed.strip()[:40], "example": write_number(EXAMPLE, language)}
    raise ValidationError(NO_NUMBER, params=params)


def within(value: Decimal, language: str, decimals: int = DECIMALS) -> Decimal:
    """The value as it is kept, or a ValidationError when there is no room for it."""
    if abs(value) >= LARGEST:
        raise ValidationError(TOO_LARGE)
    kept = value.quantize(Decimal(1).scaleb(-decimals))
    if kept != value:
        fine = decimals == FINEST
        example = write_number(Decimal("0.243712" if fine else "0.1234"), language)
        raise ValidationError(STILL_TOO_FINE if fine else TOO_FINE, params={"example": example})
    return kept + 0 if kept else abs(kept)


def write_number(value: Decimal, language: str) -> str:
    """A number as a language writes it, without zeros that say nothing: `1.234,5`."""
    decimal, thousands = WRITTEN[language]
    whole, _point, rest = f"{abs(value):,f}".partition(".")
    rest = rest.rstrip("0")
    sign = "-" if value < 0 else ""
    return sign + whole.replace(",", thousands) + (decimal + rest if rest else "")

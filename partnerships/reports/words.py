"""Texts in a report: in its language, or as they were written with their language named."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.models import Reading
from partnerships.reports.document import Cell, Paragraph, Said, Section
from stedenband import clock
from stedenband.numbers import write_number
from stedenband.texts import LocalText, WrittenLanguage, interface_language


def plain(text: object) -> Said:
    """A text of the house, in the language of the report."""
    return Said(str(text))


def said(text: LocalText | str) -> Said:
    """A text of people: its language is named when it is not that of the report."""
    language = getattr(text, "lang", "")
    if not text or language in ("", interface_language()):
        return Said(str(text))
    return Said(str(text), language, language_name(language))


def written(text: str, language: str) -> Said:
    return said(LocalText(text, language))


def language_name(code: str) -> str:
    return str(WrittenLanguage(code).label) if code in WrittenLanguage.values else code


def cells(*given: object) -> tuple[Cell, ...]:
    return tuple(one if isinstance(one, Said) else plain(one) for one in given)


def quiet(text: LocalText | str) -> Said:
    """A text of which the line above it says already in which language it is."""
    told = said(unmarked(text))
    return Said(told.text, told.language)


MARKS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def unmarked(text: LocalText | str) -> LocalText | str:
    """Marked-up words as somebody reads them aloud; lists keep their dashes and numbers."""
    bare = MARKS.sub(r"\2", text)
    return LocalText(bare, text.lang) if isinstance(text, LocalText) else bare


def paragraphs(pairs: Iterable[tuple[object, LocalText | str]]) -> tuple[Paragraph, ...]:
    """Labelled paragraphs; what nobody wrote is left out."""
    return tuple(Paragraph(quiet(text), str(label)) for label, text in pairs if text)


def read(reading: Reading, name: str) -> LocalText:
    return reading.words.get(name) or LocalText("", reading.language)


def how_read(reading: Reading) -> str:
    """In which language it was written, and whether this is a translation that was checked."""
    language = language_name(reading.written_in)
    if reading.is_outdated:
        return _(
            "written in %(language)s; this is a checked translation, the original changed since"
        ) % {"language": language}
    if reading.is_translated:
        return _("written in %(language)s; this is a checked translation") % {"language": language}
    if reading.written_in == interface_language():
        return _("written in %(language)s") % {"language": language}
    return _("written in %(language)s; there is no checked translation") % {"language": language}


def sentence(*parts: str) -> str:
    """Parts of where a text came from, as one sentence."""
    return "; ".join(part for part in parts if part) + "."


def day(moment: date | datetime | None) -> str:
    """A day as the report's language writes it."""
    if moment is None:
        return ""
    local = clock.day_of(moment) if isinstance(moment, datetime) else moment
    return date_format(local, "DATE_FORMAT")


def euro(amount: Decimal | None) -> str:
    return "" if amount is None else f"{two_places(amount)} EUR"


def two_places(amount: Decimal) -> str:
    """An amount of money: cents are shown where there are any."""
    text = write_number(amount.quantize(Decimal("0.01")), interface_language())
    has_one_cent_figure = amount % 1 and (amount * 10) % 1 == 0
    return text + "0" if has_one_cent_figure else text


def period(first: date, last: date) -> str:
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def part(key: str, heading: object, source: str = "", *blocks: Any, **more: Any) -> Section:
    """A section; blocks that are None are left out."""
    title = heading if isinstance(heading, Said) else plain(heading)
    return Section(key, title, source, tuple(one for one in blocks if one), **more)


def clipped(text: Said, longest: int) -> Said:
    """A text cut after a word where there is no room for all of it."""
    if len(text.text) <= longest:
        return text
    return Said(text.text[:longest].rsplit(None, 1)[0] + "…", text.language, text.note)

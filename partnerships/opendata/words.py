"""Texts and addresses as open data has them: in every language there is, each with its code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from partnerships.models import Source
from partnerships.models.spoken import CHECKED
from sdg.models import Target
from stedenband.openapi import Says
from stedenband.texts import LANGUAGES

# A text of the house: by language, those that it was written in.
Texts = Annotated[dict[str, str], Says("By language code (ISO 639); languages without text lack.")]
Pages = Annotated[dict[str, str], Says("The page for people, by language.")]
Code = Annotated[str, Says("ISO 639 code of a language.")]
SLUG, NUMBER = "-slug-", "9876543210"


@dataclass(frozen=True)
class Wording:
    """What people wrote, in one language: as they wrote it, or translated and checked."""

    language: Code
    text: str
    is_original: bool
    is_outdated: Annotated[bool, Says("The original changed since this translation.")] = False


Said = Annotated[list[Wording], Says("The original first; empty where nothing was written.")]
Markdown = Annotated[list[Wording], Says("Markdown. The original first; empty where not written.")]


@dataclass(frozen=True)
class Reference:
    """A public document that a fact comes from."""

    title: str
    url: str
    published_on: date | None


def texts(row: Any, name: str) -> dict[str, str]:
    """The columns `<name>_nl`, … that hold something."""
    found = {code: str(getattr(row, f"{name}_{code}")) for code in LANGUAGES}
    return {code: text for code, text in found.items() if text}


def said(thing: Any) -> dict[str, list[Wording]]:
    """All texts of a thing by name: its own words, and the translations that were prefetched."""
    original = thing.original
    rows = [(original.language, original.words, True, False)]
    for one in thing.translations.all():
        if one.state == CHECKED and one.language != original.language:
            rows.append((one.language, one.words, False, one.original != original.words))
    return {
        name: [
            Wording(code, words[name], is_original, is_outdated)
            for code, words, is_original, is_outdated in rows
            if words.get(name)
        ]
        for name in original.words
    }


def wording(text: str, language: str) -> list[Wording]:
    """A text that is not translated."""
    return [Wording(language, text, is_original=True)] if text else []


def reference(source: Source | None) -> Reference | None:
    return Reference(source.title, source.url, source.published_on) if source else None


def codes(targets: Iterable[Target]) -> list[str]:
    return [target.code for target in targets]


def pages(name: str, about: str | int | None = None) -> dict[str, str]:
    """The addresses of a page of the portal, by language."""
    if about is None:
        return patterns(name, "", settings.SITE_URL)
    stand_in = NUMBER if isinstance(about, int) else SLUG
    found = patterns(name, stand_in, settings.SITE_URL)
    return {code: one.replace(stand_in, str(about)) for code, one in found.items()}


@cache
def patterns(name: str, stand_in: str, site: str) -> dict[str, str]:
    """The addresses of one kind of page, resolved once: a register has many rows."""
    about, found = [stand_in] if stand_in else [], {}
    for code in LANGUAGES:
        with translation.override(code):
            found[code] = site + reverse(f"partnerships:{name}", args=about)
    return found

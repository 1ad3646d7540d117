"""Texts in more than one language, and text made comparable for searching."""

import unicodedata
from collections.abc import Callable
from typing import Any, overload

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("nl", "es", "fr", "en")
FALLBACK = ("nl", "es", "en", "fr")


class WrittenLanguage(models.TextChoices):
    """Languages people write in; more than the interface has."""

    NL = "nl", _("Dutch")
    ES = "es", _("Spanish")
    FR = "fr", _("French")
    EN = "en", _("English")
    KEK = "kek", _("Q'eqchi'")
    QU = "qu", _("Quechua")


class LocalText(str):
    """A text that knows which language it is in: `lang` is the code for a page's `lang=`."""

    lang: str

    def __new__(cls, value: str, lang: str) -> "LocalText":
        text = super().__new__(cls, value)
        text.lang = lang
        return text


def first_written(text_in: Callable[[str], str]) -> LocalText:
    """A text in the reader's language, else in the first other one that has it."""
    wanted = interface_language()
    for code in (wanted, *FALLBACK):
        if text := text_in(code):
            return LocalText(text, code)
    return LocalText("", wanted)


class Translated:
    """Reads `<name>_nl`, `<name>_es`, … in the reader's language, else in another that has it."""

    def __init__(self, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, obj: None, owner: type[models.Model]) -> "Translated": ...
    @overload
    def __get__(self, obj: models.Model, owner: type[models.Model]) -> LocalText: ...
    def __get__(
        self, obj: models.Model | None, owner: type[models.Model]
    ) -> "Translated | LocalText":
        if obj is None:
            return self
        return first_written(lambda code: getattr(obj, f"{self.name}_{code}"))


def interface_language() -> str:
    """The reader's language: nl, es, fr or en."""
    code = (get_language() or settings.LANGUAGE_CODE)[:2]
    return code if code in LANGUAGES else settings.LANGUAGE_CODE


def columns(name: str) -> list[str]:
    """The four column names of a translated text."""
    return [f"{name}_{code}" for code in LANGUAGES]


def fold(text: str) -> str:
    """Text without case, accents and apostrophes: `Nimlaha'kok` and `NIMLAHÁKOK` fold alike."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (c for c in plain if not unicodedata.combining(c) and c not in "'’ʼ`´‘")
    return " ".join("".join(kept).split())


class FoldedField(models.TextField):  # type: ignore[type-arg]
    """Holds the folded text of other columns of the same row, written whenever the row is."""

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = sources
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = fold(" ".join(str(getattr(model_instance, name)) for name in self.sources))
        setattr(model_instance, self.attname, text)
        return text


CONTROLS = {c for c in map(chr, range(32)) if c not in "\n\r\t"} | set("\x7f\ufffe\uffff")
DIRECTIONS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Without what no XML can hold, and so no workbook and no document."""
    return "".join(c for c in text if c not in CONTROLS)


def validate_plain(value: str) -> None:
    """Refuse control characters and marks that turn the reading direction around."""
    if CONTROLS & set(value) or DIRECTIONS & set(value):
        raise ValidationError(_("This text has invisible control characters: type it again."))

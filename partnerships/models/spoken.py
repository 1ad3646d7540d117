"""What people wrote in their own language, and how somebody reads it in theirs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from stedenband.texts import LocalText, interface_language

if TYPE_CHECKING:
    from partnerships.models.translation import Translation
    from partnerships.models.twinning import Twinning

CHECKED = "checked"


@dataclass(frozen=True)
class Noun:
    """A kind of thing that people write, and the door to its rows."""

    model: type[models.Model]

    def visible_to(self, user: object) -> Any:
        return self.model._default_manager.visible_to(user)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Original:
    """The words of a thing by field, and the language in which they were written."""

    language: str
    words: dict[str, str]
    labels: dict[str, str]
    longest: dict[str, int | None]
    html: dict[str, str]

    @property
    def rich(self) -> frozenset[str]:
        """The fields whose words are Markdown."""
        return frozenset(self.html)


@dataclass(frozen=True)
class Reading:
    """A thing's words as a reader gets them: translated and checked, or as they were written."""

    words: dict[str, LocalText]
    html: dict[str, SafeString]
    language: str
    written_in: str
    is_translated: bool
    is_outdated: bool


class Spoken:
    """Mixed into a noun with texts of people: `SPOKEN` names those that are translated, in order.

    Its HTML, where a text is Markdown, stands in `<name>_html`.
    """

    SPOKEN: ClassVar[tuple[str, ...]]

    if TYPE_CHECKING:
        twinning: Any
        pk: Any
        _meta: Any

    @property
    def twinnings_concerned(self) -> "list[Twinning]":
        """Whose people read it inside and translate it; none for what is of all of them."""
        return [self.twinning]

    @property
    def translated_as(self) -> str:
        """The name under which it is translated: the column that points to it."""
        name: str = self._meta.get_field("translations").field.name
        return name

    @property
    def translation_url(self) -> str:
        """Where it is translated into the reader's language; empty when it was written in it."""
        wanted = interface_language()
        if self.original.language == wanted:
            return ""
        return reverse("partnerships:translation-edit", args=[self.translated_as, self.pk, wanted])

    @property
    def spoken_text(self) -> Any:
        """The row that holds what others read; the thing itself unless it says otherwise."""
        return self

    @property
    def has_words(self) -> bool:
        """Whether others read anything of it."""
        return bool(self.original.words)

    @property
    def original(self) -> Original:
        text = self.spoken_text
        given = [name for name in text.SPOKEN if getattr(text, name)]
        columns: dict[str, Any] = {name: text._meta.get_field(name) for name in given}
        return Original(
            language=text.language,
            words={name: getattr(text, name).replace("\r\n", "\n") for name in given},
            labels={name: str(column.verbose_name) for name, column in columns.items()},
            longest={name: column.max_length for name, column in columns.items()},
            html={n: getattr(text, f"{n}_html") for n in given if hasattr(text, f"{n}_html")},
        )

    @property
    def reading(self) -> Reading:
        """In the reader's language where a checked translation came along, else the original.

        Only translations that were prefetched are read, so that no list asks for each of its rows.
        One that is outdated is still read, and says so.
        """
        original, wanted = self.original, interface_language()
        came: list[Translation] = list(self._prefetched("translations"))
        found = next((one for one in came if is_read(one, wanted, original.language)), None)
        words = {name: LocalText(text, original.language) for name, text in original.words.items()}
        html = {name: mark_safe(one) for name, one in original.html.items()}  # noqa: S308 - ours
        if found:
            given = {name: one for name, one in found.words.items() if one and name in words}
            words |= {name: LocalText(one, wanted) for name, one in given.items()}
            html |= {name: mark_safe(one) for name, one in found.html.items()}  # noqa: S308 - ours
        return Reading(
            words=words,
            html=html,
            language=wanted if found else original.language,
            written_in=original.language,
            is_translated=found is not None,
            is_outdated=found is not None and found.original != original.words,
        )

    def said(self, name: str) -> LocalText:
        """One of its texts as the reader gets it; empty where nothing was written."""
        read = self.reading
        return read.words.get(name) or LocalText("", read.language)

    def _prefetched(self, name: str) -> Any:
        cache: dict[str, Any] = getattr(self, "_prefetched_objects_cache", {})
        return cache.get(name, ())


def is_read(translation: "Translation", wanted: str, written_in: str) -> bool:
    is_wanted = translation.language == wanted != written_in
    return is_wanted and translation.state == CHECKED

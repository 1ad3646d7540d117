"""The handover file as a page, and as an archive that is read without the portal."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships.handover import Asked, documents_of, handover_of
from partnerships.models import Document, DocumentVersion
from stedenband import clock
from stedenband.files import SUFFIXES

MOST_BYTES = 200 * 1024 * 1024
PAGE = "handover.html"
STYLE = settings.BASE_DIR / "static" / "css" / "stedenband.css"


@dataclass(frozen=True)
class Enclosed:
    """A document of the archive: the name under which it lies there, or why it does not."""

    document: Document
    version: DocumentVersion | None
    name: str = ""
    reason: str = ""


def draw_handover(asked: Asked, language: str) -> SafeString:
    """What the file says, to be shown on a page of the portal, in a language of its own."""
    with translation.override(language):
        return draw(asked, base="", enclosed=[])


def draw(asked: Asked, *, base: str, enclosed: Sequence[Enclosed]) -> SafeString:
    context = {
        "twinning": asked.twinning,
        "order": [asked.twinning.organisation_of(side) for side in asked.order],
        "chapters": handover_of(asked),
        "now": clock.now(),
        "base": base,
        "enclosed": {one.document.pk: one for one in enclosed},
        "left_out": [one for one in enclosed if one.reason],
        "is_file": bool(base),
    }
    return render_to_string("handover/body.html", context)


def pack_handover(asked: Asked, language: str) -> IO[bytes]:
    """The archive: one page that opens with a double click, and the documents beside it.

    It is written to a temporary file, which goes when it is closed.
    """
    with translation.override(language):
        enclosed = enclose(documents_of(asked))
        body = draw(asked, base=settings.SITE_URL, enclosed=enclosed)
        given = {"body": body, "twinning": asked.twinning, "style": style()}
        page = render_to_string("handover/file.html", given)
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - handed on, and closed with the answer
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PAGE, page)
        for one in enclosed:
            if one.version and one.name:
                put(archive, one.name, one.version)
    packed.seek(0)
    return packed


def enclose(documents: Iterable[Document]) -> list[Enclosed]:
    """Of each document its newest version, as long as there is room, and a safe name for it."""
    found, room = [], MOST_BYTES
    for number, document in enumerate(documents, 1):
        version = document.newest
        if version is None or not is_there(version):
            found.append(Enclosed(document, None, reason=_("its file could not be found")))
        elif version.size > room:
            found.append(Enclosed(document, version, reason=_("there was no room left for it")))
        else:
            room -= version.size
            found.append(Enclosed(document, version, name=safe_name(number, version)))
    return found


def is_there(version: DocumentVersion) -> bool:
    return bool(version.file.name) and version.file.storage.exists(str(version.file.name))


def safe_name(number: int, version: DocumentVersion) -> str:
    """A name that every computer can write, of which nothing leads out of the folder."""
    stem = slugify(version.name.rpartition(".")[0] or version.name)[:60] or "document"
    return f"documents/{number:02}-{stem}{SUFFIXES.get(version.content_type, '.bin')}"


def put(archive: zipfile.ZipFile, name: str, version: DocumentVersion) -> None:
    """Piece by piece, and not pressed once more: documents are pressed already."""
    about = zipfile.ZipInfo(name, clock.now().timetuple()[:6])
    with version.file.open("rb") as source, archive.open(about, "w") as target:
        shutil.copyfileobj(source, target)


def style() -> SafeString:
    """The portal's own style, within the page: nothing is fetched from anywhere."""
    rules = mark_safe(STYLE.read_text(encoding="utf-8"))  # noqa: S308 - ours
    return format_html("<style>{}</style>", rules)

"""Uploaded files: what they really are, and images without what a camera wrote into them."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
OOXML = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    OOXML + "wordprocessingml.document": (".docx", "word/document.xml"),
    OOXML + "spreadsheetml.sheet": (".xlsx", "xl/workbook.xml"),
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
SUFFIXES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    **{kind: suffix for kind, (suffix, _part) in OFFICE.items()},
    **OPEN_DOCUMENT,
}
ACCEPT = ",".join(SUFFIXES.values()) + ",.jpeg"
LONGEST_EDGE = 1600
MOST_PARTS = 2_000
LARGEST_UNPACKED = 200 * 1024 * 1024

WRONG_KIND = _("“%(name)s” is not a PDF, photo (JPEG, PNG, WebP), DOCX, XLSX, ODT or ODS file.")
TOO_BIG = _("“%(name)s” is larger than 10 MB: make it smaller and choose it again.")
BROKEN = _("“%(name)s” cannot be opened: it is damaged. Save it again and choose it again.")
TOO_MANY_PIXELS = _("“%(name)s” is too large a picture: save it at a smaller size.")
EMPTY = _("“%(name)s” is empty.")


@dataclass(frozen=True)
class CheckedFile:
    """What may be stored: the bytes, what they are, and what their sender called them."""

    content: "ContentFile[bytes]"
    content_type: str
    name: str
    size: int


def check_upload(upload: "UploadedFile[bytes]") -> CheckedFile:
    """Look into an uploaded file; images come back re-encoded, upright and without metadata.

    Raises ValidationError, with the file's name, for anything that is not on the list.
    """
    name = checked_name(upload)
    kind = kind_of(upload)
    if kind is None:
        raise ValidationError(WRONG_KIND, params={"name": name})
    data = reencoded(upload, kind, name) if kind in IMAGES else read_all(upload)
    return CheckedFile(ContentFile(data), kind, with_suffix(name, kind), len(data))


def checked_name(upload: "UploadedFile[bytes]") -> str:
    """The name of an upload that is neither empty nor too big."""
    name = shown_name(upload.name or "")
    if not upload.size:
        raise ValidationError(EMPTY, params={"name": name})
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        raise ValidationError(TOO_BIG, params={"name": name})
    return name


def stored_name(folder: str, suffix: str = "") -> str:
    """Where a file is stored: nothing of what its sender called it."""
    name = uuid4().hex
    return f"{folder}/{name[:2]}/{name}{suffix}"


def shown_name(name: str) -> str:
    """A file's name as it may be shown: no path, no invisible characters, at most 150 long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable())
    return " ".join(kept.split())[:150] or "file"


def with_suffix(name: str, kind: str) -> str:
    """The name with the ending that fits what the file is."""
    suffix = SUFFIXES[kind]
    stem, dot, ending = name.rpartition(".")
    if dot and f".{ending.lower()}" in (suffix, ".jpeg" if suffix == ".jpg" else suffix):
        return name
    return (stem if dot and stem and len(ending) <= 5 else name) + suffix


def read_all(upload: "UploadedFile[bytes]") -> bytes:
    upload.seek(0)
    return bytes(upload.read())


def kind_of(upload: "UploadedFile[bytes]") -> str | None:
    """The content type by what is in the file; None for what is not on the list."""
    upload.seek(0)
    head = upload.read(8192)
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return kind_of_archive(upload)
    guess = filetype.guess_mime(head)
    return guess if guess in IMAGES else None


def kind_of_archive(upload: "UploadedFile[bytes]") -> str | None:
    """Word and spreadsheet files are archives: told apart by what is inside, never unpacked."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
                return None
            names = {part.filename for part in parts}
            for kind, (_suffix, part) in OFFICE.items():
                if part in names and "[Content_Types].xml" in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return declared if declared in OPEN_DOCUMENT else None
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return None
    return None


def reencoded(upload: "UploadedFile[bytes]", kind: str, name: str) -> bytes:
    """The picture drawn anew: upright, at most 1600 px, nothing of the camera's notes."""
    with upright_image(upload, kind, name) as upright:
        mode = "RGB" if kind == "image/jpeg" else "RGBA"
        out = io.BytesIO()
        upright.convert(mode).save(out, IMAGES[kind], quality=82, optimize=True, comment=b"")
    return out.getvalue()


@contextmanager
def upright_image(upload: "UploadedFile[bytes]", kind: str, name: str) -> Iterator[Image.Image]:
    """The picture, upright and at most 1600 px; what goes wrong with it names the file."""
    upload.seek(0)
    try:
        with Image.open(upload, formats=(IMAGES[kind],)) as image:
            if image.width * image.height > settings.EVIDENCE_MAX_PIXELS:
                raise ValidationError(TOO_MANY_PIXELS, params={"name": name})
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            yield upright
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS, params={"name": name}) from error
    except Exception as error:
        # Pillow raises many kinds of error on damaged files; each means the same to its sender.
        raise ValidationError(BROKEN, params={"name": name}) from error

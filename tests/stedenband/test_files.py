"""Uploaded files: what is in them counts, not what they are called."""

import io
import time
import zipfile
import zlib
from struct import pack

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from stedenband.files import (
    ACCEPT,
    LARGEST_UNPACKED,
    MOST_PARTS,
    SUFFIXES,
    check_upload,
    shown_name,
    with_suffix,
)

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(kind, size=(30, 20), **saving):
    out = io.BytesIO()
    Image.new("RGB", size, "#1c5d86").save(out, kind, **saving)
    return out.getvalue()


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def office(part):
    return archive({"[Content_Types].xml": "<Types/>", part: "<document/>"})


def open_document(kind):
    return archive({"mimetype": ODF + kind, "content.xml": "<content/>"})


KINDS = {
    "minutes.pdf": (PDF, "application/pdf"),
    "photo.jpg": (picture("JPEG"), "image/jpeg"),
    "photo.jpeg": (picture("JPEG"), "image/jpeg"),
    "map.png": (picture("PNG"), "image/png"),
    "map.webp": (picture("WEBP"), "image/webp"),
    "plan.docx": (office("word/document.xml"), OOXML + "wordprocessingml.document"),
    "budget.xlsx": (office("xl/workbook.xml"), OOXML + "spreadsheetml.sheet"),
    "plan.odt": (open_document("text"), ODF + "text"),
    "budget.ods": (open_document("spreadsheet"), ODF + "spreadsheet"),
}


def checked(name, data):
    return check_upload(SimpleUploadedFile(name, data))


def refusal_of(name, data):
    with pytest.raises(ValidationError) as refusal:
        checked(name, data)
    return refusal.value.messages


@pytest.mark.parametrize(("name", "data", "kind"), [(n, *row) for n, row in KINDS.items()])
def test_each_kind_on_the_list_is_taken(name, data, kind):
    found = checked(name, data)
    assert (found.name, found.content_type, found.size) == (name, kind, len(found.content))


@pytest.mark.parametrize("name", ["minutes.pdf", "plan.docx", "budget.xlsx", "plan.odt"])
def test_what_is_no_picture_is_kept_byte_for_byte(name):
    data, _kind = KINDS[name]
    assert checked(name, data).content.read() == data


def test_the_list_for_the_browser_names_every_kind():
    assert set(ACCEPT.split(",")) == {*SUFFIXES.values(), ".jpeg"}


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("map.pdf", picture("PNG"), "map.png"),
        ("photo.png", picture("JPEG"), "photo.jpg"),
        ("minutes.jpg", PDF, "minutes.pdf"),
        ("minutes", PDF, "minutes.pdf"),
        ("minutes.PDF", PDF, "minutes.PDF"),
        ("plan.zip", office("word/document.xml"), "plan.docx"),
        ("visit 12.5.2027", PDF, "visit 12.5.pdf"),
        ("visit.december", PDF, "visit.december.pdf"),
    ],
)
def test_what_is_in_it_gives_the_ending(name, data, shown):
    assert checked(name, data).name == shown


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
REFUSED = {
    "page.jpg": HTML,
    "page.pdf": HTML,
    "drawing.svg": SVG,
    "drawing.png": SVG,
    "program.pdf": b"MZ\x90\x00" + b"\x00" * 60,
    "animation.gif": picture("GIF"),
    "scan.tiff": picture("TIFF"),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "things.zip": archive({"a.txt": "a"}),
    "jar.docx": archive({"META-INF/MANIFEST.MF": "x", "word/document.xml": "x"}),
    "slides.odp": open_document("presentation"),
    "cut.docx": office("word/document.xml")[:60],
    "notes.txt": b"Just words",
}


@pytest.mark.parametrize(("name", "data"), REFUSED.items(), ids=REFUSED)
def test_what_is_not_on_the_list_is_refused_by_name(name, data):
    message = f"“{name}” is not a PDF, photo (JPEG, PNG, WebP), DOCX, XLSX, ODT or ODS file."
    assert refusal_of(name, data) == [message]


def test_an_empty_file_is_refused():
    assert refusal_of("nothing.pdf", b"") == ["“nothing.pdf” is empty."]


def test_more_than_ten_megabytes_is_refused():
    data = PDF + b"\x00" * (10 * 1024 * 1024)
    message = "“book.pdf” is larger than 10 MB: make it smaller and choose it again."
    assert refusal_of("book.pdf", data) == [message]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_cut_off_is_damaged(kind):
    data = picture(kind, (400, 300))
    message = "“photo” cannot be opened: it is damaged. Save it again and choose it again."
    assert refusal_of("photo", data[: len(data) // 2]) == [message]


# --- Archives that would not fit ------------------------------------------------------------------


def declaring(size):
    """A small DOCX whose directory declares a huge part."""
    data = bytearray(office("word/document.xml"))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = pack("<I", size)
    return bytes(data)


def test_an_archive_that_declares_too_much_is_refused():
    assert len(refusal_of("bomb.docx", declaring(LARGEST_UNPACKED + 1))) == 1


def test_an_archive_of_too_many_parts_is_refused():
    parts = {f"{number}.xml": "" for number in range(MOST_PARTS)}
    data = archive({"[Content_Types].xml": "", "word/document.xml": "", **parts})
    assert len(refusal_of("bomb.docx", data)) == 1


def test_an_encrypted_open_document_is_refused():
    data = bytearray(open_document("text"))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(header)
        data[at + flags] |= 1
    assert len(refusal_of("locked.odt", bytes(data))) == 1


# --- Pictures -------------------------------------------------------------------------------------


def flat_png(width, height):
    """A PNG of one grey, small to send and huge to open."""
    rows = zlib.compress((b"\x00" + b"\x7f" * width) * height, 9)
    chunks = [
        (b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    ]
    body = b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_hundred_megapixels_are_refused_quickly():
    data = flat_png(10_000, 10_000)
    start = time.perf_counter()
    messages = refusal_of("huge.png", data)
    took = time.perf_counter() - start
    message = "“huge.png” is too large a picture: save it at a smaller size."
    assert (messages, took < 0.5) == ([message], True)


def test_two_hundred_megapixels_are_too_large_and_not_damaged():
    message = "“huge.png” is too large a picture: save it at a smaller size."
    assert refusal_of("huge.png", flat_png(20_000, 10_000)) == [message]


def test_a_large_picture_comes_back_at_most_1600_pixels():
    found = checked("wide.jpg", picture("JPEG", (4000, 1000)))
    assert Image.open(found.content).size == (1600, 400)


def test_a_small_picture_keeps_its_size():
    found = checked("small.png", picture("PNG", (30, 20)))
    assert Image.open(found.content).size == (30, 20)


def notes():
    """What a camera writes: its make, where it stood, and that it was held upright."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 9.0, 0.0), 3: "E", 4: (4.0, 26.0, 0.0)})
    return exif


def png_notes():
    text = PngInfo()
    text.add_text("Author", "SecretName")
    text.add_itxt("XML:com.adobe.xmp", "SecretPlace")
    return {"pnginfo": text}


@pytest.mark.parametrize(
    ("kind", "saving"),
    [
        ("JPEG", {"xmp": b"<x>SecretPlace</x>"}),
        ("WEBP", {"xmp": b"<x>SecretPlace</x>"}),
        ("PNG", png_notes()),
        ("JPEG", {"comment": b"SecretName"}),
    ],
)
def test_nothing_of_the_cameras_notes_is_left(kind, saving):
    data = picture(kind, exif=notes(), **saving)
    found = checked("photo", data).content.read()
    image = Image.open(io.BytesIO(found))
    assert (b"Secret" in data, b"Secret" in found, dict(image.getexif())) == (True, False, {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_back_upright(kind):
    found = checked("photo", picture(kind, (30, 20), exif=notes()))
    assert Image.open(found.content).size == (20, 30)


def test_a_transparent_picture_stays_transparent():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    found = Image.open(checked("logo.png", out.getvalue()).content)
    assert found.getpixel((0, 0))[3] == 0


def test_what_is_hidden_behind_a_picture_is_not_kept():
    data = picture("JPEG") + HTML
    assert b"script" not in checked("photo.jpg", data).content.read()


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Ana\\acta.pdf", "acta.pdf"),
        ("acta\u202efdp.exe", "actafdp.exe"),
        ("acta\x00.pdf", "acta.pdf"),
        ("acta\r\nX-Header: 1.pdf", "actaX-Header: 1.pdf"),
        ("  acta   final .pdf", "acta final .pdf"),
        ("\u200b\u2066", "file"),
        ("", "file"),
        ("folder/", "file"),
        ("x" * 300, "x" * 150),
    ],
)
def test_a_name_is_shown_without_tricks(name, shown):
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    "name",
    ["图" * 90 + ".pdf", "acta María Ñuñoa.pdf", "Q'eqchi' – acta.pdf", "протокол.pdf", "📄.pdf"],
)
def test_a_name_in_any_script_is_kept(name):
    assert checked(name, PDF).name == name


def test_a_name_that_is_too_long_keeps_its_ending():
    assert checked("x" * 240 + ".pdf", PDF).name == "x" * 150 + ".pdf"


@pytest.mark.parametrize("kind", SUFFIXES)
def test_a_name_without_an_ending_gets_the_one_of_its_kind(kind):
    assert with_suffix("acta", kind) == "acta" + SUFFIXES[kind]

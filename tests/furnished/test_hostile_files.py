"""Hostile pictures and odd names of files, from the form to what is handed out again."""

import io
import resource
import time
import zlib
from email.message import Message
from struct import pack

import pytest
from django.core.cache import cache
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from partnerships.models import Document, Evidence, Photo
from stedenband.files import kind_of
from tests.forms import form_of
from tests.furnished.conftest import undone
from tests.furnished.test_inputs import Sent
from tests.pages import EVERYBODY, url, visit
from tests.security.figures import LONG, figure, much

PRESENT = EVERYBODY
HTML = b"<!doctype html><script>alert(1)</script>"


def drawn(kind, size=(40, 30), mode="RGB", **saving):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **saving)
    return out.getvalue()


def chunk(kind, data):
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def png(width, height, *extra, rows=None):
    """A PNG of bits: small to send, whatever it says of its size."""
    line = b"\x00" + b"\x00" * ((width + 7) // 8)
    packer, data = zlib.compressobj(9), b""
    for _row in range(height if rows is None else rows):
        data += packer.compress(line)
    body = [chunk(b"IHDR", pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), *extra]
    body += [chunk(b"IDAT", data + packer.flush()), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def bomb():
    return zlib.compress(b"\x00" * much(20, 200) * 1_000_000, 9)


def located():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 9.0, 0.0), 3: "E", 4: (4.0, 26.0, 0.0)})
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", "SecretPlace")
    return {"exif": exif}, text


def moving(kind, frames):
    many = [Image.new("P", (8, 8), number % 250) for number in range(frames)]
    out = io.BytesIO()
    many[0].save(out, kind, save_all=True, append_images=many[1:])
    return out.getvalue()


def pictures():
    exif, text = located()
    header_of_huge = bytearray(drawn("JPEG"))
    at = header_of_huge.index(b"\xff\xc0") + 5
    header_of_huge[at : at + 4] = pack(">HH", 65_500, 65_500)
    bad_sum = bytearray(drawn("PNG"))
    bad_sum[-20] ^= 255
    return {
        "196 Mpx.png": png(14_000, 14_000),
        "100 Mpx.png": png(10_000, 10_000),
        "39 Mpx.png": png(6_300, 6_200),
        "says 2 Gpx.png": png(2**31 - 1, 2**31 - 1, rows=1),
        "says 4 Gpx.jpg": bytes(header_of_huge),
        "1 by 65000.png": png(1, 65_000),
        "65000 by 1.png": png(65_000, 1),
        "frames.gif": moving("GIF", much(200, 5_000)),
        "frames.webp": moving("WEBP", much(20, 300)),
        "frames.png": moving("PNG", much(50, 1_000)),
        "cut.jpg": drawn("JPEG", (400, 300))[:700],
        "bad sum.png": bytes(bad_sum),
        "gif and html.gif": b"GIF89a/*" + HTML + b"*/",
        "jpeg and html.jpg": drawn("JPEG") + HTML,
        "png.pdf": drawn("PNG"),
        "png.eps": drawn("PNG"),
        "png.ico": drawn("PNG"),
        "icon.ico": drawn("ICO"),
        "eps.png": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "phone.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 90,
        "scan.tiff": drawn("TIFF"),
        "four colours.jpg": drawn("JPEG", mode="CMYK"),
        "place.jpg": drawn("JPEG", **exif, xmp=b"<x>SecretPlace</x>"),
        "place.webp": drawn("WEBP", **exif, xmp=b"<x>SecretPlace</x>"),
        "place.png": drawn("PNG", pnginfo=text, **exif),
        "profile.png": png(40, 30, chunk(b"iCCP", b"x\x00\x00" + bomb())),
        "text.png": png(40, 30, chunk(b"zTXt", b"Comment\x00\x00" + bomb())),
        "profile.jpg": drawn("JPEG", icc_profile=b"\x00" * 60_000),
    }


DOORS = {"evidence-add": (Evidence, "uploads"), "photo-add": (Photo, "picture")}


def stored_in(media, before):
    return [one for one in media.rglob("*") if one.is_file() and one not in before]


def faults(path):
    """What of a stored file its sender wrote, and not we."""
    data = path.read_bytes()
    with path.open("rb") as file:
        kind = kind_of(file)
    found = [word for word in (b"Secret", b"script", b"Exif") if word in data]
    if kind is None or kind == "application/pdf":
        return [*found, "no picture"]
    with Image.open(io.BytesIO(data)) as image:
        found += ["place"] if image.getexif() or "xmp" in image.info else []
        found += ["large"] if max(image.size) > 1600 else []
        found += ["moves"] if getattr(image, "n_frames", 1) > 1 else []
    return found


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_hostile_picture_is_refused_or_drawn_anew(world, people, media):
    files, counts, took, wrong = pictures(), {"refused": 0, "taken": 0}, {}, []
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for door, (model, field) in DOORS.items():
        form = form_of(door, world)
        browser = visit(people[form.role])
        for name, data in files.items():
            before, rows = set(media.rglob("*")), model.objects.count()
            with undone():
                began = time.thread_time()
                status = browser.post(
                    form.where, form.filled(**{field: Sent(name, data)})
                ).status_code
                took[door, name] = time.thread_time() - began
                added = model.objects.count() - rows
            stored = stored_in(media, before)
            is_taken = status == 302 and added == 1 and bool(stored)
            is_refused = status == 200 and added == 0 and not stored
            wrong += [] if is_taken or is_refused else [(door, name, status, added, len(stored))]
            wrong += [(door, name, one) for path in stored for one in faults(path)]
            counts["taken" if is_taken else "refused"] += 1
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most) // 1024
    slowest = max(took.values())
    more = {"files": len(files), "doors": len(DOORS), **counts, "grown_mb": grown}
    figure("F12 pictures", **more, slowest_ms=round(slowest * 1000), wrong=len(wrong))
    assert wrong == []
    assert counts["refused"] >= 30
    assert counts["taken"] >= 12
    assert not LONG or (slowest < 3 and grown < 300)


# --- Names ----------------------------------------------------------------------------------------

NAMES = [
    *("../../etc/passwd.pdf", "..\\..\\boot.pdf", "/etc/passwd", "C:\\Users\\a\\b.pdf", "..", "."),
    *("a/../b.pdf", "%2e%2e%2fb.pdf", "....//b.pdf", "\\\\server\\share\\b.pdf", "~/.bashrc"),
    *("图" * 90 + ".pdf", "x" * 300 + ".pdf", "x" * 5_000, "é" * 200, "\U0001f4c4.pdf"),
    *(
        "acta\u202efdp.exe",
        "\u200b\u2066",
        "a\u0000.pdf",
        "a\rb.pdf",
        "a\x1b[31m.pdf",
        "\ufeff.pdf",
    ),
    *(
        'a"; filename="b.html',
        "a;b.pdf",
        "a'b.pdf",
        "a%00.pdf",
        "a%0d%0aX-Evil: 1.pdf",
        "a=b,c.pdf",
    ),
    *(".htaccess", "index.html", "evil.svg", "run.php", "a.pdf.exe", "web.config", "con.pdf"),
    *("nul", "a.", "a .pdf ", "-rf.pdf", "$(id).pdf", "`id`.pdf", "|id.pdf", "*?.pdf"),
    *("<img src=x onerror=alert(1)>.pdf", "=HYPERLINK(1).pdf", "{{ 7*7 }}.pdf", "протокол.pdf"),
]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SANDBOX = {"default-src 'none'", "sandbox", "base-uri 'none'", "form-action 'none'"}
SANDBOX.add("frame-ancestors 'none'")


def named(response):
    """The name under which a browser would keep it, by RFC 6266."""
    head = Message()
    head["Content-Disposition"] = response.headers["Content-Disposition"]
    return head.get_content_disposition(), head.get_filename() or ""


def handed_out(browser, where):
    """What is wrong with a file as it is handed out."""
    response = browser.get(where)
    if response.status_code != 200:
        return [response.status_code]
    way, name = named(response)
    head = response.headers
    policy = {rule.strip() for rule in head["Content-Security-Policy"].split(";") if rule.strip()}
    found = [] if b"".join(response) == PDF else ["other bytes"]
    found += [] if (way, head["Content-Type"]) == ("attachment", "application/pdf") else [way]
    found += [] if head["X-Content-Type-Options"] == "nosniff" else ["sniffed"]
    found += [] if policy == SANDBOX else [policy]
    is_plain = name.endswith(".pdf") and name.isprintable() and not set(name) & set("/\\")
    return found if is_plain and "X-Evil" not in head else [*found, name]


NAMED = {
    "evidence-add": (Evidence, "uploads", lambda pk: url("evidence-download", pk)),
    "document-add": (Document, "upload", lambda pk: url("document-download", pk, 1)),
}


def test_whatever_a_file_is_called_it_comes_back_as_a_file(world, people, media):
    counts, wrong = {"refused": 0, "handed_out": 0}, []
    for door, (model, field, place) in NAMED.items():
        form = form_of(door, world)
        browser = visit(people[form.role])
        for name in NAMES:
            cache.clear()
            before = set(media.rglob("*"))
            with undone():
                sent = form.filled(**{field: Sent(name, PDF)})
                status = browser.post(form.where, sent).status_code
                stored = stored_in(media, before)
                if status == 302:
                    row = model.objects.order_by("pk").last()
                    found = handed_out(browser, place(row.pk))
                    found += [] if [len(one.name) for one in stored] == [32] else ["stored"]
                    counts["handed_out"] += 1
                else:
                    found = [] if status in (200, 400) and not stored else [status]
                    counts["refused"] += 1
                wrong += [(door, name[:40], one) for one in found]
    outside = [one for one in media.parent.iterdir() if one != media]
    figure("F13 names", names=len(NAMES), doors=len(NAMED), **counts, wrong=len(wrong))
    assert (wrong[:9], outside) == ([], [])
    assert counts["handed_out"] > len(NAMES)

"""Photos: what they really are, drawn anew at a few widths, and light."""

import io
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from stedenband.photos import HEAVIEST, WIDTHS, check_photo


def picture(size=(2000, 1000), kind="JPEG", mode="RGB", colour="#1c5d86", **saving):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **saving)
    return out.getvalue()


def checked(data, name="street.jpg"):
    return check_photo(SimpleUploadedFile(name, data))


def opened(photo, number=-1):
    return Image.open(io.BytesIO(photo.drawn[number].content.read()))


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((4000, 2000), [480, 960, 1600]),
        ((1600, 800), [480, 960, 1600]),
        ((700, 500), [480, 700]),
        ((300, 200), [300]),
        ((1000, 2000), [480, 800]),
    ],
)
def test_a_photo_is_drawn_at_widths_that_never_exceed_its_own(size, widths):
    photo = checked(picture(size))
    assert [one.width for one in photo.drawn] == widths


def test_it_keeps_its_shape():
    photo = checked(picture((2000, 1000)))
    shapes = [(one.width, one.height) for one in photo.drawn]
    assert (photo.width, photo.height, shapes[0]) == (1600, 800, (480, 240))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_whatever_came_in_webp_goes_out(kind):
    assert opened(checked(picture(kind=kind))).format == "WEBP"


def test_where_it_was_taken_is_not_kept():
    exif = Image.Exif()
    exif[0x010F] = "Camera of María"
    exif.get_ifd(0x8825)[1] = "S"
    photo = checked(picture(exif=exif.tobytes()))
    found = [opened(photo, number) for number in range(len(photo.drawn))]
    kept = [name for one in found for name in ("exif", "xmp", "icc_profile") if name in one.info]
    raw = b"".join(one.content.open().read() for one in photo.drawn)
    assert (kept, b"Mar" in raw) == ([], False)


def test_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = checked(picture((800, 400), exif=exif.tobytes()))
    assert (photo.width, photo.height) == (400, 800)


def test_colours_of_a_profile_are_kept_without_it():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = opened(checked(picture(icc_profile=profile)))
    assert ("icc_profile" in image.info, image.convert("RGB").getpixel((5, 5))[2] > 100) == (
        False,
        True,
    )


def test_a_profile_that_cannot_be_read_is_left_out():
    assert checked(picture(icc_profile=b"nonsense")).width == 1600


def test_what_shines_through_becomes_paper():
    data = picture(kind="PNG", mode="RGBA", colour=(255, 0, 0, 0))
    assert min(opened(checked(data)).convert("RGB").getpixel((3, 3))) > 250


@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "JPEG"), ("L", "PNG"), ("P", "PNG")])
def test_other_ways_of_colouring_are_understood(mode, kind):
    assert opened(checked(picture(mode=mode, kind=kind, colour=0))).mode == "RGB"


def test_a_restless_photo_stays_light():
    size = (1600, 1200)
    noise = random.Random(1).randbytes(size[0] * size[1] * 3)
    soft = Image.frombytes("RGB", size, noise).resize((800, 600)).resize(size)
    out = io.BytesIO()
    soft.save(out, "JPEG", quality=90)
    photo = checked(out.getvalue())
    weights = [one.content.size <= 2 * HEAVIEST[one.width] for one in photo.drawn]
    assert (weights, [one.width for one in photo.drawn]) == ([True] * 3, list(WIDTHS))


def test_four_photos_on_a_phone_stay_under_a_quarter_of_a_megabyte():
    """One across the page and three beside each other, with the page itself."""
    page = 20_000
    assert HEAVIEST[960] + 3 * HEAVIEST[480] + page <= 250_000


REFUSED = "“{}” is not a photo (JPEG, PNG or WebP)."


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("page.jpg", b"<html><script>alert(1)</script></html>", REFUSED.format("page.jpg")),
        (
            "drawing.png",
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            REFUSED.format("drawing.png"),
        ),
        ("minutes.jpg", b"%PDF-1.7\n", REFUSED.format("minutes.jpg")),
        ("moving.gif", b"GIF89a" + b"\x00" * 40, REFUSED.format("moving.gif")),
        ("empty.jpg", b"", "“empty.jpg” is empty."),
        ("a\u202egpj.exe", b"MZ\x90\x00", REFUSED.format("agpj.exe")),
        (
            "huge.png",
            picture((10_000, 10_000), "PNG", "1", 0),
            "“huge.png” is too large a picture: save it at a smaller size.",
        ),
        (
            "cut.jpg",
            picture()[:400],
            "“cut.jpg” cannot be opened: it is damaged. Save it again and choose it again.",
        ),
    ],
)
def test_what_is_no_photo_is_named_and_refused(name, data, says):
    with pytest.raises(ValidationError) as refusal:
        checked(data, name)
    assert refusal.value.messages == [says]


def test_a_long_chinese_name_is_fine():
    assert checked(picture((30, 20)), "照" * 90 + ".jpg").width == 30


def test_a_photo_of_more_than_ten_megabytes_is_refused(settings):
    settings.EVIDENCE_MAX_BYTES = 1_000
    with pytest.raises(ValidationError, match="is larger than 10 MB"):
        checked(picture())

"""Uploaded photos: drawn anew at a few widths, light enough for a phone far from a city."""

import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

from stedenband.files import IMAGES, SUFFIXES, checked_name, kind_of, upright_image

WIDTHS = (480, 960, 1600)
QUALITIES = (74, 64, 54, 44, 34)
# What a picture of each width may weigh; a restless one is drawn less sharp until it fits.
HEAVIEST = {480: 32_000, 960: 85_000, 1600: 220_000}
PHOTO_ACCEPT = ",".join([*(SUFFIXES[kind] for kind in IMAGES), ".jpeg"])
PAPER = "white"

NO_PHOTO = _("“%(name)s” is not a photo (JPEG, PNG or WebP).")


@dataclass(frozen=True)
class Drawn:
    """A photo at one width, as WebP without anything the camera wrote into it."""

    width: int
    height: int
    content: "ContentFile[bytes]"


@dataclass(frozen=True)
class CheckedPhoto:
    """What may be stored of a photo, the narrowest first."""

    drawn: tuple[Drawn, ...]

    @property
    def width(self) -> int:
        return self.drawn[-1].width

    @property
    def height(self) -> int:
        return self.drawn[-1].height


def check_photo(upload: "UploadedFile[bytes]") -> CheckedPhoto:
    """Look into an uploaded photo and draw it; what is none is refused, with its name."""
    name = checked_name(upload)
    kind = kind_of(upload)
    if kind not in IMAGES:
        raise ValidationError(NO_PHOTO, params={"name": name})
    with upright_image(upload, kind, name) as image:
        return draw(on_paper(image))


def on_paper(image: Image.Image) -> Image.Image:
    """The picture in plain colours: no transparency, no colour profile, no notes."""
    if "A" in image.getbands() or "transparency" in image.info:
        layer = image.convert("RGBA")
        plain = Image.new("RGB", layer.size, PAPER)
        plain.paste(layer, mask=layer)
        return plain
    plain = in_usual_colours(image)
    plain.info = {}
    return plain


def in_usual_colours(image: Image.Image) -> Image.Image:
    """In sRGB: a phone's wider colours would look dull without their profile."""
    if profile := image.info.get("icc_profile"):
        try:
            found = ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            found = None
        if found is not None:
            return found
    return image.convert("RGB")


def draw(image: Image.Image) -> CheckedPhoto:
    """At each width, never wider than the photo itself."""
    widths = sorted({min(width, image.width) for width in WIDTHS})
    return CheckedPhoto(tuple(drawn_at(image, width) for width in widths))


def drawn_at(image: Image.Image, width: int) -> Drawn:
    height = max(1, round(image.height * width / image.width))
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    heaviest = next(HEAVIEST[step] for step in WIDTHS if width <= step)
    for quality in QUALITIES:
        out = io.BytesIO()
        small.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= heaviest:
            break
    return Drawn(width, height, ContentFile(out.getvalue()))

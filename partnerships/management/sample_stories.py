"""The sample's stories and document; their pictures are drawn here: shapes, and nobody on them."""

import io
from collections.abc import Callable
from datetime import timedelta
from math import sin
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from partnerships import actions
from partnerships.management.documented import read
from partnerships.models import Decision, Photo, Story, Twinning
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.files import CheckedFile, check_upload
from stedenband.photos import CheckedPhoto, check_photo

Person = Callable[[str, str], User]
A_MONTH = timedelta(days=30)
SIZE = (1200, 800)
# The design's colours: paper, ink, and those of both sides.
PAPER, INK, FLEMISH, PARTNER, JOINT = "#f4f2ec", "#1d2b2f", "#1c5d86", "#9c4221", "#4a3b78"
GREEN, WASH = "#2f6b3a", "#e8f0f5"
WORDS = ("language", "title", "lead", "text", "read_aloud")


def play_stories(person: Person) -> None:
    """Tell the sample's stories, each as far as it came, and add its document.

    `person` finds the account of a post at an organisation.
    """
    data = read("stories.json")
    for row in data["sample"]:
        with clock.at(clock.now() - row["months_ago"] * A_MONTH):
            play_story(row, person)
    for row in data["documents"]:
        play_document(row, person)


def play_story(row: dict[str, Any], person: Person) -> None:
    twinning = Twinning.objects.get(slug=row["twinning"])
    slug = twinning.organisation_of(row["side"]).slug
    editor = person("editor", slug)
    story = write(row, twinning, editor)
    if row["until"] != "draft":
        actions.submit_story(story=story, by=editor)
    if row["until"] in ("approved", "published"):
        reviewer = person("coordinator", "vvsg")
        actions.review_story(story=story, by=reviewer, decision=Decision.APPROVED)
    if row["until"] == "published":
        actions.publish_story(story=story, by=person("signatory", slug))


def write(row: dict[str, Any], twinning: Twinning, by: User) -> Story:
    words = {name: row[name] for name in WORDS}
    story = actions.add_story(twinning=twinning, side=row["side"], by=by, is_sample=True, **words)
    if photo := row.get("photo"):
        actions.add_photo(
            about=story,
            by=by,
            picture=drawing(photo["drawing"]),
            alt=photo["alt"],
            caption=photo["caption"],
            consent=Photo.Consent.NO_PEOPLE,
            taken_on=clock.today(),
        )
    return story


def play_document(row: dict[str, Any], person: Person) -> None:
    twinning = Twinning.objects.get(slug=row["twinning"])
    by = person("editor", twinning.organisation_of(row["side"]).slug)
    first, second = map(sheet, row["pages"])
    document = actions.add_document(
        twinning=twinning,
        side=row["side"],
        by=by,
        upload=first,
        valid_until=clock.today() + timedelta(days=row["days_valid"]),
        is_sample=True,
        **{name: row[name] for name in ("title", "kind", "language", "visibility")},
    )
    actions.replace_document(document=document, by=by, upload=second, note=row["note"])


def sheet(words: str) -> CheckedFile:
    """A PDF of one page that says these words."""
    page = Image.new("RGB", (595, 842), "white")
    ImageDraw.Draw(page).multiline_text((60, 80), words, fill=INK, font_size=24, spacing=14)
    out = io.BytesIO()
    page.save(out, "PDF")
    return check_upload(SimpleUploadedFile("convenio.pdf", out.getvalue()))


def drawing(name: str) -> CheckedPhoto:
    image = Image.new("RGB", SIZE, PAPER)
    {"rows": draw_rows, "waves": draw_waves}[name](ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return check_photo(SimpleUploadedFile(f"{name}.png", out.getvalue()))


def draw_rows(pen: ImageDraw.ImageDraw) -> None:
    """Strips of earth with plants on them, from above."""
    width, height = SIZE
    for number, top in enumerate(range(40, height, 160)):
        pen.rounded_rectangle((60, top, width - 60, top + 110), 55, fill=PARTNER)
        for left in range(110 + 45 * (number % 2), width - 120, 95):
            pen.ellipse((left, top + 28, left + 54, top + 82), fill=GREEN)
    pen.ellipse((width - 330, 60, width - 130, 260), fill="#c98a1b")


def draw_waves(pen: ImageDraw.ImageDraw) -> None:
    """Three roofs above water."""
    width, height = SIZE
    pen.rectangle((0, 0, width, 420), fill=WASH)
    for left, colour in ((120, PARTNER), (460, JOINT), (800, INK)):
        pen.polygon(((left, 330), (left + 140, 140), (left + 280, 330)), fill=colour)
        pen.rectangle((left + 30, 330, left + 250, 420), fill=PAPER)
    for number, level in enumerate(range(450, height, 70)):
        crest = [(x, level + 18 * sin(x / 70 + number)) for x in range(0, width + 1, 10)]
        pen.line(crest, fill=FLEMISH, width=26 - 3 * number, joint="curve")

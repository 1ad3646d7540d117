"""The sample's stories, each with a picture that is drawn here: shapes, and nobody on them."""

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
from stedenband.photos import CheckedPhoto, check_photo

Person = Callable[[str, str], User]
A_MONTH = timedelta(days=30)
SIZE = (1200, 800)
# The design's colours: paper, ink, and those of both sides.
PAPER, INK, FLEMISH, PARTNER, JOINT = "#f4f2ec", "#1d2b2f", "#1c5d86", "#9c4221", "#4a3b78"
GREEN, WASH = "#2f6b3a", "#e8f0f5"
WORDS = ("language", "title", "lead", "text", "read_aloud")


def play_stories(person: Person) -> None:
    """Write, hand in, approve and publish the sample's stories, each by its own side.

    `person` finds the account of a post at an organisation.
    """
    for row in read("stories.json")["sample"]:
        twinning = Twinning.objects.get(slug=row["twinning"])
        slug = twinning.organisation_of(row["side"]).slug
        with clock.at(clock.now() - row["months_ago"] * A_MONTH):
            story = write(row, twinning, person("editor", slug))
            actions.submit_story(story=story, by=person("editor", slug))
            reviewer = person("coordinator", "vvsg")
            actions.review_story(story=story, by=reviewer, decision=Decision.APPROVED)
            actions.publish_story(story=story, by=person("signatory", slug))


def write(row: dict[str, Any], twinning: Twinning, by: User) -> Story:
    words = {name: row[name] for name in WORDS}
    story = actions.add_story(twinning=twinning, side=row["side"], by=by, is_sample=True, **words)
    actions.add_photo(
        story=story,
        by=by,
        picture=drawing(row["photo"]["drawing"]),
        alt=row["photo"]["alt"],
        caption=row["photo"]["caption"],
        consent=Photo.Consent.NO_PEOPLE,
        taken_on=clock.today(),
    )
    return story


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

"""Who gets which open data: everybody the same, whoever is signed in; nobody writes."""

from typing import Any

from partnerships.opendata.collections import COLLECTIONS

ALWAYS = [
    "robots",
    "sitemap-index",
    "sitemap-section",
    "register-geojson",
    "register-csv",
    "api-index",
    "api-description",
    *(f"{one.name}-list" for one in COLLECTIONS),
]
# What the things of tests.pages.furnished answer before and after both sides have published.
PUBLIC_FROM_THE_START = ["twinnings", "organisations", "programmes", "lessons", "stories"]
PUBLIC_WITH_THE_PAGE = ["pages", "milestones", "reports", "deeds", "indicators"]
NOT_PUBLIC = ["sessions"]  # sides agree to each


def row(name: str, method: str, status: int) -> str:
    return f"open:{name} {method}" + f" {status}" * 13


def one_by_one(names: list[str], status: int) -> list[str]:
    return [row(f"{name}-detail", "GET", status) for name in names]


OPEN_ACCESS = "\n".join(
    [
        *(row(name, "GET", 200) for name in ALWAYS),
        *one_by_one(PUBLIC_FROM_THE_START, 200),
        *one_by_one(PUBLIC_WITH_THE_PAGE + NOT_PUBLIC, 404),
        *(row(name, "POST", 405) for name in ALWAYS),
        *(row(f"{one.name}-detail", "POST", 405) for one in COLLECTIONS),
        "",
    ]
)
OPEN_PUBLISHED = "\n".join([*one_by_one(PUBLIC_WITH_THE_PAGE, 200), ""])


def open_things(world: Any) -> dict[str, Any]:
    """What each of the lists is asked for."""
    found = {
        "twinnings": world.twinning.slug,
        "organisations": world.twinning.partner.slug,
        "programmes": world.programme.slug,
        "pages": world.partner_page,
        "milestones": world.late,
        "reports": world.approved,
        "deeds": world.deed,
        "indicators": world.measurement.indicator,
        "lessons": world.public_lesson,
        "stories": world.public_story,
        "sessions": world.past_session,
    }
    details = {f"open:{name}-detail": about for name, about in found.items()}
    return details | {"open:sitemap-section": "goals"}

"""The admin of the portal's nouns; importing the rooms registers them."""

from partnerships.admin import (  # noqa: F401 - importing registers
    account,
    assessment,
    comment,
    deed,
    document,
    event,
    indicator,
    lesson,
    membership,
    milestone,
    organisation,
    page,
    programme,
    progress,
    source,
    story,
    trajectory,
    translation,
    twinning,
)

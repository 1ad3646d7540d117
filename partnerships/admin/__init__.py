"""The admin of the portal's nouns; importing the rooms registers them."""

from partnerships.admin import (  # noqa: F401 - importing registers
    account,
    assessment,
    comment,
    deed,
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
    trajectory,
    translation,
    twinning,
)

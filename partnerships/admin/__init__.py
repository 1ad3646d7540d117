"""The admin of the portal's nouns; importing the rooms registers them."""

from partnerships.admin import (  # noqa: F401 - importing registers
    account,
    assessment,
    comment,
    deed,
    event,
    indicator,
    membership,
    milestone,
    organisation,
    page,
    programme,
    progress,
    promise,
    session,
    source,
    trajectory,
    twinning,
)

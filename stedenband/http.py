"""What the views need of a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from stedenband.accounts.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who signed in: LoginRequiredMiddleware stands before it."""

    user: User


def permit(allowed: bool) -> None:
    """Go on, or answer 403."""
    if not allowed:
        raise PermissionDenied

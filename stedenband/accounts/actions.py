"""Writes on accounts."""

from django.db import transaction

from stedenband.accounts.models import User


@transaction.atomic
def change_account(*, by: User, name: str, language: str, time_zone: str) -> User:
    """Somebody changes how they are addressed."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.name, user.language, user.time_zone = name, language, time_zone
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "language", "time_zone"])
    return user

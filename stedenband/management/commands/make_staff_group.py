"""The group that staff of VVSG work by: made once, and put right with each new version."""

from typing import Any

from django.core.management.base import BaseCommand

from stedenband.staff import staff_group


class Command(BaseCommand):
    help = "Gives the group of VVSG's staff its rights in the admin; makes it where it is not yet."

    def handle(self, *args: Any, **options: Any) -> None:
        group = staff_group()
        self.stdout.write(f"{group.name}: {group.permissions.count()} rights in the admin")

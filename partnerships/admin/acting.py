"""How the admin writes: through the portal's own actions, in the name of who signed in."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stedenband.accounts.models import User
from stedenband.admin import ModelAdmin, ModelForm
from stedenband.versions import StaleVersion

Row = TypeVar("Row", bound=models.Model)


def by(request: HttpRequest) -> User:
    """Who acts; the admin lets in nobody who has not signed in."""
    user: User = request.user  # type: ignore[assignment]
    return user


class RefusedForm(ModelForm):
    """A form that an action refused: it comes back with what was typed, and the reason."""

    refusal: ValidationError

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.add_error(None, self.refusal)
        return cleaned


class ActingAdmin(ModelAdmin):
    """Its writes are actions. What one refuses after all is told, and nothing is saved then."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        reasons = getattr(request, "refused", None)
        if reasons is None:
            return form
        refusal = {"refusal": ValidationError(reasons)}
        return type(form.__name__, (RefusedForm, form), refusal)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A refusal undid everything; the same form is then shown again, with the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            request.refused = refusal.messages  # type: ignore[attr-defined]
        except StaleVersion:
            request.refused = [stale()]  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def do_each(
        self,
        request: HttpRequest,
        rows: Iterable[Row],
        deed: Callable[[Row], Any],
        done: Callable[[int], str],
    ) -> None:
        """Do a deed to each row; what is refused for one does not stop the others."""
        count = 0
        for row in rows:
            try:
                deed(row)
            except ValidationError as refusal:
                reason = " ".join(refusal.messages)
                self.message_user(request, f"{row}: {reason}", messages.ERROR)
            else:
                count += 1
        if count:
            self.message_user(request, done(count), messages.SUCCESS)


def stale() -> str:
    return _("Somebody else saved this meanwhile: look at it again before you change it.")


def become(row: models.Model, made: models.Model) -> None:
    """The admin's own copy of a row becomes what the action saved."""
    vars(row).update(vars(made))


def save_rows(
    formset: Any, add: Callable[[Any], models.Model], change: Callable[[Any], models.Model] | None
) -> None:
    """Save an inline by actions, each given the form of a row; nothing is deleted."""
    formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
    for form in formset.initial_forms if change else []:
        if form.has_changed() and change:
            become(form.instance, change(form))
            formset.changed_objects.append((form.instance, form.changed_data))
    for form in formset.extra_forms:
        if form.has_changed():
            become(form.instance, add(form))
            formset.new_objects.append(form.instance)

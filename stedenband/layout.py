"""What stands in every form of the portal: whose it is, and what was being written in it."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.safestring import SafeString

from stedenband.kept import Place, Seal, kept_text

PRIVATE = (forms.EmailField, forms.FileField)


def is_typed(field: forms.Field) -> bool:
    """Whether a field holds words, not a choice, a day or a number."""
    if field.widget.is_hidden or isinstance(field, forms.UUIDField | forms.URLField):
        return False
    return isinstance(field, forms.CharField)


class Kept:
    """Above the fields: the signature of the page, and what was being written here before."""

    def render(self, form: Any, context: Any, *_given: Any, **_options: Any) -> SafeString | str:
        request = context.get("request")
        if request is None or not request.user.is_authenticated or request.resolver_match is None:
            return ""
        return render_to_string("components/kept.html", self.told(form, request))

    def told(self, form: Any, request: Any) -> dict[str, Any]:
        address = form.own_page or address_of(request)
        match = resolve(form.own_page) if form.own_page else request.resolver_match
        place = Place.of(match, {} if form.own_page else request.GET)
        user_id = request.user.pk
        is_open = not form.has_typed and form.is_kept
        return {
            "seal": str(Seal(user_id, place, address, form.left_out)),
            "form": form,
            "place": place,
            "show": f"{address}{'&' if '?' in address else '?'}kept=show",
            "row": kept_text(user_id, place) if is_open or form.is_restored else None,
            "version": form["version"].value() if "version" in form.fields else "",
        }


class KeptState:
    """Below the fields: what a script says about what it keeps."""

    def render(self, form: Any, context: Any, *_given: Any, **_options: Any) -> SafeString | str:
        return render_to_string("components/kept_state.html", {"form": form})


def address_of(request: Any) -> str:
    """The address of a page, without the wish to see what is kept for it."""
    query = request.GET.copy()
    query.pop("kept", None)
    return f"{request.path}?{query.urlencode()}" if query else str(request.path)

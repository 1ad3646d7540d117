"""A form is carried out once: a double click or a resent page gets the first answer again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from stedenband.kept import Place, Restored, as_uuid, forget, kept_text
from stedenband.models import HandledForm
from stedenband.uploads import arrived

Rest = ParamSpec("Rest")
HANDLED = "X-Handled"  # tells a script that nothing was done now: it may have sent other words

View = Callable[Concatenate[Any, Rest], HttpResponse]


def deed(view: View[Rest]) -> View[Rest]:
    """A view with a form: GET and POST, and a form that was handled answers as it did before."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: Any, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if request.method != "POST":
            lay_in(request)
            return view(request, *args, **kwargs)
        response = carry_out_once(request, lambda: view(request, *args, **kwargs))
        if isinstance(response, HttpResponseRedirect) and (place := place_of(request)):
            forget(request.user.pk, place, as_uuid(request.POST.get("once", "")))
        return response

    return cast("View[Rest]", answer)


def carry_out_once(request: Any, view: Callable[[], HttpResponse]) -> HttpResponse:
    token = as_uuid(request.POST.get("once", ""))
    if token is None:
        return view()
    if handled := HandledForm.objects.filter(token=token, user_id=request.user.pk).first():
        return HttpResponseRedirect(handled.location or request.path, headers={HANDLED: "1"})
    uploads = arrived(request)
    response = view()
    if isinstance(response, HttpResponseRedirect):
        HandledForm.objects.filter(token=token).update(location=response.url[:500])
        for upload in uploads:
            upload.delete()
    return response


def place_of(request: Any) -> Place | None:
    """Which form this is; None where nobody signed in, or no address led here."""
    match = request.resolver_match
    return Place.of(match, request.GET) if match and request.user.is_authenticated else None


def lay_in(request: Any) -> None:
    """What is kept of this form for whoever opens it and asks for it."""
    place = place_of(request) if request.GET.get("kept") else None
    if place and not request.POST and (row := kept_text(request.user.pk, place)):
        request.POST = Restored(row.fields)

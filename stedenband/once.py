"""A form is carried out once: a double click or a resent page gets the first answer again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from stedenband.models import HandledForm

Rest = ParamSpec("Rest")


View = Callable[Concatenate[Any, Rest], HttpResponse]


def deed(view: View[Rest]) -> View[Rest]:
    """A view with a form: GET and POST, and a form that was handled answers as it did before."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: Any, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        token = as_uuid(request.POST.get("once", ""))
        if token is None:
            return view(request, *args, **kwargs)
        if handled := HandledForm.objects.filter(token=token, user_id=request.user.pk).first():
            return HttpResponseRedirect(handled.location or request.path)
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseRedirect):
            HandledForm.objects.filter(token=token).update(location=response.url[:500])
        return response

    return cast("View[Rest]", answer)


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

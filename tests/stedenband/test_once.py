"""A form is carried out once: a double click or a resent page gets the first answer again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect  # noqa: TID251 - a test plays the browser
from django.test import RequestFactory

from partnerships.models import Source
from stedenband.forms import PageForm
from stedenband.models import HandledForm
from stedenband.once import as_uuid, deed
from tests.factories import UserFactory


class TitleForm(PageForm):
    layout = Layout("title")
    title = forms.CharField(max_length=100)


def keep(*, by, title):
    """A deed that can be counted."""
    return Source.objects.create(key=uuid4().hex[:20], title=title, url="https://example.org")


def refuse(*, by, title):
    keep(by=by, title=title)
    raise ValidationError({"title": "No room."})


def filled(token=None, title="A decree"):
    return TitleForm({"once": str(token or ""), "title": title})


# --- The form -------------------------------------------------------------------------------------


def test_the_same_form_twice_is_done_once_and_says_so_twice(nobody):
    token = uuid4()
    said = [filled(token).perform(keep, by=nobody) for _ in range(2)]
    assert (said, Source.objects.count()) == ([True, True], 1)


def test_two_forms_are_two_deeds(nobody):
    for token in (uuid4(), uuid4()):
        filled(token).perform(keep, by=nobody)
    assert Source.objects.count() == 2


def test_each_form_has_a_token_of_its_own():
    tokens = {str(TitleForm()["once"].value()) for _ in range(3)}
    assert len(tokens) == 3


def test_a_form_without_a_token_is_done_each_time(nobody):
    for _ in range(2):
        filled().perform(keep, by=nobody)
    assert Source.objects.count() == 2


def test_a_form_that_was_refused_can_be_sent_again(nobody):
    token = uuid4()
    said = [filled(token).perform(action, by=nobody) for action in (refuse, keep)]
    assert (said, Source.objects.count()) == ([False, True], 1)


def test_a_refusal_stands_on_its_field_and_saves_nothing(nobody):
    form = filled(uuid4())
    form.perform(refuse, by=nobody)
    found = (form.errors, Source.objects.count(), HandledForm.objects.count())
    assert found == ({"title": ["No room."]}, 0, 0)


def test_a_form_that_is_not_valid_is_not_done(nobody):
    form = filled(uuid4(), title="")
    said = form.perform(keep, by=nobody)
    assert (said, Source.objects.count(), HandledForm.objects.count()) == (False, 0, 0)


def test_a_token_that_is_none_is_refused(nobody):
    form = filled("not-a-token")
    assert (form.perform(keep, by=nobody), Source.objects.count()) == (False, 0)


@pytest.mark.parametrize("title", ["NUL\x00", "turned\u202eback", "x" * 101, "x" * 100_000])
def test_bad_text_is_answered_on_its_field(nobody, title):
    form = filled(uuid4(), title=title)
    said = form.perform(keep, by=nobody)
    assert (said, list(form.errors), Source.objects.count()) == (False, ["title"], 0)


def test_two_at_the_same_moment_are_done_once(transactional_db):
    user = UserFactory()
    token, start = uuid4(), Barrier(2)

    def send(_click):
        form = filled(token)
        start.wait()
        said = form.perform(keep, by=user)
        connection.close()
        return said

    with ThreadPoolExecutor(2) as clicks:
        said = list(clicks.map(send, range(2)))
    assert (said, Source.objects.count()) == ([True, True], 1)


# --- The page -------------------------------------------------------------------------------------


@deed
def page(request):
    form = TitleForm(request.POST or None)
    if form.perform(keep, by=request.user):
        return HttpResponseRedirect("/en/kept/")
    return HttpResponse("the form")


def post(user, token, path="/en/write/", title="A decree"):
    request = RequestFactory().post(path, {"once": str(token), "title": title})
    request.user = user
    return page(request)


def test_a_double_click_leads_where_the_first_did(nobody):
    token = uuid4()
    answers = [post(nobody, token) for _ in range(2)]
    assert ([one.url for one in answers], Source.objects.count()) == (["/en/kept/"] * 2, 1)


def test_somebody_elses_token_does_not_lead_there(nobody, editor):
    token = uuid4()
    HandledForm.objects.create(token=token, user=editor, location="/en/private/")
    assert post(nobody, token).url == "/en/kept/"


def test_a_form_that_came_back_can_be_sent_again(nobody):
    token = uuid4()
    answers = [post(nobody, token, title=title).status_code for title in ("", "A decree")]
    assert (answers, Source.objects.count()) == ([200, 302], 1)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_page_with_a_form_takes_get_and_post_alone(method):
    request = getattr(RequestFactory(), method)("/en/write/")
    request.user = AnonymousUser()
    assert page(request).status_code == 405


def test_reading_the_page_does_nothing(nobody):
    request = RequestFactory().get("/en/write/")
    request.user = nobody
    assert (page(request).content, Source.objects.count()) == (b"the form", 0)


@pytest.mark.parametrize("text", ["", "x", "1234", "'; drop", "\x00"])
def test_what_is_no_token_is_none(text):
    assert as_uuid(text) is None

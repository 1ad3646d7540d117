"""What is being typed is kept for who types it, until it is sent, thrown away or too old."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.http import QueryDict  # noqa: TID251 - a test plays the browser
from django.test import Client
from django.urls import reverse
from django.utils import translation

from partnerships import actions
from partnerships.models import Comment
from stedenband import clock
from stedenband.kept import LONGEST, MOST, Place, Seal, keep, kept_text
from stedenband.models import HandledForm, KeptText
from tests.factories import reload
from tests.forms import OWN_WORDS, WITH_WORDS, form_of
from tests.kept import kept_by
from tests.pages import everything, text_of, upload, url, visit, words_of
from tests.security.figures import tally

SEAL = re.compile(r'name="seal" value="([^"]+)"')
HERE = Place("partnerships:page-edit", "1")


PRESENT = ("signatory",)


@pytest.fixture
def user_of(request):
    return lambda form: request.getfixturevalue(form.role)


def save_address():
    with translation.override("en"):
        return reverse("kept-save")


def seal_in(response):
    return SEAL.search(response.content.decode()).group(1)


def seal_of(user, **given):
    return Seal(user.pk, HERE, "/en/pages/1/edit/", **given)


def typed(**fields):
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


# --- Every form of the portal: the session ended, the page is too old ----------------------------


@pytest.mark.parametrize("name", WITH_WORDS)
def test_who_must_sign_in_again_finds_every_word_and_sends_it_once(name, world, user_of, nobody):
    form, before = form_of(name, world), everything()
    user, once = user_of(form), {"once": str(uuid4())}
    seal = seal_in(visit(user).get(form.where))
    sent = visit(None).post(form.where, form.filled(seal=seal, password="very-secret", **once))
    there = parse_qs(urlsplit(sent.url).query)["next"][0]
    found = visit(user).get(there)
    somebody_else = visit(nobody).get(there)
    done = visit(user).post(form.where, form.filled(seal=seal_in(found), **once))
    assert (
        sent.status_code,
        once["once"] in text_of(found),
        OWN_WORDS in text_of(found),
        found.context["form"].errors,
        OWN_WORDS in text_of(somebody_else),
        "very-secret" in text_of(found),
        everything() == before,
        done.status_code,
        KeptText.objects.count(),
    ) == (302, True, True, {}, False, False, False, 302, 0)
    tally("F24 session ended", forms=1, texts_back=1)


@pytest.mark.parametrize("name", WITH_WORDS)
def test_a_page_of_another_session_comes_back_with_every_word(name, world, user_of):
    form, before = form_of(name, world), everything()
    browser = visit(user_of(form), enforce_csrf_checks=True)
    seal = seal_in(browser.get(form.where))
    again = browser.post(form.where, form.filled(seal=seal))
    said = "check what you typed and send it once more" in words_of(again)
    named = [one.name for one in again.templates[:1]]
    found = (again.status_code, OWN_WORDS in text_of(again), said, everything() == before)
    assert (found, named == ["403_csrf.html"]) == ((403, True, True, True), False)
    tally("F24 page of another session", forms=1, texts_back=1)


def test_sent_once_more_with_the_new_token_it_is_carried_out(world, editor):
    form = form_of("comment-add", world)
    browser = visit(editor, enforce_csrf_checks=True)
    again = browser.post(form.where, form.filled(seal=seal_in(browser.get(form.where))))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text_of(again)).group(1)
    done = browser.post(form.where, form.filled(csrfmiddlewaretoken=token))
    assert (done.status_code, Comment.objects.get().text) == (302, OWN_WORDS)


def test_what_one_wrote_is_not_sent_in_the_name_of_who_signed_in_meanwhile(world, editor, nobody):
    form = form_of("comment-add", world)
    seal = seal_in(visit(editor).get(form.where))
    refused = visit(nobody, enforce_csrf_checks=True).post(form.where, form.filled(seal=seal))
    theirs = visit(editor).get(f"{form.where}?kept=show")
    found = (refused.status_code, OWN_WORDS in text_of(refused), OWN_WORDS in text_of(theirs))
    assert (found, Comment.objects.count()) == ((403, False, True), 0)


def test_what_was_sent_without_a_session_is_kept_for_a_day(world, editor):
    form = form_of("comment-add", world)
    seal = seal_in(visit(editor).get(form.where))
    visit(None).post(form.where, form.filled(seal=seal))
    row = KeptText.objects.get()
    assert row.until - row.saved_at == timedelta(days=1)


@pytest.mark.parametrize("seal", ["", "forged", "[1,2]:x:y"])
def test_without_a_page_of_ours_nothing_is_kept(world, seal):
    form = form_of("comment-add", world)
    sent = visit(None).post(form.where, form.filled(seal=seal))
    assert (sent.status_code, KeptText.objects.count()) == (302, 0)


ELSEWHERE = [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]


@pytest.mark.parametrize("headers", [*ELSEWHERE, {"Sec-Fetch-Site": "same-site"}])
def test_what_another_site_filled_in_is_not_given_back_to_be_sent(world, headers):
    form = form_of("membership-give", world)
    refused = Client(enforce_csrf_checks=True).post(form.where, form.filled(), headers=headers)
    found = (
        refused.status_code,
        "<textarea" in text_of(refused),
        'name="role"' in text_of(refused),
    )
    assert found == (403, False, False)


@pytest.mark.parametrize(
    "own", [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}]
)
def test_what_our_own_page_sent_is(world, own):
    form = form_of("comment-add", world)
    again = Client(enforce_csrf_checks=True).post(form.where, form.filled(), headers=own)
    assert dict(again.context["kept"])["text"] == OWN_WORDS


# --- Too big -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["progress-write", "document-add", "photo-add"])
def test_files_that_are_too_big_leave_the_text_and_say_the_limit(name, world, user_of, settings):
    form, before = form_of(name, world), everything()
    browser = visit(user_of(form))
    seal = seal_in(browser.get(form.where))
    settings.REQUEST_MAX_BYTES = 2_000_000
    big = upload("big.png", b"x" * 2_100_000)
    again = browser.post(form.where, form.filled(seal=seal, uploads=[big]))
    said = "all files together may be at most 2 MB" in words_of(again)
    found = (again.status_code, said, OWN_WORDS in text_of(again), everything() == before)
    assert found == (413, True, True, True)


def test_too_much_text_is_answered_with_the_limit(world, editor):
    form = form_of("comment-add", world)
    answer = visit(editor).post(form.where, form.filled(text="x" * 2_700_000))
    said = "a form may hold at most 2.6 MB of text" in words_of(answer)
    assert (answer.status_code, said) == (413, True)


# --- While typing --------------------------------------------------------------------------------


def save(browser, user, status=204, **fields):
    seal = fields.pop("seal", None) or str(seal_of(user))
    return browser.post(save_address(), {"seal": seal} | fields).status_code


def test_what_is_typed_is_kept_without_the_tokens_of_the_page(editor):
    token = str(uuid4())
    said = save(visit(editor), editor, once=token, text="Half a", csrfmiddlewaretoken="x")
    row = KeptText.objects.get()
    found = (said, row.user, row.form, row.thing, parse_qs(row.fields))
    expected = {"once": [token], "text": ["Half a"]}
    assert found == (204, editor, HERE.form, HERE.thing, expected)


def test_eight_identical_ones_make_one_row(editor):
    token, browser = str(uuid4()), visit(editor)
    said = [save(browser, editor, once=token, text="Half a") for _ in range(8)]
    assert (said, KeptText.objects.count()) == ([204] * 8, 1)


def test_personal_data_and_passwords_are_never_kept(editor):
    seal = str(seal_of(editor, left_out=("email",)))
    given = {"email": "a@b.example", "new_password": "very-secret", "text": "Half a"}
    save(visit(editor), editor, seal=seal, **given)
    assert parse_qs(KeptText.objects.get().fields) == {"text": ["Half a"]}


def test_the_form_that_asks_for_an_address_says_so_itself(world, coordinator):
    form = form_of("membership-give", world)
    seal = Seal.read(seal_in(visit(coordinator).get(form.where)))
    assert seal.left_out == ("email",)


def test_it_changes_at_most_once_a_second(editor):
    token = str(uuid4())
    with clock.at(clock.now()):
        said = [save(visit(editor), editor, once=token, text=text) for text in ("One", "Two")]
    assert (said, KeptText.objects.get().fields.endswith("text=One")) == ([204, 429], True)


def test_what_is_typed_in_another_window_does_not_replace_it(editor):
    said = [save(visit(editor), editor, once=str(uuid4()), text=text) for text in ("One", "Two")]
    assert (said, KeptText.objects.get().fields.endswith("text=One")) == ([204, 409], True)


def test_what_was_carried_out_is_not_kept_again(editor):
    token = uuid4()
    HandledForm.objects.create(token=token, user=editor)
    assert (save(visit(editor), editor, once=str(token)), KeptText.objects.count()) == (205, 0)


def test_what_is_too_long_is_not_kept(editor):
    said = save(visit(editor), editor, text="x" * LONGEST)
    assert (said, KeptText.objects.count()) == (413, 0)


def test_nobody_keeps_a_text_in_the_name_of_another(editor, nobody):
    said = [save(visit(user), editor, text="Half a") for user in (nobody, None)]
    assert (said, KeptText.objects.count()) == ([403, 401], 0)


def test_of_one_person_the_newest_stay(editor):
    for number in range(MOST + 3):
        seal = Seal(editor.pk, Place("form", str(number)), "/en/")
        keep(seal=seal, data=typed(text="Half a"))
    things = set(KeptText.objects.values_list("thing", flat=True))
    assert things == {str(number) for number in range(3, MOST + 3)}


def test_after_a_week_it_is_gone(editor):
    now = clock.now()
    keep(seal=seal_of(editor), data=typed(text="Half a"))
    with clock.at(now + timedelta(days=6)):
        before = kept_text(editor.pk, HERE) is not None
    with clock.at(now + timedelta(days=8)):
        after = kept_text(editor.pk, HERE)
        keep(seal=Seal(editor.pk, Place("form", "2"), "/en/"), data=typed(text="Other"))
    assert (before, after, KeptText.objects.get().thing) == (True, None, "2")


def report_in(world, language):
    form = form_of("session-report", world)
    form.where += f"?language={language}"
    return form


def test_minutes_in_one_language_leave_what_is_typed_in_another(world, editor):
    spanish, dutch = report_in(world, "es"), report_in(world, "nl")
    kept_in(spanish, editor)
    done = visit(editor).post(dutch.where, dutch.filled())
    shown = [OWN_WORDS in text_of(visit(editor).get(f"{one.where}&kept=show"))
             for one in (spanish, report_in(world, "fr"))]  # fmt: skip
    assert (done.status_code, shown) == (302, [True, False])


def test_minutes_in_ones_own_language_have_one_address(world, editor):
    links = text_of(visit(editor).get(report_in(world, "es").where))
    plain = form_of("session-report", world).where
    assert (f'href="{plain}"' in links, f'href="{plain}?language=nl"' in links) == (True, False)


def test_what_is_sent_leaves_what_is_typed_in_another_window(world, editor):
    form, token = form_of("comment-add", world), str(uuid4())
    kept_in(form, editor, once=token)
    visit(editor).post(form.where, form.filled())
    there = [KeptText.objects.count()]
    visit(editor).post(form.where, form.filled(once=token))
    assert [*there, KeptText.objects.count()] == [1, 0]


def test_the_name_of_a_place_is_never_too_long(world, editor):
    assert kept_in(report_in(world, "x" * 300), editor) == 204


# --- Opened again --------------------------------------------------------------------------------


def kept_in(form, user, **fields):
    """What somebody typed in a form and did not send."""
    seal = seal_in(visit(user).get(form.where))
    sent = form.data | {"once": str(uuid4()), form.words: OWN_WORDS} | fields
    return visit(user).post(save_address(), sent | {"seal": seal}).status_code


def test_the_form_asks_what_happens_to_what_was_being_written(world, editor):
    form = form_of("page-edit", world)
    said = kept_in(form, editor)
    asked = visit(editor).get(form.where)
    links = (f'href="{form.where}?kept=show"', f"/en/kept/{KeptText.objects.get().pk}/discard/")
    found = [link in text_of(asked) for link in links]
    assert (said, found, OWN_WORDS in text_of(asked)) == (204, [True, True], False)


def test_a_comment_is_asked_about_where_it_is_written(world, editor):
    form = form_of("comment-add", world)
    kept_in(form, editor)
    asked = visit(editor).get(url("milestone-detail", world.late.pk))
    assert f'href="{form.where}?kept=show"' in text_of(asked)


def test_nobody_else_is_asked(world, editor, signatory):
    form = form_of("page-edit", world)
    kept_in(form, editor)
    others = visit(signatory).get(f"{form.where}?kept=show")
    assert ("/discard/" in text_of(others), OWN_WORDS in text_of(others)) == (False, False)


def test_laid_back_in_it_is_sent_with_its_own_token_and_gone(world, editor):
    form, token = form_of("page-edit", world), str(uuid4())
    kept_in(form, editor, once=token)
    shown = visit(editor).get(f"{form.where}?kept=show")
    same_token = f'name="once" value="{token}"' in text_of(shown)
    done = visit(editor).post(form.where, form.filled(once=token))
    found = (same_token, done.status_code, reload(world.flemish_page).text)
    assert (found, KeptText.objects.count()) == ((True, 302, OWN_WORDS), 0)


def test_if_somebody_saved_meanwhile_both_texts_are_shown(world, editor, signatory):
    form = form_of("page-edit", world)
    kept_in(form, editor)
    theirs = "What the other one wrote meanwhile."
    actions.change_page(page=world.flemish_page, text=theirs, language="nl", by=signatory)
    shown = text_of(visit(editor).get(f"{form.where}?kept=show"))
    compared = shown.split("Two versions", 1)[1].split("</section>", 1)[0]
    version = f'name="version" value="{reload(world.flemish_page).version}"' in shown
    assert (theirs in compared, OWN_WORDS in compared, version) == (True, True, True)


def test_thrown_away_it_is_gone_after_a_question(editor, nobody):
    row = kept_by(editor)
    with translation.override("en"):
        where = reverse("kept-discard", args=[row.pk])
    asked, refused = visit(editor).get(where), visit(nobody).post(where)
    still = KeptText.objects.count()
    done = visit(editor).post(where)
    found = ("Half a sentence" in text_of(asked), refused.status_code, still)
    assert (found, done.url, KeptText.objects.count()) == ((True, 404, 1), "/en/work/", 0)


# --- Signing out, and what a script is told ------------------------------------------------------


def test_signing_out_clears_what_this_device_kept(editor):
    with translation.override("en"):
        where = reverse("account_logout")
    done = visit(editor).post(where)
    assert done.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_script_is_told_that_it_was_done_before(world, editor):
    form = form_of("comment-add", world)
    sent, browser = form.filled(), visit(editor)
    done = [browser.post(form.where, sent, headers={"X-Typed": "1"}) for _ in range(2)]
    assert ["X-Handled" in one.headers for one in done] == [False, True]


def test_a_script_is_told_where_it_leads(world, editor):
    form = form_of("comment-add", world)
    done = visit(editor).post(form.where, form.filled(), headers={"X-Typed": "1"})
    assert (done.status_code, done.headers["X-Location"]) == (204, world.late.get_absolute_url())

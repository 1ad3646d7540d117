"""Comments: a conversation inside the twinning, in any language."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.models import Comment, Event, Page
from partnerships.talk import SHOWN, talk_of
from stedenband import clock
from tests.pages import url, visit


def say(milestone, by, text="¿Cuándo abre?", language="es"):
    return actions.add_comment(milestone=milestone, by=by, language=language, text=text)


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        ("editor", "Edegem"),
        ("partner_signatory", "San Jerónimo"),
        ("coordinator", "VVSG"),
        ("facilitator", "Cimic"),
    ],
)
def test_somebody_speaks_for_their_organisation(request, milestone, role, organisation):
    comment = say(milestone, request.getfixturevalue(role))
    assert comment.organisation.name == organisation


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en", "kek", "qu"])
def test_a_comment_is_in_any_language(milestone, editor, language):
    assert say(milestone, editor, language=language).language == language


def test_an_unknown_language_is_refused(milestone, editor):
    with pytest.raises(ValidationError) as refusal:
        say(milestone, editor, language="xx")
    assert (list(refusal.value.message_dict), Comment.objects.count()) == (["language"], 0)


@pytest.mark.parametrize("text", ["", "NUL\x00", "turned \u202e around"])
def test_nothing_and_hidden_characters_are_refused(milestone, editor, text):
    with pytest.raises(ValidationError):
        say(milestone, editor, text=text)
    assert (Comment.objects.count(), Event.objects.filter(verb="commented").count()) == (0, 0)


def test_a_conversation_is_in_the_order_in_which_it_was_held(milestone, editor, partner_editor):
    texts = ["One", "Two", "Three"]
    for text, by in zip(texts, (editor, partner_editor, editor), strict=True):
        say(milestone, by, text)
    assert [comment.text for comment in milestone.comments.all()] == texts


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("partner_editor", True),
        ("reader", True),
        ("coordinator", True),
        ("facilitator", True),
        ("stranger", False),
        ("nobody", False),
        ("former", False),
        ("staff", False),
    ],
)
def test_a_conversation_is_read_inside_the_twinning(request, milestone, editor, role, reads):
    say(milestone, editor)
    user = request.getfixturevalue(role)
    assert Comment.objects.visible_to(user).exists() is reads


def test_a_conversation_is_never_public(milestone, editor):
    say(milestone, editor)
    Page.objects.update(published_at=clock.now())
    assert not Comment.objects.visible_to(AnonymousUser()).exists()


# --- A long conversation --------------------------------------------------------------------------


@pytest.fixture
def long_talk(milestone, editor):
    """One more than fits on two pages of it."""
    for number in range(2 * SHOWN + 1):
        say(milestone, editor, f"Word {number}")
    return milestone


@pytest.mark.parametrize(
    ("asked", "first", "last", "earlier", "later"),
    [
        (None, SHOWN + 1, 2 * SHOWN, "?talk=2#talk", ""),
        ("2", 1, SHOWN, "?talk=3#talk", "?talk=1#talk"),
        ("3", 0, 0, "", "?talk=2#talk"),
        ("4", SHOWN + 1, 2 * SHOWN, "?talk=2#talk", ""),
        ("x", SHOWN + 1, 2 * SHOWN, "?talk=2#talk", ""),
    ],
)
def test_the_last_that_was_said_stands_first(long_talk, asked, first, last, earlier, later):
    talk = talk_of(long_talk.comments.all(), asked)
    words = [one.thing.text for one in talk.said]
    found = (words[0], words[-1], talk.earlier, talk.later)
    assert found == (f"Word {first}", f"Word {last}", earlier, later)


def test_the_page_of_a_milestone_leads_to_what_was_said_before(long_talk, editor):
    address, browser = url("milestone-detail", long_talk.pk), visit(editor)
    now, before = (browser.get(address + asked).content.decode() for asked in ("", "?talk=3"))
    assert ('href="?talk=2#talk"' in now, "Word 0<" in now) == (True, False)
    assert ('href="?talk=2#talk"' in before, "Word 0<" in before) == (True, True)

"""Texts in several languages, text made comparable, and text without tricks."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import Milestone
from stedenband.texts import LocalText, columns, fold, interface_language, validate_plain

KOK = ["Nimlaha'kok", "Nimlaha’kok", "nimlahaʼkok", "NIMLAHAKOK", "Nimlahákok", " nimlaha‘kok "]


@pytest.mark.parametrize("spelling", KOK)
def test_spellings_of_a_name_fold_alike(spelling):
    assert fold(spelling) == "nimlahakok"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("San Jerónimo", "san jeronimo"),
        ("Ñuñoa", "nunoa"),
        ("Straße", "strasse"),
        ("ﬁnca", "finca"),
        ("two\n lines\tand  more", "two lines and more"),
        ("", ""),
    ],
)
def test_folding_drops_case_accents_and_gaps(text, folded):
    assert fold(text) == folded


@given(text=st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def read(language, **titles):
    with translation.override(language):
        title = Milestone(**{f"title_{code}": text for code, text in titles.items()}).title
    return str(title), title.lang


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
def test_a_text_is_read_in_the_readers_language(language):
    titles = {"nl": "Markt", "es": "Mercado", "fr": "Marché", "en": "Market"}
    assert read(language, **titles) == (titles[language], language)


@pytest.mark.parametrize(
    ("language", "titles", "found"),
    [
        ("fr", {"nl": "Markt", "es": "Mercado"}, ("Markt", "nl")),
        ("fr", {"es": "Mercado", "en": "Market"}, ("Mercado", "es")),
        ("nl", {"fr": "Marché", "en": "Market"}, ("Market", "en")),
        ("nl", {"fr": "Marché"}, ("Marché", "fr")),
        ("es", {}, ("", "es")),
    ],
)
def test_a_missing_text_is_read_in_another_language_and_says_so(language, titles, found):
    assert read(language, **titles) == found


@pytest.mark.parametrize(
    ("active", "language"), [("nl", "nl"), ("es-pe", "es"), ("de", "nl"), ("pt-br", "nl")]
)
def test_the_interface_has_four_languages(active, language):
    with translation.override(active):
        assert interface_language() == language


def test_without_any_language_the_interface_is_dutch():
    with translation.override(None):
        assert interface_language() == "nl"


def test_a_text_knows_its_language_and_is_a_text():
    text = LocalText("Mercado", "es")
    assert (text, text.lang, text + "!") == ("Mercado", "es", "Mercado!")


def test_a_translated_text_has_four_columns():
    assert columns("title") == ["title_nl", "title_es", "title_fr", "title_en"]


@pytest.mark.parametrize(
    "text",
    [
        "NUL\x00",
        "bell\x07",
        "what no XML holds\uffff",
        "escape\x1b[31m",
        "delete\x7f",
        "turned\u202eback",
        "isolated\u2066",
        "\u200e".join(["a", "\u202a"]),
    ],
)
def test_hidden_characters_are_refused(text):
    with pytest.raises(ValidationError) as refusal:
        validate_plain(text)
    message = "This text has invisible control characters: type it again."
    assert refusal.value.messages == [message]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Two\nlines\r\nand a\ttab",
        "Q'eqchi' – “sí” … €",
        "Ñandú çà et là",
        "图书馆",
        "مرحبا",
        "👩\u200d🌾",
    ],
)
def test_what_people_write_is_taken(text):
    assert validate_plain(text) is None


def test_a_page_names_a_written_language_in_its_own():
    page = Template("{% load i18n %}{{ code|written_language }}")
    with translation.override("es"):
        assert page.render(Context({"code": "nl"})) == "neerlandés"

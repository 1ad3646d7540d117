"""The vocabulary: complete, idempotent, sorted as people count, readable in its colours."""

import csv
import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import translation

from sdg.models import Goal, Target, parse_code, position
from sdg.vocabulary import DATA, load_vocabulary

STYLESHEET = settings.BASE_DIR / "static" / "css" / "stedenband.css"
INKS = {"white": ("#fff", "#ffffff", "white"), "black": ("#000", "#000000", "black")}


def goal_rows():
    with (DATA / "goals.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour, ink):
    light, dark = sorted([luminance(colour), luminance(ink)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def styles():
    """Number, colour and ink of every `.sdg-<n>` rule of the stylesheet."""
    rule = r"\.sdg-(\d+)\s*\{[^}]*--sdg:\s*([^;}\s]+)[^}]*--sdg-ink:\s*([^;}\s]+)[^}]*\}"
    found = re.findall(rule, STYLESHEET.read_text(encoding="utf-8"))
    return {int(number): (colour.upper(), ink.lower()) for number, colour, ink in found}


def test_there_are_17_goals_and_169_targets(db):
    assert (Goal.objects.count(), Target.objects.count()) == (17, 169)


def test_loading_twice_changes_nothing(db):
    before = list(Target.objects.values()), list(Goal.objects.values())
    load_vocabulary()
    assert (list(Target.objects.values()), list(Goal.objects.values())) == before


def test_loading_restores_what_somebody_changed(db):
    Goal.objects.filter(number=4).update(name_nl="Iets anders")
    load_vocabulary()
    assert Goal.objects.get(number=4).name_nl == goal_rows()[3]["nl"]


def test_the_command_says_what_it_loaded(db, capsys):
    call_command("load_sdg")
    assert re.findall(r"\d+", capsys.readouterr().out) == ["17", "169"]


def test_codes_sort_as_people_count(db):
    codes = list(Target.objects.filter(goal=8).values_list("code", flat=True))
    assert codes[-4:] == ["8.9", "8.10", "8.a", "8.b"]


def test_goals_come_before_each_other_whatever_their_targets(db):
    codes = ["10.1", "9.c", "8.a", "8.10", "8.9"]
    assert sorted(codes, key=position) == ["8.9", "8.10", "8.a", "9.c", "10.1"]


@pytest.mark.parametrize("typed", ["4.a", "4.A", "4-a", "4-A", " 4.a ", "4 a", "4a", "04.a"])
def test_a_letter_target_is_understood_however_it_is_typed(typed):
    assert parse_code(typed) == "4.a"


@pytest.mark.parametrize(("typed", "code"), [("11.6", "11.6"), ("11-6", "11.6"), ("8.10", "8.10")])
def test_a_number_target_is_understood(typed, code):
    assert parse_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "abc", "4.", ".a", "4.aa", "4..a", "444.1", "4.a; drop", "é"]
)
def test_nonsense_is_refused_with_the_text_that_was_typed(typed):
    with pytest.raises(ValidationError) as refusal:
        parse_code(typed)
    assert refusal.value.messages == [f"“{typed}” is no target: write it like 11.6 or 4.a."]


@pytest.mark.parametrize("typed", ["13", "12", "11"])
def test_the_number_of_a_goal_alone_is_no_target(typed):
    with pytest.raises(ValidationError) as refusal:
        parse_code(typed)
    assert refusal.value.messages == [f"“{typed}” is no target: write it like 11.6 or 4.a."]


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
def test_everything_is_named_in_each_language(db, language):
    with translation.override(language):
        names = [goal.name for goal in Goal.objects.all()]
        labels = [target.label for target in Target.objects.all()]
    langs = {text.lang for text in (*names, *labels) if text}
    assert (langs, len(set(names)), all(labels)) == ({language}, 17, True)


def test_a_name_starts_like_a_sentence(db):
    target = Target.objects.get(code="11.6")
    assert target.name[:1] == target.label[:1].upper()


def test_the_colours_of_the_stylesheet_are_those_of_the_vocabulary():
    found = {n: (colour, ink in INKS["white"]) for n, (colour, ink) in styles().items()}
    wanted = {
        int(row["number"]): (row["colour"], row["text_colour"] == "white") for row in goal_rows()
    }
    assert found == wanted


def test_every_ink_of_the_stylesheet_is_black_or_white():
    inks = {ink for _colour, ink in styles().values()}
    assert inks <= {*INKS["white"], *INKS["black"]}


@pytest.mark.parametrize("row", goal_rows(), ids=lambda row: row["number"])
def test_text_on_a_goals_colour_is_readable(row):
    ink = "#FFFFFF" if row["text_colour"] == "white" else "#000000"
    assert contrast(row["colour"], ink) >= 4.5
